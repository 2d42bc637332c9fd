"""How long the reasons of corrections are kept, and what of them belongs to one person."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, delete, or_, select

from storage import meetings
from storage.attendance import REASON, TOPIC, AttendanceCorrection, topic
from storage.communities import Community
from storage.core.form_drafts import Conversation
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting

NOT_SAID: Final = 0
"""No row has this id."""


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the corrections and the unfinished lists of cycles that ended longer ago than that.

    Who was there stays: it is what a proof of attendance is made from.
    """
    over = meetings.of_ended_cycles(retention, now)
    session.exec(delete(AttendanceCorrection).where(col(AttendanceCorrection.meeting_id).in_(over)))
    _erase_drafts(session, set(session.exec(over).all()))


def _erase_drafts(session: Session, over: set[int | None]) -> None:
    topics = {topic(meeting_id) for meeting_id in over}
    begun = or_(col(Conversation.topic).startswith(TOPIC), Conversation.topic == REASON)
    for row in session.exec(select(Conversation).where(begun)).all():
        about = row.draft.get("facts", {}).get("meeting", NOT_SAID)
        if row.topic in topics or about in over:
            session.delete(row)


def of_person(session: Session, person_id: int, cipher: TextCipher) -> list[dict[str, Any]]:
    """The corrections about a person and those they made for others, without names, for JSON."""
    rows = session.exec(
        select(AttendanceCorrection, Meeting, Community)
        .join(Meeting, col(Meeting.id) == AttendanceCorrection.meeting_id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(
            or_(
                AttendanceCorrection.person_id == person_id,
                AttendanceCorrection.corrected_by == person_id,
            )
        )
        .order_by(col(AttendanceCorrection.id))
    )
    return [
        {
            "community": community.name,
            "meeting": meeting.number,
            "starts_at": meeting.starts_at.isoformat(),
            "was_present": correction.was_present,
            "reason": cipher.decrypt_or_none(correction.reason),
            "about_you": correction.person_id == person_id,
            "made_by_you": correction.corrected_by == person_id,
            "corrected_at": correction.corrected_at.isoformat(),
        }
        for correction, meeting, community in rows
    ]
