"""Moves, cancels or relocates a meeting, with the messages and steps that follow from it.

The group gets one post. A private message goes to those who had answered or been asked in private.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from handlers.cases.public import cases_follow_meeting
from handlers.core import bundle, card
from handlers.meetings.messages import Cancelled, Changed, Moved
from handlers.prompts.public import hold_prompts_after, prompts_follow_meeting
from storage import attendance, communities, meetings, rsvp
from storage.core import outbox
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Place, Timing


def move(
    session: Session,
    meeting: Meeting,
    start: datetime,
    end: datetime,
    timing: Timing,
    now: datetime,
) -> None:
    """Move a meeting: delete its answers, ask again, and plan its steps anew.

    The caller renumbers the cycle and has the card redrawn.
    """
    if end > now:
        _tell_group(session, meeting, now, Changed.and_moment)
        _ask_again(session, meeting, now, useful_until=end)
    meeting.starts_at, meeting.ends_at = start, end
    meeting.planned_at = now
    meeting.sequence += 1
    session.add(meeting)
    rsvp.forget_answers(session, meeting.id or 0)
    if start > now:
        attendance.forget(session, meeting.id or 0)
    steps.plan(session, meeting, timing, now)
    cases_follow_meeting(session, meeting, now)
    prompts_follow_meeting(session, meeting, timing, now)


def _ask_again(
    session: Session, meeting: Meeting, now: datetime, *, useful_until: datetime
) -> None:
    """Tell those who had answered, or been asked in private, of the new moment."""
    for place in _affected_places(session, meeting):
        moved = _moved_message(meeting, place)
        earlier = outbox.by_key(session, moved.key())
        if earlier is not None and earlier.state == outbox.DUE:
            # The earlier message was not sent yet, so it keeps the first moment.
            moved = Moved.of(earlier)
        outbox.renew(session, moved, now, useful_until)


def _affected_places(session: Session, meeting: Meeting) -> list[Place]:
    """The seats that answered, or were asked in private: by a reminder, or after a move."""
    was_asked = steps.was_asked_about(session, meeting.id or 0)
    return [
        place
        for place in steps.places(session, meeting)
        if place.answer is not None
        or (was_asked and place.is_awaited)
        or outbox.by_key(session, _moved_message(meeting, place).key()) is not None
    ]


def _moved_message(meeting: Meeting, place: Place) -> Moved:
    return Moved(row_id(place.person), row_id(meeting), meeting.starts_at)


def put_venue(session: Session, meeting: Meeting, venue: str, now: datetime) -> None:
    """Change the venue; after the eve's post in the group, tell the group too.

    The caller counts the change and has the card redrawn.
    """
    chat = communities.chat_of(session, meeting.community_id)
    was_posted = chat is not None and bundle.eve_was_posted(session, meeting, chat.id)
    if was_posted and meeting.starts_at > now and not meeting.is_cancelled:
        _tell_group(session, meeting, now, Changed.and_venue)
    meeting.venue = venue
    session.add(meeting)


def _tell_group(
    session: Session, meeting: Meeting, now: datetime, add: Callable[[Changed, Meeting], Changed]
) -> None:
    """Add a change to the group's post that is not sent yet, or put a new post in the outbox."""
    chat = communities.chat_of(session, meeting.community_id)
    if chat is None or not chat.is_present:
        return
    waiting = outbox.waiting(session, Changed, chat_id=chat.id)
    if waiting is not None:
        outbox.amend(session, waiting, add(Changed.of(waiting), meeting))
        return
    first = Changed(row_id(chat), (), (), f"{meeting.id}:{meeting.sequence}")
    outbox.put(session, add(first, meeting), now)


def call_off(session: Session, meeting: Meeting, now: datetime) -> None:
    """Cancel a meeting: tell those who did not say no, and drop its steps.

    The caller renumbers the cycle and has the card redrawn.
    """
    if meeting.ends_at > now:
        _tell_group(session, meeting, now, Changed.and_moment)
        for place in _affected_places(session, meeting):
            if place.answer is None or not place.answer.given.is_absent:
                cancelled = Cancelled(row_id(place.person), row_id(meeting))
                outbox.put(session, cancelled, now, meeting.ends_at)
    meeting.is_cancelled = True
    session.add(meeting)
    session.flush()
    cases_follow_meeting(session, meeting, now)
    hold_prompts_after(session, meeting)
    meeting.sequence += 1
    session.add(meeting)
    steps.rewrite(session, meeting.id or 0, {})


def settle(session: Session, community_id: int, now: datetime) -> None:
    """Number the cycle anew and have its card drawn; called once after all changes."""
    meetings.renumber(session, community_id)
    card.redraw(session, community_id, now)
