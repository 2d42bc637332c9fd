"""What comes of its own accord: when something next falls due in a room, and what follows."""

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers.cases import follow_meeting, votes
from handlers.cases import schedule as cases_due
from handlers.closing import schedule
from handlers.core.context import Services
from handlers.handover import schedule as handovers_due
from handlers.prompts import schedule as prompts_due
from handlers.reminders import bundle
from storage.handover import earliest_ask
from storage.handover.items import earliest_reminder
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Timing


def _take_after(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    handovers_due.take_after(session, timing, meeting, at)
    follow_meeting.take_after(session, timing, meeting, at)
    schedule.take_after(session, timing, meeting, at)


TAKES: Final[bundle.Takes] = {
    Step.CASE: cases_due.take_call,
    Step.AGENDA: cases_due.take_agenda,
    Step.AFTER: _take_after,
    Step.NUDGE: handovers_due.take_nudge,
    Step.EVE: handovers_due.take_eve,
    Step.PROMPT: prompts_due.take_prompt,
}
"""What rooms beside `rhythm` do at a step."""


def next_due(session: Session) -> datetime | None:
    """When something next falls due of its own accord; what waits in the outbox apart."""
    at: datetime | None = session.connection().execute(_earliest()).scalar()
    return at


@cache
def _earliest() -> Select[Any]:
    """One question for all rooms, made once: the clock asks it every second."""
    moments = union_all(
        steps.earliest(),
        earliest_ask(),
        earliest_reminder(),
        cases_due.earliest(),
        *prompts_due.earliest(),
    ).subquery()
    (at,) = moments.columns
    return select(func.min(at))


def fall_due(session: Session, services: Services, now: datetime) -> None:
    """Leave in the outbox whatever has fallen due by now."""
    bundle.fall_due(session, services, now, TAKES)
    bundle.apart(session, lambda apart: handovers_due.fall_due(apart, services.settings, now))
    bundle.apart(session, lambda apart: votes.close_votes(apart, services.settings, now))
    bundle.apart(session, lambda apart: prompts_due.fall_due(apart, services.settings, now))
