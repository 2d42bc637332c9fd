"""What the moderators make of opened cases; what they write is sealed like the cases."""

from datetime import datetime

from sqlmodel import Session

from bot.rules.cases import Choices, Use, voting
from bot.rules.cases.voting import Choice, Facts
from bot.rules.themes import of_case
from handlers.cases import votes
from handlers.core import card
from storage import cases, themes
from storage.cases import Case, Standing, moderating
from storage.cases import votes as stored_votes
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.reminders.steps import Timing
from storage.themes import Tagged


def facts(session: Session, case: Case, now: datetime) -> Facts:
    """How far a case is, as the rules know it."""
    meeting = session.get_one(Meeting, case.meeting_id)
    return Facts(
        is_accepted=case.standing == Standing.ACCEPTED.value,
        is_declined=case.standing == Standing.DECLINED.value,
        is_chosen=case.is_chosen,
        is_released=case.is_released,
        may_be_released=case.ticks.use is Use.SUMMARY,
        has_begun=moderating.has_begun(meeting, now),
        has_later=moderating.later(session, meeting, now) is not None,
        is_voting=stored_votes.running(session, meeting.id) is not None,
    )


def choice(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> Choice:
    """How it can be settled now which case comes first at a meeting."""
    return voting.choice(
        len(stored_votes.candidates(session, meeting.id)),
        is_chosen=cases.chosen(session, meeting.id) is not None,
        is_voting=stored_votes.running(session, meeting.id) is not None,
        may_vote=stored_votes.closes_at(session, meeting, timing, now) is not None,
        has_begun=meeting.starts_at <= now or meeting.is_cancelled,
    )


def accept(session: Session, case: Case, now: datetime) -> None:
    """Take a case for its meeting."""
    _stand(session, case, Standing.ACCEPTED, now)
    case.reason = None


def park(session: Session, case: Case, now: datetime) -> None:
    """Keep a case for the meeting after its own."""
    meeting = session.get_one(Meeting, case.meeting_id)
    next_one = moderating.later(session, meeting, now)
    _stand(session, case, Standing.PARKED, now)
    case.reason = None
    if next_one is not None:
        case.meeting_id = next_one.id or 0
    _follow(session, meeting, now)


def decline(session: Session, case: Case, reason: str, cipher: TextCipher, now: datetime) -> None:
    """Don't take a case, for this reason, which everybody reads."""
    _stand(session, case, Standing.DECLINED, now)
    case.reason = cipher.encrypt(reason)
    _follow(session, session.get_one(Meeting, case.meeting_id), now)


def _stand(session: Session, case: Case, standing: Standing, now: datetime) -> None:
    was_chosen = case.is_chosen
    case.standing = standing.value
    case.is_chosen, case.votes = False, 0
    session.add(case)
    session.flush()
    _tag(session, case, now)
    if was_chosen:
        card.redraw(session, case.community_id, now)


def _tag(session: Session, case: Case, now: datetime) -> None:
    """What was ticked in a case is its themes, for as long as the community takes it."""
    ticks = case.ticks if case.standing == Standing.ACCEPTED.value else Choices()
    ticked = of_case(ticks.domains, ticks.blocks)
    tagged = (case.community_id, case.meeting_id, now)
    themes.retag(session, Tagged.CASE, case.id or 0, ticked, *tagged)


def _follow(session: Session, meeting: Meeting, now: datetime) -> None:
    """What the group sees of the cases of a meeting follows."""
    session.flush()
    votes.redraw(session, meeting, now)


def reword(session: Session, case: Case, text: str, cipher: TextCipher, now: datetime) -> None:
    """Put a case in other words; its own stay readable for the moderators."""
    case.reworded = cipher.encrypt(text)
    session.add(case)
    session.flush()
    votes.redraw(session, session.get_one(Meeting, case.meeting_id), now, even_closed=True)
    if case.is_chosen:
        card.redraw(session, case.community_id, now)
