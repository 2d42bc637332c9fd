"""Reads the meeting of a press, if the requester may write its summary; it may be forged."""

from dataclasses import dataclass

from sqlmodel import Session

from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from storage.meetings import Meeting
from storage.members import Person


@dataclass(frozen=True, slots=True)
class Own:
    """A meeting whose summary the requester may write, as a moderator of its community."""

    meeting: Meeting
    person: Person


def own(session: Session, context: Context, meeting_id: object) -> Own | str:
    """The meeting of this id and its moderator; else, as words, why there is none."""
    words = context.words
    meeting = session.get(Meeting, meeting_id) if isinstance(meeting_id, int) else None
    community_id = meeting.community_id if meeting is not None else None
    moderator = membership(session, context, community_id, MODERATOR)
    if meeting is None or moderator is None:
        return words("This command is for the moderators of the community.")
    person = session.get_one(Person, moderator.person_id)
    return _not_to_write(context, meeting) or Own(meeting, person)


def _not_to_write(context: Context, meeting: Meeting) -> str | None:
    words = context.words
    if meeting.is_cancelled:
        return words("This meeting is cancelled: there is nothing to write about.")
    if meeting.starts_at > context.now:
        return words(
            "Session {number} is on {day}. Its summary can be written once it has begun.",
            number=meeting.number,
            day=words.day(meeting.starts_at),
        )
    return None
