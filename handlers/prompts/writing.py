"""Writing a prompt: the question and its moment, a preview as the group will see it, and 📨."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules.prompts import Problem, State, When, closes
from bot.rules.themes import suggested
from bot.rules.wall_clock import local_date
from handlers import buttons, forms, theming
from handlers.forms import Draft, Talk
from handlers.identifying import findings, pointed_out
from handlers.prompts import drafts, shown
from handlers.prompts.drafts import COMMUNITY
from handlers.prompts.fields import FORM, QUESTION, WHEN
from handlers.prompts.own import led, met, not_yours
from handlers.prompts.shown import ROOM
from handlers.screens import Button, Screen, lines, paragraphs
from handlers.visit import Visit
from locales import Words
from storage import prompts, themes
from storage.communities import Community
from storage.meetings import Meeting
from storage.prompts import Prompt, due
from storage.themes import Tagged

MOST_THEMES = 6
"""Themes offered under a preview, beside those that are chosen."""

THEMES, MEETING, REPLACES = "themes", "meeting", "replaces"
"""What a draft says beside its values."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """With what a prompt begins: a question to start from, its moment, its themes, its meeting."""

    question: str | None = None
    when: str | None = None
    themes: tuple[str, ...] = ()
    meeting_id: int | None = None
    replaces: int | None = None


async def begin(
    visit: Visit, community_id: int, beginning: Beginning | None = None, text: str = ""
) -> None:
    """Ask for a prompt, or go on with the one that was begun for this community."""
    draft = await visit.write(partial(_begun, visit=visit, key=community_id, beginning=beginning))
    if draft is None:
        await visit.refuse(not_yours(visit))
        return
    if beginning is not None and beginning.replaces not in (None, draft.facts.get(REPLACES)):
        await visit.refuse(
            visit.words("You have begun another question: send or cancel it first. /todo shows it.")
        )
        return
    if text.strip():
        draft.asked = None
        forms.fill(FORM, draft, text, visit)
    await visit.pop_up()
    await forms.proceed(visit, TALK, draft)


def _begun(session: Session, visit: Visit, key: int, beginning: Beginning | None) -> Draft | None:
    if led(session, visit, key) is None:
        return None
    draft = drafts.taken_up(session, visit, FORM, COMMUNITY, key)
    if beginning is not None:
        _fill(draft, beginning)
    forms.keep(session, visit, FORM, draft)
    return draft


def _fill(draft: Draft, beginning: Beginning) -> None:
    """What the person wrote before stays; themes are added."""
    has_question = bool(draft.values.get(QUESTION))
    if beginning.replaces is not None and has_question:
        return
    if beginning.question and not has_question:
        draft.values[QUESTION] = beginning.question
    if beginning.when and not draft.values.get(WHEN):
        draft.values[WHEN] = beginning.when
    draft.facts[THEMES] = sorted({*draft.facts.get(THEMES, ()), *beginning.themes})
    for name, value in ((MEETING, beginning.meeting_id), (REPLACES, beginning.replaces)):
        if value is not None:
            draft.facts[name] = value


@dataclass(frozen=True, slots=True)
class _Preview:
    """A prompt as its group would see it, and when."""

    at: datetime
    text: str
    has_group: bool
    named: Mapping[str, str]
    offered: Sequence[str]


async def _review(visit: Visit, draft: Draft) -> None:
    preview = await visit.write(partial(_preview, visit=visit, draft=draft))
    words = visit.words
    if preview is None:
        await visit.refuse(not_yours(visit))
        return
    if isinstance(preview, Problem):
        await _ask_when(visit, draft, preview)
        return
    today = local_date(visit.now, visit.house.settings.timezone)
    found = findings([draft.values[QUESTION]], today=today)
    chosen = set(draft.facts.get(THEMES, ()))
    community_id = int(draft.facts[COMMUNITY])
    text = paragraphs(
        forms.not_understood(words, FORM, draft),
        _when_told(words, preview, visit.now, is_now=draft.values[WHEN] == When().packed()),
        preview.text,
        theming.line(dict(preview.named), chosen),
        pointed_out(words, found),
    )
    ticks = theming.tick_rows(
        dict(preview.named), chosen, preview.offered, ROOM, "tick", community_id
    )
    label = words("Send all the same") if found else words("Send")
    send = Button(f"📨 {label}", buttons.pack(ROOM, "send", community_id))
    await visit.show(Screen(text, (*ticks, *forms.review_rows(words, FORM, send))))


def _when_told(words: Words, preview: _Preview, now: datetime, *, is_now: bool) -> str:
    at = preview.at
    later = words("Nothing is sent at night or at the weekend.") if is_now and at > now else None
    when = (
        words("It comes on {day} at {time}.", day=words.day(at), time=words.time(at))
        if at > now
        else words("It comes at once.")
    )
    alone = words("There is no group chat: everyone gets it privately.")
    return lines(
        words("This is what the group will see:"),
        later,
        when,
        None if preview.has_group else alone,
    )


def _preview(session: Session, visit: Visit, draft: Draft) -> _Preview | Problem | None:
    community_id = draft.facts.get(COMMUNITY)
    own = led(session, visit, community_id)
    if own is None:
        # A lead no longer: the draft must not catch what is typed from now on.
        drafts.drop(session, visit, FORM)
        return None
    house = visit.house
    timing = house.settings
    at, _ = _planned(session, visit, draft)
    if isinstance(at, Problem):
        return at
    community = session.get_one(Community, own.community_id)
    closing = closes(at, timing.quiet_hours, timing.timezone)
    question = draft.values[QUESTION]
    text = shown.open_text(house.locales.group(community.language), question, 0, closing)
    has_group = prompts.group_of(session, community.id or 0) is not None
    named = theming.names(session, visit.words)
    chosen = [key for key in draft.facts.get(THEMES, ()) if key in named]
    near = [key for key in suggested([question]) if key not in chosen][:MOST_THEMES]
    return _Preview(at, text, has_group, named, [*chosen, *near])


def _planned(
    session: Session, visit: Visit, draft: Draft
) -> tuple[datetime | Problem, Meeting | None]:
    """When the draft would be posted, and the meeting it follows."""
    community_id = int(draft.facts[COMMUNITY])
    when = When.unpacked(draft.values[WHEN])
    timing = visit.house.settings
    at, followed = due.planned_for(session, community_id, when, timing, visit.now)
    about = session.get(Meeting, draft.facts.get(MEETING, 0))
    if about is not None and about.community_id == community_id and when.meeting is None:
        followed = about
    return at, followed


async def _ask_when(visit: Visit, draft: Draft, problem: Problem) -> None:
    """Ask for another moment, with what is wrong with this one."""
    words = visit.words
    reasons = {
        Problem.PAST: words("This moment is past. Choose one that is to come, or now."),
        Problem.NO_MEETING: words("There is no session with this number: /agenda shows them."),
        Problem.NONE_HELD: words("No session was held yet. Name a session, or a date."),
    }
    draft.values.pop(WHEN, None)
    await forms.proceed(visit, TALK, draft, why=f"⛔ {reasons[problem]}")


async def on_tick(visit: Visit) -> None:
    """A theme under the preview, ticked or not."""
    draft = await visit.write(partial(_tick, visit=visit))
    if draft is None:
        await visit.refuse(visit.words("This was sent or cancelled before."))
        return
    await visit.pop_up()
    await _review(visit, draft)


def _tick(session: Session, visit: Visit) -> Draft | None:
    community_id = buttons.number(visit.references)
    draft = drafts.in_hand(session, visit, FORM, COMMUNITY, community_id)
    key = visit.references[1] if len(visit.references) > 1 else ""
    if draft is None or led(session, visit, community_id) is None:
        return None
    if key in theming.names(session, visit.words):
        chosen = set(draft.facts.get(THEMES, ())) - {key}
        is_ticked = buttons.number(visit.references, 2) == 1
        draft.facts[THEMES] = sorted(chosen | {key} if is_ticked else chosen)
        forms.keep(session, visit, FORM, draft)
    return draft


@dataclass(frozen=True, slots=True)
class _Sent:
    """When a prompt is posted: None when it was by a press before this one."""

    at: datetime | None


async def on_send(visit: Visit) -> None:
    """📨: posted now, or planned; pressed again it says so."""
    sent = await visit.write(partial(_send, visit=visit))
    words = visit.words
    if sent is None:
        await visit.refuse(not_yours(visit))
        return
    if isinstance(sent, Problem):
        await visit.pop_up()
        draft = await forms.load(visit, FORM.topic)
        if draft is not None:
            await _ask_when(visit, draft, sent)
        return
    if sent.at is None:
        await visit.pop_up(f"✅ {words.plain('This was sent before. /prompt shows it.')}")
        return
    await visit.pop_up()
    rest = words("/prompt shows what comes in; you get all answers as a file when it closes.")
    if sent.at <= visit.now:
        done = words("The group is asked.")
    else:
        day, time = words.day(sent.at), words.time(sent.at)
        done = words("The group is asked on {day} at {time}.", day=day, time=time)
    back = Button(f"⬅️ {words('All prompts')}", _list_of(visit))
    await visit.show(Screen(lines(f"✅ {done}", rest), ((back,),)))


def _list_of(visit: Visit) -> str:
    return buttons.pack(ROOM, "list", buttons.number(visit.references) or 0)


def _send(session: Session, visit: Visit) -> _Sent | Problem | None:
    community_id = buttons.number(visit.references)
    own = led(session, visit, community_id)
    if own is None or community_id is None:
        return None
    draft = drafts.in_hand(session, visit, FORM, COMMUNITY, community_id)
    if draft is None:
        # The draft is gone: this 📨 was pressed before, or belongs to an older preview.
        before = prompts.of_community(session, community_id)
        is_sent = any(one.written_by == own.person_id for one in before)
        return _Sent(None) if is_sent else None
    at, followed = _planned(session, visit, draft)
    if isinstance(at, Problem):
        return at
    if not _takes_back(session, visit, draft):
        drafts.drop(session, visit, FORM)
        return _Sent(None)
    prompt = Prompt(
        community_id=community_id,
        meeting_id=followed.id if followed is not None else None,
        written_by=own.person_id,
        question=visit.house.seal.close(draft.values[QUESTION]),
        written_at=visit.now,
        post_at=at,
        days_after=When.unpacked(draft.values[WHEN]).days,
    )
    session.add(prompt)
    session.flush()
    named = theming.names(session, visit.words)
    chosen = {key for key in draft.facts.get(THEMES, ()) if key in named}
    themes.retag(
        session, Tagged.PROMPT, prompt.id or 0, chosen, community_id, prompt.meeting_id, visit.now
    )
    if at <= visit.now:
        due.post(session, prompt, visit.house.settings, visit.now)
    drafts.drop(session, visit, FORM)
    return _Sent(at)


def _takes_back(session: Session, visit: Visit, draft: Draft) -> bool:
    """Withdraw what the draft replaces, if it does; False when the group was asked meanwhile."""
    replaced = met(session, visit, draft.facts.get(REPLACES))
    if replaced is None:
        return True
    if not replaced.is_lead or replaced.prompt.state is not State.PLANNED:
        return False
    prompts.withdraw(session, replaced.prompt, visit.now)
    return True


TALK = Talk(FORM, _review)
