"""Writing a prompt: the question and its moment, and a preview as the group will see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.local_time import local_date
from bot.rules.prompts import QUESTION_LIMIT, Problem, When
from handlers.core import drafts, forms
from handlers.core.context import Context
from handlers.core.drafts import NOTHING, About
from handlers.core.forms import Draft, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.prompts import schedule, views
from handlers.prompts.access import led
from handlers.prompts.form import COMMUNITY, FORM, PROMPT, QUESTION, WHEN
from handlers.prompts.verbs import EVERY, SEND, TICK, not_yours
from handlers.themes import public as theming
from locales import Words
from storage import prompts
from storage.communities import Community
from storage.meetings import Meeting

THEMES, MEETING, ALL = "themes", "meeting", "all"
"""The other facts of a draft; ALL once every theme is offered, not only the likely ones."""

Mark = Callable[[Session, Draft], None]
"""Changes something in a draft."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """With what a prompt begins: a question to start from, its moment, its themes, its meeting.

    `replaces` is the prompt that it is a change of.
    """

    question: str | None = None
    when: str | None = None
    themes: tuple[str, ...] = ()
    meeting_id: int | None = None
    replaces: int = NOTHING


def about(community_id: int, beginning: Beginning) -> About:
    """The facts that tell this draft from others of its form."""
    return {COMMUNITY: community_id, PROMPT: beginning.replaces}


async def begin(context: Context, community_id: int, beginning: Beginning, text: str = "") -> None:
    """Ask for a prompt, or go on with the one that was begun for this community."""
    begun = partial(_begun, context=context, community_id=community_id, beginning=beginning)
    draft = await context.write(begun)
    if draft is None:
        await context.refuse(not_yours(context.words))
        return
    if text.strip():
        draft.asked = None
        forms.fill(FORM, draft, text, context)
    await context.answer()
    so_far = draft.values.get(QUESTION)
    above = f"{views.SIGN} {escape(so_far, quote=False)}" if so_far else None
    await forms.proceed(context, FLOW, draft, why=above)


def _begun(
    session: Session, context: Context, community_id: int, beginning: Beginning
) -> Draft | None:
    if led(session, context, community_id) is None:
        return None
    draft = drafts.taken_up(session, context, FORM, about(community_id, beginning))
    _fill(draft, beginning)
    forms.keep(session, context, FORM, draft)
    return draft


def _fill(draft: Draft, beginning: Beginning) -> None:
    """Fill in the beginning; the person's own words stay, themes are added."""
    for name, value in ((QUESTION, beginning.question), (WHEN, beginning.when)):
        if value and not draft.values.get(name):
            draft.values[name] = value
    if THEMES not in draft.facts or beginning.replaces == NOTHING:
        draft.facts[THEMES] = sorted({*draft.facts.get(THEMES, ()), *beginning.themes})
    if beginning.meeting_id is not None:
        draft.facts[MEETING] = beginning.meeting_id


@dataclass(frozen=True, slots=True)
class _Preview:
    """A prompt as its group would see it, and when."""

    at: datetime
    text: str
    has_group: bool
    named: Mapping[str, str]
    offered: Sequence[str]


async def review(context: Context, draft: Draft) -> None:
    """Show the preview with warnings about what identifies somebody, and themes to tick."""
    preview = await context.write(partial(_preview, context=context, draft=draft))
    words = context.words
    if preview is None:
        await context.refuse(not_yours(context.words))
        return
    if isinstance(preview, Problem):
        await ask_when(context, draft, preview)
        return
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([draft.values[QUESTION]], today=today)
    text = paragraphs(
        forms.not_understood(words, FORM, draft),
        forms.did_not_fit(words, draft, QUESTION_LIMIT),
        _when_told(words, preview, context.now, is_now=draft.values[WHEN] == When().packed()),
        words("This is what the group will see:"),
        preview.text,
        theming.line(dict(preview.named), draft.facts.get(THEMES, ())),
        pointed_out(words, found),
    )
    label = words("Send all the same") if found else words("Send")
    send = SEND.button(f"📨 {label}", *_key(draft))
    rows = forms.review_rows(words, FORM, send)
    await context.show(Screen(text, (*_ticks(words, draft, preview), *rows)))


def _key(draft: Draft) -> tuple[int, int]:
    """The arguments of the buttons under a preview."""
    return int(draft.facts[COMMUNITY]), int(draft.facts.get(PROMPT, NOTHING))


def _ticks(words: Words, draft: Draft, preview: _Preview) -> tuple[Row, ...]:
    chosen = set(draft.facts.get(THEMES, ()))
    ticks = theming.tick_rows(
        dict(preview.named), chosen, preview.offered, partial(TICK.data, *_key(draft))
    )
    if draft.facts.get(ALL):
        return ticks
    every = EVERY.button(f"🏷 {words('All themes')}", *_key(draft))
    return (*ticks, (every,))


def _when_told(words: Words, preview: _Preview, now: datetime, *, is_now: bool) -> str:
    at = preview.at
    later = words("Nothing is sent at night or at the weekend.") if is_now and at > now else None
    when = (
        words("It comes on {day} at {time}.", day=words.day(at), time=words.time(at))
        if at > now
        else words("It comes at once.")
    )
    alone = words("There is no group chat: everyone gets it privately.")
    return lines(later, when, None if preview.has_group else alone)


def _preview(session: Session, context: Context, draft: Draft) -> _Preview | Problem | None:
    own = led(session, context, draft.facts.get(COMMUNITY))
    if own is None:
        # A lead no longer: the draft must not catch what is typed from now on.
        drafts.drop(session, context, FORM)
        return None
    services = context.services
    at, _ = planned(session, context, draft)
    if isinstance(at, Problem):
        return at
    community = session.get_one(Community, own.community_id)
    closing = schedule.closes_at(session, own.community_id, services.settings, at)
    question = draft.values[QUESTION]
    text = views.open_text(services.locales.group(community.language), question, 0, closing)
    has_group = prompts.group_of(session, own.community_id) is not None
    named = theming.names(session, context.words)
    return _Preview(at, text, has_group, named, _offered(session, draft, named))


def _offered(session: Session, draft: Draft, named: Mapping[str, str]) -> list[str]:
    """The themes to choose from: the chosen ones, and those that the question mentions."""
    if draft.facts.get(ALL):
        return list(named)
    chosen = [key for key in draft.facts.get(THEMES, ()) if key in named]
    near = theming.suggestions(session, [draft.values[QUESTION]])
    return [*chosen, *(key for key in near if key not in chosen)]


def planned(
    session: Session, context: Context, draft: Draft
) -> tuple[datetime | Problem, Meeting | None]:
    """When a whole draft would be posted, and the meeting it follows."""
    community_id = int(draft.facts[COMMUNITY])
    when = When.unpacked(draft.values[WHEN])
    timing = context.services.settings
    at, followed = schedule.planned_for(session, community_id, when, timing, context.now)
    meeting = session.get(Meeting, draft.facts.get(MEETING, 0))
    if meeting is not None and meeting.community_id == community_id and when.meeting is None:
        followed = meeting
    return at, followed


async def ask_when(context: Context, draft: Draft, problem: Problem) -> None:
    """Ask for another moment, with what is wrong with this one."""
    words = context.words
    reasons = {
        Problem.PAST: words("This moment is past. Choose one that is to come, or now."),
        Problem.NO_MEETING: words("There is no session with this number: /agenda shows them."),
        Problem.NONE_HELD: words("No session was held yet. Name a session, or a date."),
    }
    draft.values.pop(WHEN, None)
    await forms.proceed(context, FLOW, draft, why=f"⛔ {reasons[problem]}")


async def on_tick(
    context: Context, community_id: int, replaced: int, theme: str, is_ticked: bool
) -> None:
    """A theme under the preview, ticked or not."""

    def tick(session: Session, draft: Draft) -> None:
        if theme in theming.names(session, context.words):
            chosen = set(draft.facts.get(THEMES, ())) - {theme}
            draft.facts[THEMES] = sorted(chosen | {theme} if is_ticked else chosen)

    await _marked(context, {COMMUNITY: community_id, PROMPT: replaced}, tick)


async def on_every(context: Context, community_id: int, replaced: int) -> None:
    """🏷: offer all themes."""

    def offer(_session: Session, draft: Draft) -> None:
        draft.facts[ALL] = True

    await _marked(context, {COMMUNITY: community_id, PROMPT: replaced}, offer)


async def _marked(context: Context, which: About, mark: Mark) -> None:
    draft = await context.write(partial(_mark, context=context, which=which, mark=mark))
    if draft is None:
        await context.refuse(context.words("This was sent or cancelled before."))
        return
    await context.answer()
    await review(context, draft)


def _mark(session: Session, context: Context, which: About, mark: Mark) -> Draft | None:
    draft = drafts.in_hand(session, context, FORM, which)
    if draft is None or led(session, context, which[COMMUNITY]) is None:
        return None
    mark(session, draft)
    forms.keep(session, context, FORM, draft)
    return draft


FLOW = FormFlow(FORM, review)
