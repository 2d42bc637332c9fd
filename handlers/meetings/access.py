"""Which meeting a moderator may change, and why not."""

from datetime import datetime

from sqlmodel import Session

from handlers.core.context import Context
from handlers.meetings import change
from locales import Words
from storage.meetings import Meeting

ROOM = "meetings"


def own_meeting(session: Session, context: Context, meeting_id: int | None) -> Meeting | None:
    """The meeting, if the visitor moderates its community at this moment."""
    meeting = session.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is None:
        return None
    telegram_id = context.sender.telegram_id
    moderates = change.is_moderator(session, telegram_id, meeting.community_id)
    return meeting if moderates else None


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether nobody can come any more."""
    return meeting.ends_at <= now


def not_yours(words: Words) -> str:
    """Why who does not moderate is refused."""
    return words("This command is for the moderators of the community.")


def over(words: Words) -> str:
    """Why a meeting that is over is not moved or cancelled."""
    return words("This meeting is over.")
