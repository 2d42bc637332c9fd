"""The group's blind vote: who voted for what while it runs, and only the numbers once it closes."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules.cases import voting
from handlers.cases import schedule
from handlers.core import card
from storage import cases, communities
from storage.cases import Case, CaseWindow
from storage.cases import votes as stored_votes
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.database import SAID
from storage.core.outbox_kind import ToGroup
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Timing


@dataclass(frozen=True, slots=True)
class VotePost(ToGroup):
    """The post by which a group votes."""

    name = "vote"
    key_format = "vote:{window_id}"
    window_id: int


def begin(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> datetime | None:
    """Put the accepted cases to the group; when it closes. None when it can't be asked."""
    window = cases.newest_window(session, meeting.id)
    closing = stored_votes.closes_at(session, meeting, timing, now)
    if window is None or closing is None:
        return None
    stored_votes.erase(session, window)
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
    outbox.renew(session, VotePost(row_id(chat), row_id(window)), at, until)


def redraw(session: Session, meeting: Meeting, now: datetime, *, even_closed: bool = False) -> None:
    """A case changed, or left the ballot: the post of a vote that runs follows.

    With `even_closed` that of one that is over, too: words that were taken back stand nowhere.
    """
    window = stored_votes.running(session, meeting.id)
    if window is None:
        closed = stored_votes.posted(session, meeting) if even_closed else ()
        for one in closed:
            _post(session, one, meeting, now)
        return
    if not stored_votes.candidates(session, meeting.id):
        call_off(session, window.id, now)
    elif window.vote_message_id is not None:
        # Not posted yet, it says what is true when it is posted.
        _post(session, window, meeting, now, until=window.vote_closes_at)


def close_votes(session: Session, timing: Timing, now: datetime) -> None:
    """Close the votes whose time has come."""
    for window in schedule.closing(session, now):
        close(session, window, now)


def close(session: Session, window: CaseWindow, now: datetime) -> None:
    """Only the numbers stay; the winner comes first, on the card too. Closed, it stays closed."""
    meeting = session.get_one(Meeting, window.meeting_id)
    if window.vote_closes_at is None:
        return
    if not meeting.is_cancelled:
        _settle(session, window, meeting)
    stored_votes.erase(session, window)
    window.vote_closes_at = None
    session.add(window)
    _post(session, window, meeting, now)
    card.redraw(session, meeting.community_id, now)


def _settle(session: Session, window: CaseWindow, meeting: Meeting) -> None:
    given = cases.vote_counts(session, window.id)
    standing = stored_votes.candidates(session, meeting.id)
    for case in standing:
        case.votes = given.get(case.id or 0, 0)
        session.add(case)
    first = voting.winner(stored_votes.candidate(case, case.votes) for case in standing)
    for case in standing:
        case.is_chosen = first is not None and case.id == first.case


def follow(session: Session, meeting: Meeting, now: datetime) -> None:
    """The meeting was moved: a vote that would end after it began ends a day before it.

    One about a meeting that was cancelled is called off.
    """
    window = stored_votes.running(session, meeting.id)
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
    card.redraw(session, meeting.community_id, now)


def call_off(session: Session, window_id: int | None, now: datetime) -> None:
    """There is nothing left to vote for, or nobody was asked: nothing of the vote is kept."""
    window = session.get(CaseWindow, window_id)
    if window is None or window.vote_closes_at is None:
        return
    stored_votes.erase(session, window)
    window.vote_closes_at = None
    session.add(window)
    if window.vote_message_id is not None:
        _post(session, window, session.get_one(Meeting, window.meeting_id), now)
