"""Whose summary it is to write: read again at each step, for buttons can be forged."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core import callback_data
from handlers.core.context import Context
from locales import Words
from storage import members
from storage.meetings import Meeting
from storage.members import Person


@dataclass(frozen=True, slots=True)
class Own:
    """A meeting whose summary the visitor may write, as a moderator of its community."""

    meeting: Meeting
    person: Person


def own(session: Session, context: Context, meeting_id: object) -> Own | str:
    """The meeting of this id and its moderator; else, as words, why there is none."""
    words = context.words
    meeting = session.get(Meeting, meeting_id) if isinstance(meeting_id, int) else None
    person = members.person_at(session, context.sender.telegram_id)
    if meeting is None or person is None:
        return _not_yours(words)
    membership = members.membership(session, person.id, meeting.community_id)
    if membership is None or membership.role != Role.MODERATOR:
        return _not_yours(words)
    return _not_to_write(context, meeting) or Own(meeting, person)


def pressed(session: Session, context: Context) -> Own | str:
    """The same of the meeting that a button names first."""
    return own(session, context, callback_data.number(context.references))


def _not_yours(words: Words) -> str:
    return words("This command is for the moderators of the community.")


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
