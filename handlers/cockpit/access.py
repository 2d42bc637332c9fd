"""Reads the step that a button or a draft names; both may be forged."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules import cockpit as rules
from bot.rules.cockpit import Standing, Verdict
from bot.rules.rhythm import Step
from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from storage import cockpit
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


def own(session: Session, context: Context, meeting_id: object, step: Step) -> Own | None:
    """Read this step of a meeting, if the requester moderates its community."""
    meeting = session.get(Meeting, meeting_id) if isinstance(meeting_id, int) else None
    community_id = meeting.community_id if meeting is not None else None
    moderator = membership(session, context, community_id, MODERATOR)
    if meeting is None or moderator is None:
        return None
    reminder = cockpit.reminder_of(session, meeting, step)
    return Own(meeting, step, reminder, moderator.person_id)
