"""The group's blind vote: who voted for what while it runs, and only the numbers once it closes."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.rules.cases import State, voting
from bot.rules.cases.voting import Candidate
from storage import cases, communities, frame, rsvp
from storage.cases import Case, CaseVote, CaseWindow, Standing, due
from storage.core import outbox
from storage.core.database import SAID
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Timing

VOTE = "vote"
"""The outbox kind of the post by which a group votes."""


def candidates(session: Session, meeting_id: int | None) -> list[Case]:
    """The accepted cases of a meeting, as they stand on its ballot."""
    accepted = {
        case.id: case
        for case in cases.of_meeting(session, meeting_id)
        if case.standing == Standing.ACCEPTED.value
    }
    return [accepted[one.case] for one in voting.ballot(map(_candidate, accepted.values()))]


def _candidate(case: Case, votes: int = 0) -> Candidate:
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


def begin(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> datetime | None:
    """Put the accepted cases to the group; when it closes. None when it can't be asked."""
    window = cases.newest_window(session, meeting.id)
    closing = closes_at(session, meeting, timing, now)
    if window is None or closing is None:
        return None
    _erase(session, window)
    window.vote_closes_at, window.vote_message_id = closing, None
    session.add(window)
    _post(session, window, meeting, steps.allowed_from(now, meeting, timing), until=closing)
    return closing


def _post(
    session: Session,
    window: CaseWindow,
    meeting: Meeting,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Have the post made, or drawn anew where it stands."""
    chat = communities.chat_of(session, meeting.community_id)
    if chat is None:
        return
    row = Outgoing(
        key=f"{VOTE}:{window.id}",
        kind=VOTE,
        chat_id=chat.id,
        payload={"window": window.id},
        due_at=at,
        useful_until=until,
    )
    outbox.renew(session, row)


def redraw(session: Session, meeting: Meeting, now: datetime, *, even_closed: bool = False) -> None:
    """A case changed, or left the ballot: the post of a vote that runs follows.

    With `even_closed` that of one that is over, too: words that were taken back stand nowhere.
    """
    window = running(session, meeting.id)
    if window is None:
        closed = _posted(session, meeting) if even_closed else ()
        for one in closed:
            _post(session, one, meeting, now)
        return
    if not candidates(session, meeting.id):
        call_off(session, window.id, now)
    elif window.vote_message_id is not None:
        # Not posted yet, it says what is true when it is posted.
        _post(session, window, meeting, now, until=window.vote_closes_at)


def _posted(session: Session, meeting: Meeting) -> list[CaseWindow]:
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


def close_votes(session: Session, timing: Timing, now: datetime) -> None:
    """Close the votes whose time has come."""
    for window in due.closing(session, now):
        close(session, window, now)


def close(session: Session, window: CaseWindow, now: datetime) -> None:
    """Only the numbers stay; the winner comes first, on the card too. Closed, it stays closed."""
    meeting = session.get_one(Meeting, window.meeting_id)
    if window.vote_closes_at is None:
        return
    if not meeting.is_cancelled:
        _settle(session, window, meeting)
    _erase(session, window)
    window.vote_closes_at = None
    session.add(window)
    _post(session, window, meeting, now)
    rsvp.redraw(session, meeting.community_id, now)


def _settle(session: Session, window: CaseWindow, meeting: Meeting) -> None:
    given = cases.vote_counts(session, window.id)
    standing = candidates(session, meeting.id)
    for case in standing:
        case.votes = given.get(case.id or 0, 0)
        session.add(case)
    first = voting.winner(_candidate(case, case.votes) for case in standing)
    for case in standing:
        case.is_chosen = first is not None and case.id == first.case


def follow(session: Session, meeting: Meeting, now: datetime) -> None:
    """The meeting was moved: a vote that would end after it began ends a day before it.

    One about a meeting that was cancelled is called off.
    """
    window = running(session, meeting.id)
    if window is None or window.vote_closes_at is None:
        return
    if meeting.is_cancelled:
        call_off(session, window.id, now)
    elif window.vote_closes_at >= meeting.starts_at:
        window.vote_closes_at = max(now, meeting.starts_at - voting.SHORTEST)
        session.add(window)
        session.info[SAID] = True
        redraw(session, meeting, now)


def choose(session: Session, case: Case, meeting: Meeting, now: datetime) -> None:
    """The moderators settle it: this case comes first."""
    for other in cases.of_meeting(session, meeting.id):
        other.is_chosen = other.id == case.id
        session.add(other)
    rsvp.redraw(session, meeting.community_id, now)


def call_off(session: Session, window_id: int | None, now: datetime) -> None:
    """There is nothing left to vote for, or nobody was asked: nothing of the vote is kept."""
    window = session.get(CaseWindow, window_id)
    if window is None or window.vote_closes_at is None:
        return
    _erase(session, window)
    window.vote_closes_at = None
    session.add(window)
    if window.vote_message_id is not None:
        _post(session, window, session.get_one(Meeting, window.meeting_id), now)


def note_post(session: Session, window_id: int | None, message_id: int | None) -> None:
    """Note in which message the group votes."""
    window = session.get(CaseWindow, window_id)
    if window is not None and message_id is not None:
        window.vote_message_id = message_id
        session.add(window)


def _erase(session: Session, window: CaseWindow) -> None:
    session.exec(delete(CaseVote).where(col(CaseVote.window_id) == window.id))
