"""What becomes of an urn, a vote and cases when their meeting is moved or cancelled."""

from datetime import datetime

from sqlmodel import Session

from bot.rules import cases as rules
from storage import cases, meetings
from storage.cases import CaseWindow, votes
from storage.meetings import Meeting


def follow(session: Session, meeting: Meeting, now: datetime) -> None:
    """A meeting was moved or cancelled: its vote and, once cancelled, its urn and cases follow."""
    votes.follow(session, meeting, now)
    if not meeting.is_cancelled:
        return
    to_come = meetings.upcoming(session, meeting.community_id, now)
    window = cases.newest_window(session, meeting.id)
    if window is not None and window.state == rules.State.OPEN.value:
        _hand_on(session, window, to_come)
    if to_come is not None:
        for case in cases.of_meeting(session, meeting.id):
            case.meeting_id, case.is_chosen = to_come.id or 0, False
            session.add(case)


def _hand_on(session: Session, window: CaseWindow, to_come: Meeting | None) -> None:
    """The urn of a cancelled meeting is that of the next, unless that has one of its own."""
    if to_come is not None and cases.newest_window(session, to_come.id) is None:
        window.meeting_id = to_come.id or 0
    else:
        window.state = rules.State.VOID.value
    session.add(window)
    session.flush()
