"""Whose summary it is to write: read again at each step, for buttons can be forged."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core import callback_data
from handlers.core.context import Visit
from locales import Words
from storage import members
from storage.meetings import Meeting
from storage.members import Person


@dataclass(frozen=True, slots=True)
class Own:
    """A meeting whose summary the visitor may write, as a moderator of its community."""

    meeting: Meeting
    person: Person


def own(session: Session, visit: Visit, meeting_id: object) -> Own | str:
    """The meeting of this id and its moderator; else, as words, why there is none."""
    words = visit.words
    meeting = session.get(Meeting, meeting_id) if isinstance(meeting_id, int) else None
    person = members.person_at(session, visit.sender.telegram_id)
    if meeting is None or person is None:
        return _not_yours(words)
    membership = members.membership(session, person.id, meeting.community_id)
    if membership is None or membership.role != Role.MODERATOR:
        return _not_yours(words)
    return _not_to_write(visit, meeting) or Own(meeting, person)


def pressed(session: Session, visit: Visit) -> Own | str:
    """The same of the meeting that a button names first."""
    return own(session, visit, callback_data.number(visit.references))


def _not_yours(words: Words) -> str:
    return words("This command is for the moderators of the community.")


def _not_to_write(visit: Visit, meeting: Meeting) -> str | None:
    words = visit.words
    if meeting.is_cancelled:
        return words("This meeting is cancelled: there is nothing to write about.")
    if meeting.starts_at > visit.now:
        return words(
            "Session {number} is on {day}. Its summary can be written once it has begun.",
            number=meeting.number,
            day=words.day(meeting.starts_at),
        )
    return None
