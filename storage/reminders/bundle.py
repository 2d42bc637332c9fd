"""What can wait a little comes with the next message that is due, so that there are fewer."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, not_, select

from bot.rules.rhythm import Step
from storage.core import outbox
from storage.meetings import Meeting
from storage.reminders.steps import BUNDLE, Reminder, Timing, allowed_from, put_part

ASKING: Final = (Step.NUDGE, Step.EVE)
"""The steps at which members get their message about a meeting."""

TELLING: Final = (*ASKING, Step.AGENDA, Step.AFTER)
"""The same, and those at which moderators do."""

SOON: Final = timedelta(days=1)
"""How long what can wait is kept back for the next message."""


def coming(session: Session, community_id: int, steps: Collection[Step]) -> list[datetime]:
    """When these steps of a community's meetings are still to fall due, in order."""
    rows = session.exec(
        select(Reminder.due_at)
        .join(Meeting, col(Meeting.id) == Reminder.meeting_id)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            not_(col(Reminder.is_done)),
            col(Reminder.step).in_([step.value for step in steps]),
        )
        .order_by(col(Reminder.due_at))
    )
    return list(rows)


def ride(session: Session, person_id: int, step: Step, meeting: Meeting, at: datetime) -> bool:
    """Add a step to the message that a person gets anyway by `at`; False when there is none."""
    waiting = outbox.waiting(session, BUNDLE, person_id=person_id)
    if waiting is None or waiting.due_at > at:
        return False
    put_part(session, person_id, step, meeting, at, None)
    return True


def put_soon(
    session: Session,
    timing: Timing,
    person_id: int,
    step: Step,
    meeting: Meeting,
    now: datetime,
    once: str,
) -> None:
    """Add a step to the message that the person may get within a day; else it comes alone."""
    at = allowed_from(now, meeting, timing)
    moments = coming(session, meeting.community_id, TELLING)
    soon = [one for one in moments if at <= one <= now + SOON]
    put_part(session, person_id, step, meeting, min(soon, default=at), None, once)
