"""The buttons under a meeting: open, move, cancel; a repeated press changes nothing more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from handlers.core.context import Context
from handlers.core.screens import Screen, lines
from handlers.meetings import change
from handlers.meetings.access import is_over, over, own_meeting
from handlers.meetings.details import call_off_preview, cancelled, screen
from handlers.meetings.verbs import not_yours
from handlers.meetings.views import when
from storage.meetings import Meeting

LONGEST = timedelta(days=1)
FARTHEST = timedelta(days=4 * 366)

ScreenOf = Callable[[Session, Meeting], Screen | str]
Act = Callable[[Session], Screen | str]
"""Returns the screen that confirms what was done, or as text why it was refused."""


async def on_open(context: Context, meeting_id: int) -> None:
    """Show a meeting: the one before, the one after, or back to this one."""
    await _show_own(context, meeting_id, partial(screen, context=context))


async def on_call_off(context: Context, meeting_id: int) -> None:
    """❌: ask for a confirmation."""
    await _show_own(
        context, meeting_id, lambda _session, meeting: _call_off_screen(context, meeting)
    )


def _call_off_screen(context: Context, meeting: Meeting) -> Screen | str:
    words = context.words
    if meeting.is_cancelled:
        return Screen(cancelled(words, meeting))
    if is_over(meeting, context.now):
        return over(words)
    return call_off_preview(words, meeting)


async def _show_own(context: Context, meeting_id: int, screen_of: ScreenOf) -> None:
    def ask(session: Session) -> Screen | str:
        meeting = own_meeting(session, context, meeting_id)
        return screen_of(session, meeting) if meeting is not None else not_yours(context.words)

    screen = await context.read(ask)
    if isinstance(screen, str):
        await context.refuse(screen)
        return
    await context.answer()
    await context.show(screen)


async def on_move(
    context: Context, meeting_id: int, start: datetime, end: datetime, sequence: int
) -> None:
    """✅ under a preview: move the meeting to the moment in the button.

    A second press changes nothing, because the meeting is at that moment already.
    """

    def act(session: Session) -> Screen | str:
        return _move(session, context, meeting_id, (start, end), sequence)

    await _finish(context, act)


def _move(
    session: Session,
    context: Context,
    meeting_id: int,
    moments: tuple[datetime, datetime],
    sequence: int,
) -> Screen | str:
    words = context.words
    meeting = own_meeting(session, context, meeting_id)
    if meeting is None or not _is_believable(context, *moments):
        return not_yours(words)
    if meeting.is_cancelled:
        return words("This meeting is cancelled.")
    if moments != (meeting.starts_at, meeting.ends_at):
        if is_over(meeting, context.now):
            return over(words)
        if sequence != meeting.sequence:
            return words("This meeting was changed since. Look at it again with /session.")
        change.move(session, meeting, *moments, context.services.settings, context.now)
        change.settle(session, meeting.community_id, context.now)
    moved = words.whole(
        lambda words: words("The meeting is now on {when}.", when=when(words, *moments))
    )
    asked = words("Who had answered is asked again.")
    return Screen(lines("✅ " + moved, asked))


def _is_believable(context: Context, start: datetime, end: datetime) -> bool:
    """Whether `start` and `end` are plausible for a meeting; else the button is forged."""
    is_near = abs(start - context.now) <= FARTHEST
    return is_near and timedelta(0) < end - start < LONGEST


async def on_called_off(context: Context, meeting_id: int) -> None:
    """✅ under the confirmation: cancel the meeting."""
    await _finish(context, partial(_call_off, context=context, meeting_id=meeting_id))


def _call_off(session: Session, context: Context, meeting_id: int) -> Screen | str:
    meeting = own_meeting(session, context, meeting_id)
    if meeting is None:
        return not_yours(context.words)
    if not meeting.is_cancelled:
        if is_over(meeting, context.now):
            return over(context.words)
        change.call_off(session, meeting, context.now)
        change.settle(session, meeting.community_id, context.now)
    return Screen(cancelled(context.words, meeting))


async def _finish(context: Context, act: Act) -> None:
    result = await context.write(act)
    if isinstance(result, Screen):
        await context.answer()
        await context.show(result)
    else:
        await context.refuse(result)
