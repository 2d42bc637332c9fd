"""Of which step a button or a draft speaks: either may be forged."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from bot.rules import cockpit as rules
from bot.rules.cockpit import Standing, Verdict
from bot.rules.members import Role
from bot.rules.rhythm import STEPS, Step
from handlers.core import callback_data
from handlers.core.context import Context
from storage import cockpit, members
from storage.meetings import Meeting
from storage.reminders.steps import Reminder


@dataclass(frozen=True, slots=True)
class Own:
    """A step of a meeting, and the moderator who is here."""

    meeting: Meeting
    step: Step
    reminder: Reminder | None
    person_id: int

    def verdict(self, offered_at: datetime | None = None) -> Verdict:
        """Whether it may be changed; with `offered_at`, only if it falls due at that moment."""
        if self.reminder is None or self.meeting.is_cancelled:
            return Verdict.MOVED
        standing = Standing(self.reminder.due_at, self.reminder.is_done)
        return rules.may_change(standing, offered_at or self.reminder.due_at)


def own(session: Session, context: Context, meeting_id: object, step: object) -> Own | None:
    """This step of a meeting, if the visitor moderates its community."""
    meeting = session.get(Meeting, meeting_id) if isinstance(meeting_id, int) else None
    person = members.person_at(session, context.sender.telegram_id)
    named = next((one for one in STEPS if one.value == step), None)
    if meeting is None or named is None or person is None or person.id is None:
        return None
    membership = members.membership(session, person.id, meeting.community_id)
    if membership is None or membership.role != Role.MODERATOR:
        return None
    return Own(meeting, named, cockpit.reminder_of(session, meeting, named), person.id)


def pressed(session: Session, context: Context) -> Own | None:
    """The same of the step that a button names."""
    step = callback_data.word(context.references, 1)
    return own(session, context, callback_data.number(context.references), step)


def offered_at(context: Context) -> datetime:
    """The moment at which the step of a button was to fall due when it was shown."""
    seconds = callback_data.number(context.references, 2, largest=callback_data.LARGEST)
    try:
        return datetime.fromtimestamp(seconds or 0, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
