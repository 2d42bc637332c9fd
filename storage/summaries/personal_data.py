"""How long summaries are kept, and what of them belongs to one person."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, or_, select

from storage import meetings
from storage.communities import Community
from storage.core.form_drafts import Conversation
from storage.meetings import Meeting
from storage.summaries import Summary

TOPIC: Final = "summary"
"""With what the topics of drafts of a summary begin."""

NOT_SAID: Final = 0
"""No row has this id."""


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase what was for the group only, and who wrote it, of cycles that ended so long ago.

    Parts that may be shared stay.
    """
    over = set(session.exec(meetings.of_ended_cycles(retention, now)))
    for summary in session.exec(select(Summary).where(col(Summary.meeting_id).in_(over))).all():
        _let_go(session, summary)
    drafts = select(Conversation).where(col(Conversation.topic).startswith(TOPIC))
    for row in session.exec(drafts).all():
        if row.draft.get("facts", {}).get("meeting", NOT_SAID) in over:
            session.delete(row)


def _let_go(session: Session, summary: Summary) -> None:
    kept = {part: text for part, text in summary.parts.items() if part in summary.shared}
    if not kept:
        session.delete(summary)
        return
    summary.parts = kept
    summary.written_by = summary.corrected_by = None
    session.add(summary)


def of_person(session: Session, person_id: int | None) -> list[dict[str, Any]]:
    """Which summaries a person wrote or corrected last, for JSON."""
    rows = session.exec(
        select(Meeting, Community, Summary)
        .join(Community, col(Community.id) == Meeting.community_id)
        .join(Summary, col(Summary.meeting_id) == Meeting.id)
        .where(or_(col(Summary.written_by) == person_id, col(Summary.corrected_by) == person_id))
        .order_by(col(Meeting.starts_at), col(Summary.id))
    )
    return [
        {
            "community": community.name,
            "meeting": meeting.number,
            "starts_at": meeting.starts_at.isoformat(),
            "written_at": _when(summary.written_at, summary.written_by == person_id),
            "corrected_at": _when(summary.corrected_at, summary.corrected_by == person_id),
        }
        for meeting, community, summary in rows
    ]


def _when(at: datetime | None, is_theirs: bool) -> str | None:
    return at.isoformat() if at is not None and is_theirs else None
