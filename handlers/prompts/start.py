"""Begins a prompt from own words, a theme, a passage, or a proposed question."""

from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.rules.prompts import State, When
from bot.rules.summaries import Part
from handlers.core.context import Context
from handlers.core.screens import Button, Screen, in_fitting_rows, lines
from handlers.prompts import sources, write
from handlers.prompts.access import led, met
from handlers.prompts.verbs import LIST, PASSAGE, THEME, not_yours
from handlers.prompts.views import in_short
from handlers.prompts.write import Beginning
from handlers.themes import public as theming
from storage import themes
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.prompts import Prompt
from storage.themes import Tagged

MOST = 12
"""Themes or passages offered on one screen."""


async def _begin(context: Context, found: tuple[int, Beginning] | None) -> None:
    if found is None:
        await context.refuse(not_yours(context.words))
        return
    await write.begin(context, *found)


async def on_write(context: Context, community_id: int) -> None:
    """✏️ In your own words."""
    await _begin(context, (community_id, Beginning()))


async def on_theme(context: Context, theme: str, community_id: int) -> None:
    """A theme."""
    of_theme = partial(_of_theme, context=context, key=theme, community_id=community_id)
    await _begin(context, await context.read(of_theme))


def _of_theme(
    session: Session, context: Context, key: str, community_id: int
) -> tuple[int, Beginning] | None:
    own = led(session, context, community_id)
    if own is None:
        return None
    wording = sources.of_theme(session, own.community_id, key, context.services)
    return (own.community_id, Beginning(wording, themes=(key,))) if wording else None


async def on_passage(context: Context, meeting_id: int, part: Part) -> None:
    """A passage; only one that may be shared."""
    of_passage = partial(_of_passage, context=context, meeting_id=meeting_id, part=part)
    await _begin(context, await context.read(of_passage))


def _of_passage(
    session: Session, context: Context, meeting_id: int, part: Part
) -> tuple[int, Beginning] | None:
    meeting = session.get(Meeting, meeting_id)
    own = led(session, context, meeting.community_id) if meeting is not None else None
    if meeting is None or own is None:
        return None
    for passage in sources.passages(session, own.community_id, context.services):
        if passage.meeting.id == meeting.id and passage.part == part:
            wording = sources.of_passage(session, passage, context.services)
            return own.community_id, Beginning(wording)
    return None


async def on_propose(context: Context, meeting_id: int) -> None:
    """✏️ under the proposal some time after a meeting."""
    proposed = partial(_proposed, context=context, meeting_id=meeting_id)
    await _begin(context, await context.read(proposed))


def _proposed(session: Session, context: Context, meeting_id: int) -> tuple[int, Beginning] | None:
    meeting = session.get(Meeting, meeting_id)
    own = led(session, context, meeting.community_id) if meeting is not None else None
    if meeting is None or own is None:
        return None
    wording = sources.of_meeting(session, meeting, context.services)
    beginning = Beginning(wording, When().packed(), meeting_id=meeting.id)
    return own.community_id, beginning


async def on_pass(context: Context, _meeting_id: int) -> None:
    """➡️ Not this time: nothing is asked again."""
    await context.answer(f"➡️ {context.words.plain('Fine. /prompt is there whenever you like.')}")


async def on_edit(context: Context, prompt_id: int) -> None:
    """✏️ on a prompt that is not posted yet: the form again, filled with it."""
    as_planned = partial(_as_planned, context=context, prompt_id=prompt_id)
    await _begin(context, await context.read(as_planned))


def _as_planned(session: Session, context: Context, prompt_id: int) -> tuple[int, Beginning] | None:
    found = met(session, context, prompt_id)
    if found is None or not found.is_lead or found.prompt.state is not State.PLANNED:
        return None
    prompt = found.prompt
    question = context.services.cipher.decrypt_or_none(prompt.question)
    tagged = tuple(themes.tags(session, Tagged.PROMPT, prompt_id))
    zone = context.services.settings.timezone
    when = _moment(prompt, session.get(Meeting, prompt.meeting_id or 0), zone).packed()
    beginning = Beginning(question, when, tagged, prompt.meeting_id, prompt_id)
    return prompt.community_id, beginning


def _moment(prompt: Prompt, meeting: Meeting | None, zone: ZoneInfo) -> When:
    """When a planned prompt comes, as its lead would say it."""
    if prompt.days_after is not None and meeting is not None:
        return When(days=prompt.days_after, meeting=meeting.number)
    if prompt.post_at is None:
        return When()
    local = prompt.post_at.astimezone(zone)
    return When(day=local.date(), at=local.time())


async def on_themes(context: Context, community_id: int) -> None:
    """🏷: the themes that recur, to choose one."""
    offer = partial(_themes, context=context, community_id=community_id)
    await _offer(context, await context.read(offer))


async def on_passages(context: Context, community_id: int) -> None:
    """📄: what of the summaries may be shared, to choose a passage."""
    offer = partial(_passages, context=context, community_id=community_id)
    await _offer(context, await context.read(offer))


async def _offer(context: Context, screen: Screen | None) -> None:
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.show(screen)


def _themes(session: Session, context: Context, community_id: int) -> Screen | None:
    if led(session, context, community_id) is None:
        return None
    words = context.words
    named = theming.names(session, words)
    keys = [key for key in sources.recurring(session, community_id) if key in named]
    offered = [
        THEME.button(f"🏷 {named[key]}", key, community_id) for key in (keys or list(named))[:MOST]
    ]
    told = (
        words("Which theme? Those that came up most stand first.")
        if keys
        else words("No theme came up yet. Which one do you want to ask about?")
    )
    return Screen(told, (*in_fitting_rows(offered), (_back(context, community_id),)))


def _passages(session: Session, context: Context, community_id: int) -> Screen | None:
    if led(session, context, community_id) is None:
        return None
    words = context.words
    found = sources.passages(session, community_id, context.services)[:MOST]
    rows = tuple(
        (
            PASSAGE.button(
                f"📄 {one.meeting.number} · {in_short(one.text)}",
                row_id(one.meeting),
                Part(one.part),
            ),
        )
        for one in found
    )
    told = (
        words("Which passage? Only what may be shared stands here.")
        if found
        else lines(
            words("No summary has a passage yet that may be shared."),
            words("The moderators mark what may be, when they write the summary."),
        )
    )
    return Screen(told, (*rows, (_back(context, community_id),)))


def _back(context: Context, community_id: int) -> Button:
    return LIST.button(f"⬅️ {context.words('Back')}", community_id, 0)
