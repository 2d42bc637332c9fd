"""How long cases are kept, and what beside them belongs to one person: never a case."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select

from storage import meetings
from storage.cases import Case, CaseCall, CaseQuestion, CaseVote, CaseWindow
from storage.communities import Community
from storage.core.form_drafts import Conversation
from storage.meetings import Meeting

TOPIC = "case_"
"""With what the topics of drafts about a case begin."""

NOT_SAID = 0
"""No row has this id."""

SCRUBBED = ""
"""In the place of a key or a salt that nothing needs any more."""


def erase_expired(session: Session, retention: timedelta, now: datetime) -> list[int]:
    """Erase what cycles left behind that ended longer ago than that.

    Of a case that was released, its text and the advice stay. Gives the windows whose urns are to
    be destroyed.
    """
    over = meetings.of_ended_cycles(retention, now)
    expired = session.exec(select(Case).where(col(Case.meeting_id).in_(over))).all()
    erase_drafts(session, {case.id for case in expired})
    for case in expired:
        _let_go(session, case)
    session.flush()
    windows = select(CaseWindow).where(
        col(CaseWindow.meeting_id).in_(over), CaseWindow.salt != SCRUBBED
    )
    return [window.id or 0 for window in session.exec(windows).all() if _forget(session, window)]


def erase_drafts(session: Session, gone: Collection[int | None]) -> None:
    """Erase what moderators had half written about these cases."""
    drafts = select(Conversation).where(col(Conversation.topic).startswith(TOPIC))
    for row in session.exec(drafts).all():
        if row.draft.get("facts", {}).get("about", NOT_SAID) in gone:
            session.delete(row)


def _let_go(session: Session, case: Case) -> None:
    """Erase a case; of one that was released stays what people read of it, and the advice."""
    if not case.is_released:
        session.delete(case)
        return
    session.exec(delete(CaseQuestion).where(col(CaseQuestion.case_id) == case.id))
    case.what, case.reworded = case.reworded or case.what, None
    case.marks, case.reason, case.votes = [], None, 0
    session.add(case)


def _forget(session: Session, window: CaseWindow) -> bool:
    """Erase a window; of one whose released cases stay, only the row does.

    False while a case of it was parked into a later cycle: its author's receipt needs the salt.
    """
    left = session.exec(select(Case.is_released).where(Case.window_id == window.id)).all()
    if not all(left):
        return False
    session.exec(delete(CaseVote).where(col(CaseVote.window_id) == window.id))
    session.exec(delete(CaseCall).where(col(CaseCall.window_id) == window.id))
    if not left:
        session.delete(window)
        return True
    window.public_key = window.salt = SCRUBBED
    window.vote_closes_at = window.vote_message_id = None
    session.add(window)
    return True


def of_person(session: Session, person_id: int | None) -> dict[str, Any]:
    """To which calls a person was sent a message, and their votes while they are open, for JSON.

    Empty for who has neither. Nothing here tells whether they brought a case.
    """
    found = {"calls": _calls(session, person_id), "votes": _votes(session, person_id)}
    return found if any(found.values()) else {}


def _calls(session: Session, person_id: int | None) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Meeting, Community)
        .join(CaseWindow, col(CaseWindow.meeting_id) == Meeting.id)
        .join(CaseCall, col(CaseCall.window_id) == CaseWindow.id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(CaseCall.person_id == person_id)
        .order_by(col(Meeting.starts_at), col(CaseWindow.id))
    )
    return [_named(meeting, community) for meeting, community in rows]


def _votes(session: Session, person_id: int | None) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Meeting, Community, Case)
        .join(CaseWindow, col(CaseWindow.meeting_id) == Meeting.id)
        .join(CaseVote, col(CaseVote.window_id) == CaseWindow.id)
        .join(Case, col(Case.id) == CaseVote.case_id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(CaseVote.person_id == person_id)
        .order_by(col(Meeting.starts_at), col(CaseWindow.id))
    )
    return [_named(meeting, community) | {"vote": case.letter} for meeting, community, case in rows]


def _named(meeting: Meeting, community: Community) -> dict[str, Any]:
    return {
        "community": community.name,
        "meeting": meeting.number,
        "starts_at": meeting.starts_at.isoformat(),
    }
