"""When something next falls due in any room, and what is done then."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session

from handlers.cases import schedule as cases
from handlers.cases import votes
from handlers.core.context import Services
from handlers.handover import schedule as handover
from handlers.prompts import schedule as prompts
from handlers.reminders import schedule
from handlers.wiring.steps import STEPS
from storage.handover import earliest_ask
from storage.handover.items import earliest_reminder
from storage.reminders import steps


def next_due(session: Session) -> datetime | None:
    """When something next falls due in a room; what waits in the outbox counts apart."""
    at: datetime | None = session.connection().execute(_earliest()).scalar()
    return at


@cache
def _earliest() -> Select[Any]:
    """One question for all rooms, made once: the clock asks it every second."""
    moments = union_all(
        steps.earliest_step(),
        earliest_ask(),
        earliest_reminder(),
        cases.earliest(),
        *prompts.earliest(),
    ).subquery()
    (at,) = moments.columns
    return select(func.min(at))


def fall_due(session: Session, services: Services, now: datetime) -> None:
    """Leave in the outbox whatever has fallen due by now; what fails in a room stops no other."""
    schedule.fall_due(session, services, now, STEPS)
    for fall_due_in_room in (handover.fall_due, votes.close_votes, prompts.fall_due):
        act = partial(fall_due_in_room, timing=services.settings, now=now)
        schedule.apart(session, act)
