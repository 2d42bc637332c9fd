"""What becomes of an urn, a vote and cases when their meeting is moved, cancelled, or over."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules import cases as rules
from handlers.cases import votes
from storage import cases, meetings, themes
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToPerson
from storage.meetings import Meeting
from storage.reminders.steps import Timing
from storage.themes import Tagged


@dataclass(frozen=True, slots=True)
class UrnUnopened(ToPerson):
    """For everyone who was called alike: the urn was never opened, and is destroyed."""

    name = "unopened"
    key_format = "unopened:{window_id}:{person_id}"
    window_id: int


def follow(session: Session, meeting: Meeting, now: datetime) -> None:
    """A meeting was moved or cancelled: its vote and, once cancelled, its urn and cases follow."""
    votes.follow(session, meeting, now)
    if not meeting.is_cancelled:
        return
    to_come = meetings.next_meeting(session, meeting.community_id, now)
    _hand_on(session, meeting, to_come, now)
    if to_come is not None:
        for case in cases.of_meeting(session, meeting.id):
            case.meeting_id, case.is_chosen = to_come.id or 0, False
            session.add(case)
            themes.move(session, Tagged.CASE, case.id or 0, case.meeting_id)


def take_after(session: Session, _timing: Timing, meeting: Meeting, at: datetime) -> None:
    """After a meeting: an urn that nobody opened waits for the next one, or everyone is told."""
    to_come = meetings.next_meeting(session, meeting.community_id, meeting.ends_at)
    _hand_on(session, meeting, to_come, at)


def _hand_on(session: Session, meeting: Meeting, to_come: Meeting | None, at: datetime) -> None:
    """The urn of a meeting that is no more is that of the next, unless that has one of its own.

    Then what lies in it is lost, which all who were called are told alike.
    """
    window = cases.newest_window(session, meeting.id)
    if window is None or window.state != rules.State.OPEN.value:
        return
    if to_come is not None and cases.newest_window(session, to_come.id) is None:
        window.meeting_id = to_come.id or 0
    else:
        window.state = rules.State.VOID.value
        for person in cases.called(session, meeting.community_id):
            outbox.put(session, UrnUnopened(row_id(person), row_id(window)), at)
    session.add(window)
    session.flush()
