"""Checks whether the requester may change a meeting."""

from datetime import datetime

from sqlmodel import Session

from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from locales import Words
from storage.meetings import Meeting


def own_meeting(session: Session, context: Context, meeting_id: int) -> Meeting | None:
    """Return the meeting, if the requester moderates its community now; else None."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or not membership(session, context, meeting.community_id, MODERATOR):
        return None
    return meeting


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting has ended."""
    return meeting.ends_at <= now


def over(words: Words) -> str:
    """Why a meeting that is over is not moved or cancelled."""
    return words("This meeting is over.")
