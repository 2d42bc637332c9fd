"""👁, ➡️, ⬅️ and ✏️ under the next message that goes out by itself."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules.cockpit import Verdict
from bot.rules.rhythm import Step
from handlers.cockpit.access import own
from handlers.cockpit.upcoming import Coming, Sample, of, samples
from handlers.cockpit.verbs import SAMPLE
from handlers.cockpit.views import PREVIEW, when, why_not
from handlers.core.context import Context
from handlers.core.pages import pages
from handlers.core.screens import TEXT_LIMIT, Button, Row, Screen, lines
from handlers.core.steps import Steps
from locales import Words
from storage import cockpit
from storage.reminders import steps

_At = tuple[int, Step, datetime]
"""A step of a meeting, and the moment at which it was to fall due when it was shown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of other rooms that presses use: the table of steps, and how /todo is drawn."""

    registry: Steps
    redraw: Callable[[Context, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Done:
    """The result of a press; `verdict` is None for someone who does not moderate there.

    `name` is who skipped the step before, if it was the other moderator.
    """

    verdict: Verdict | None
    community_id: int | None = None
    name: str = ""


async def on_preview(
    context: Context, meeting_id: int, step: Step, offered_at: datetime, desk: Desk
) -> None:
    """Show every message of the step to the requester alone, as it will be read."""
    at = (meeting_id, step, offered_at)
    found = await context.read(partial(_previewed, context=context, at=at, registry=desk.registry))
    if not isinstance(found, _Preview):
        await context.refuse(why_not(context.words, found))
        return
    await context.answer()
    for screen in _screens(context.words, found):
        await context.say(screen)


async def on_skip(
    context: Context, meeting_id: int, step: Step, offered_at: datetime, desk: Desk
) -> None:
    """Skip the step, then show /todo."""
    at = (meeting_id, step, offered_at)
    done = await context.write(partial(_skip, context=context, at=at))
    await _tell(context, done, desk, is_skip=True)


async def on_back(
    context: Context, meeting_id: int, step: Step, offered_at: datetime, desk: Desk
) -> None:
    """⬅️ send after all."""
    at = (meeting_id, step, offered_at)
    done = await context.write(partial(_bring_back, context=context, at=at))
    await _tell(context, done, desk, is_skip=False)


async def on_sample(context: Context) -> None:
    """A button in a preview."""
    await context.answer(context.words.plain("This is a preview: the button does nothing here."))


async def _tell(context: Context, done: _Done, desk: Desk, *, is_skip: bool) -> None:
    if done.verdict is Verdict.OPEN:
        await context.answer(f"✅ {_told(context.words, done, is_skip=is_skip)}")
    else:
        await context.refuse(why_not(context.words, done.verdict))
    if done.community_id is not None:
        await desk.redraw(context, done.community_id)


def _told(words: Words, done: _Done, *, is_skip: bool) -> str:
    if done.name:
        return words.plain("{name} has skipped it already.", name=done.name)
    if is_skip:
        return words.plain("Skipped: nothing is sent. Until its moment, ⬅️ brings it back.")
    return words.plain("It is sent after all.")


def _skip(session: Session, context: Context, at: _At) -> _Done:
    meeting_id, step, offered_at = at
    mine = own(session, context, meeting_id, step)
    if mine is None:
        return _Done(None)
    verdict, community_id = mine.verdict(offered_at), mine.meeting.community_id
    if verdict is not Verdict.OPEN:
        return _Done(verdict, community_id)
    change = steps.change_of(session, mine.meeting.id, mine.step)
    if change is not None and change.skipped_at is not None:
        is_own = change.skipped_by == mine.person_id
        name = "" if is_own else cockpit.name_of(session, change.skipped_by)
        return _Done(verdict, community_id, name)
    cockpit.skip(session, mine.meeting, mine.step, mine.person_id, context.now)
    return _Done(verdict, community_id)


def _bring_back(session: Session, context: Context, at: _At) -> _Done:
    meeting_id, step, offered_at = at
    mine = own(session, context, meeting_id, step)
    if mine is None:
        return _Done(None)
    verdict = mine.verdict(offered_at)
    if verdict is Verdict.OPEN:
        cockpit.undo_skip(session, mine.meeting, mine.step)
    return _Done(verdict, mine.meeting.community_id)


@dataclass(frozen=True, slots=True)
class _Preview:
    """A step, and what it would say."""

    one: Coming
    samples: list[Sample]


def _previewed(
    session: Session, context: Context, at: _At, registry: Steps
) -> _Preview | Verdict | None:
    """The messages of a step, or why they are not shown."""
    meeting_id, step, offered_at = at
    mine = own(session, context, meeting_id, step)
    verdict = mine.verdict(offered_at) if mine is not None else None
    if mine is None or mine.reminder is None or verdict is not Verdict.OPEN:
        return verdict
    one = of(session, mine.meeting, mine.reminder, registry)
    return (
        _Preview(one, samples(session, context, one, registry))
        if one is not None
        else Verdict.MOVED
    )


def _screens(words: Words, preview: _Preview) -> Iterator[Screen]:
    """Put a line above each message that says what it is; its buttons do nothing."""
    if not preview.samples:
        nothing = words("As it stands now, nothing would be sent.")
        yield Screen(f"{PREVIEW} {when(words, preview.one)}. {nothing}")
    for sample in preview.samples:
        mark = lines(f"{PREVIEW} <b>{words('Preview')}</b> · {_for(words, preview, sample)}", "—")
        first, *others = sample.screens
        marked = pages([mark, first.text], limit=TEXT_LIMIT)
        yield from marked.before
        for screen in (replace(first, text=marked.last.text), *others):
            yield replace(screen, rows=_disarmed(screen.rows))


def _for(words: Words, preview: _Preview, sample: Sample) -> str:
    if sample.is_post:
        return words("for the group, {when}", when=when(words, preview.one))
    return words.plural(
        "for {number} person, {when}",
        "for each of {number} people in their language, {when}",
        len(preview.one.audience.people),
        when=when(words, preview.one),
    )


def _disarmed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    data = SAMPLE.data()
    return tuple(
        tuple(Button(one.label, one.data and data, one.url) for one in row) for row in rows
    )
