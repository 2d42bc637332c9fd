"""The buttons under a meeting: another one, moving it, cancelling it; each does it once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.context import Visit
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


async def on_open(visit: Visit) -> None:
    """A meeting by its button: the one before, the one after, or back."""
    await _show_own(visit, partial(screen, visit=visit))


async def on_off(visit: Visit) -> None:
    """❌: ask once more."""
    await _show_own(visit, lambda _session, meeting: _off(visit, meeting))


def _off(visit: Visit, meeting: Meeting) -> Screen | str:
    words = visit.words
    if meeting.is_cancelled:
        return Screen(cancelled(words, meeting))
    if is_over(meeting, visit.now):
        return over(words)
    return call_off_preview(words, meeting)


async def _show_own(visit: Visit, screen_of: ScreenOf) -> None:
    meeting_id = callback_data.number(visit.references)

    def ask(session: Session) -> Screen | str:
        meeting = own_meeting(session, visit, meeting_id)
        return screen_of(session, meeting) if meeting is not None else not_yours(visit.words)

    screen = await visit.read(ask)
    if isinstance(screen, str):
        await visit.refuse(screen)
        return
    await visit.pop_up()
    await visit.show(screen)


async def on_move(visit: Visit) -> None:
    """✅ under a new moment, which rides in the button: a second press changes nothing."""
    await _finish(visit, partial(_move, visit=visit))


def _move(session: Session, visit: Visit) -> Screen | str:
    words = visit.words
    meeting = own_meeting(session, visit, callback_data.number(visit.references))
    moments = _moments(visit)
    if meeting is None or moments is None:
        return not_yours(words)
    if meeting.is_cancelled:
        return words("This meeting is cancelled.")
    if moments != (meeting.starts_at, meeting.ends_at):
        if is_over(meeting, visit.now):
            return over(words)
        if callback_data.number(visit.references, 3) != meeting.sequence:
            return words("This meeting was changed since. Look at it again with /session.")
        change.move(session, meeting, *moments, visit.house.settings, visit.now)
        change.settle(session, meeting.community_id, visit.now)
    moved = words.whole(
        lambda words: words("The meeting is now on {when}.", when=when(words, *moments))
    )
    asked = words("Who had answered is asked again.")
    return Screen(lines("✅ " + moved, asked))


def _moments(visit: Visit) -> tuple[datetime, datetime] | None:
    """The new start and end of a button; None when they are forged."""
    start, end = (
        callback_data.number(visit.references, at, largest=callback_data.LARGEST) for at in (1, 2)
    )
    if start is None or end is None or not 0 < end - start < LONGEST.total_seconds():
        return None
    if abs(start - visit.now.timestamp()) > FARTHEST.total_seconds():
        return None
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


async def on_called(visit: Visit) -> None:
    """✅ under a cancellation."""
    await _finish(visit, partial(_call_off, visit=visit))


def _call_off(session: Session, visit: Visit) -> Screen | str:
    meeting = own_meeting(session, visit, callback_data.number(visit.references))
    if meeting is None:
        return not_yours(visit.words)
    if not meeting.is_cancelled:
        if is_over(meeting, visit.now):
            return over(visit.words)
        change.call_off(session, meeting, visit.now)
        change.settle(session, meeting.community_id, visit.now)
    return Screen(cancelled(visit.words, meeting))


async def _finish(visit: Visit, act: Act) -> None:
    done = await visit.write(act)
    if isinstance(done, Screen):
        await visit.pop_up()
        await visit.show(done)
    else:
        await visit.refuse(done)
