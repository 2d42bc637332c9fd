"""The blind vote of a group: candidates, who voted for what while it runs, when it closes."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.rules.cases import State, voting
from bot.rules.cases.voting import Candidate
from storage import cases, communities, frame
from storage.cases import Case, CaseVote, CaseWindow, Standing
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Timing


def candidates(session: Session, meeting_id: int | None) -> list[Case]:
    """The accepted cases of a meeting, as they stand on its ballot."""
    accepted = {
        case.id: case
        for case in cases.of_meeting(session, meeting_id)
        if case.standing == Standing.ACCEPTED.value
    }
    return [accepted[one.case] for one in voting.ballot(map(candidate, accepted.values()))]


def candidate(case: Case, votes: int = 0) -> Candidate:
    """A case as the rules of a ballot know it, with the votes counted so far."""
    return Candidate(case.id or 0, case.window_id, case.letter, votes)


def running(session: Session, meeting_id: int | None) -> CaseWindow | None:
    """The window of a meeting by which its group votes at this moment."""
    return session.exec(
        select(CaseWindow).where(
            CaseWindow.meeting_id == meeting_id, col(CaseWindow.vote_closes_at).is_not(None)
        )
    ).first()


def closes_at(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> datetime | None:
    """When a vote that is begun now would close; None when the group can't be asked."""
    window = cases.newest_window(session, meeting.id)
    chat = communities.chat_of(session, meeting.community_id)
    if window is None or window.state == State.OPEN.value or meeting.is_cancelled:
        return None
    if chat is None or not chat.is_present:
        return None
    posted_at = steps.allowed_from(now, meeting, timing)
    nudge = frame.rhythm(session, meeting.community_id, timing.rhythm).get("nudge")
    return voting.closes_at(
        meeting.starts_at, posted_at, nudge, timing.quiet_hours, timing.timezone
    )


def posted(session: Session, meeting: Meeting) -> list[CaseWindow]:
    """The windows of a meeting by which its group voted."""
    return list(
        session.exec(
            select(CaseWindow).where(
                CaseWindow.meeting_id == meeting.id, col(CaseWindow.vote_message_id).is_not(None)
            )
        )
    )


def cast(session: Session, window: CaseWindow, person_id: int, case: Case) -> None:
    """Keep a person's vote, in the place of the one they gave before."""
    vote = session.exec(
        select(CaseVote).where(CaseVote.window_id == window.id, CaseVote.person_id == person_id)
    ).first()
    if vote is None:
        vote = CaseVote(window_id=window.id or 0, person_id=person_id, case_id=case.id or 0)
    vote.case_id = case.id or 0
    session.add(vote)
    session.flush()


def note_post(session: Session, window_id: int | None, message_id: int | None) -> None:
    """Note in which message the group votes."""
    window = session.get(CaseWindow, window_id)
    if window is not None and message_id is not None:
        window.vote_message_id = message_id
        session.add(window)


def erase(session: Session, window: CaseWindow) -> None:
    """Keep no longer who voted for what."""
    session.exec(delete(CaseVote).where(col(CaseVote.window_id) == window.id))
