"""The buttons under a meeting: another one, moving it, cancelling it; each does it once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.screens import Screen, lines
from handlers.meetings import change
from handlers.meetings.access import is_over, not_yours, over, own_meeting
from handlers.meetings.details import call_off_preview, cancelled, screen
from handlers.meetings.views import when
from storage.meetings import Meeting

LONGEST = timedelta(days=1)
FARTHEST = timedelta(days=4 * 366)

ScreenOf = Callable[[Session, Meeting], Screen | str]
Act = Callable[[Session], Screen | str]
"""Gives the screen of what was done, or the reason why not."""


async def on_open(context: Context) -> None:
    """A meeting by its button: the one before, the one after, or back."""
    await _show_own(context, partial(screen, context=context))


async def on_off(context: Context) -> None:
    """❌: ask once more."""
    await _show_own(context, lambda _session, meeting: _off(context, meeting))


def _off(context: Context, meeting: Meeting) -> Screen | str:
    words = context.words
    if meeting.is_cancelled:
        return Screen(cancelled(words, meeting))
    if is_over(meeting, context.now):
        return over(words)
    return call_off_preview(words, meeting)


async def _show_own(context: Context, screen_of: ScreenOf) -> None:
    meeting_id = callback_data.number(context.references)

    def ask(session: Session) -> Screen | str:
        meeting = own_meeting(session, context, meeting_id)
        return screen_of(session, meeting) if meeting is not None else not_yours(context.words)

    screen = await context.read(ask)
    if isinstance(screen, str):
        await context.refuse(screen)
        return
    await context.answer()
    await context.show(screen)


async def on_move(context: Context) -> None:
    """✅ under a new moment, which rides in the button: a second press changes nothing."""
    await _finish(context, partial(_move, context=context))


def _move(session: Session, context: Context) -> Screen | str:
    words = context.words
    meeting = own_meeting(session, context, callback_data.number(context.references))
    moments = _moments(context)
    if meeting is None or moments is None:
        return not_yours(words)
    if meeting.is_cancelled:
        return words("This meeting is cancelled.")
    if moments != (meeting.starts_at, meeting.ends_at):
        if is_over(meeting, context.now):
            return over(words)
        if callback_data.number(context.references, 3) != meeting.sequence:
            return words("This meeting was changed since. Look at it again with /session.")
        change.move(session, meeting, *moments, context.services.settings, context.now)
        change.settle(session, meeting.community_id, context.now)
    moved = words.whole(
        lambda words: words("The meeting is now on {when}.", when=when(words, *moments))
    )
    asked = words("Who had answered is asked again.")
    return Screen(lines("✅ " + moved, asked))


def _moments(context: Context) -> tuple[datetime, datetime] | None:
    """The new start and end of a button; None when they are forged."""
    start, end = (
        callback_data.number(context.references, at, largest=callback_data.LARGEST) for at in (1, 2)
    )
    if start is None or end is None or not 0 < end - start < LONGEST.total_seconds():
        return None
    if abs(start - context.now.timestamp()) > FARTHEST.total_seconds():
        return None
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


async def on_called(context: Context) -> None:
    """✅ under a cancellation."""
    await _finish(context, partial(_call_off, context=context))


def _call_off(session: Session, context: Context) -> Screen | str:
    meeting = own_meeting(session, context, callback_data.number(context.references))
    if meeting is None:
        return not_yours(context.words)
    if not meeting.is_cancelled:
        if is_over(meeting, context.now):
            return over(context.words)
        change.call_off(session, meeting, context.now)
        change.settle(session, meeting.community_id, context.now)
    return Screen(cancelled(context.words, meeting))


async def _finish(context: Context, act: Act) -> None:
    done = await context.write(act)
    if isinstance(done, Screen):
        await context.answer()
        await context.show(done)
    else:
        await context.refuse(done)
