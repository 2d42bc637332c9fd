"""Turns steps that have fallen due into outbox rows, and the nudge, the eve and the day after."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.logs import failure
from bot.rules import rhythm as rules
from bot.rules.rhythm import Step
from handlers.core import bundle, card
from handlers.core.context import Services
from handlers.core.steps import RhythmStep, Steps
from handlers.members.public import end_unaccepted
from storage.core import outbox
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps
from storage.reminders.recipients import of_eve, of_moderators, of_nudge
from storage.reminders.steps import Timing

LOGGER: Final = logging.getLogger(__name__)


def fall_due(session: Session, services: Services, now: datetime, registry: Steps) -> None:
    """Turn every step that has fallen due into what is to be said; each is done after this."""
    for reminder in steps.fallen_due(session, now):
        reminder.is_done = True
        session.add(reminder)
        meeting = session.get(Meeting, reminder.meeting_id)
        if meeting is not None and not meeting.is_cancelled:
            act = partial(
                _fall_due, services=services, step=reminder.step, meeting=meeting, registry=registry
            )
            apart(session, act)


def apart(session: Session, act: Callable[[Session], None]) -> None:
    """Do what may fail without keeping others from what they wait for; a failure is logged."""
    try:
        with session.begin_nested():
            act(session)
    except DBAPIError:
        raise
    except Exception as error:
        failure(LOGGER, "step_failed", error)


def _fall_due(
    session: Session, services: Services, step: str, meeting: Meeting, registry: Steps
) -> None:
    if step == steps.NEXT:
        at = steps.allowed_from(services.now(), meeting, services.settings)
        card.redraw(session, meeting.community_id, at)
    elif step == steps.BEGIN:
        end_unaccepted(session, meeting, services.settings, services.now())
    else:
        _take(session, services, Step(step), meeting, registry[Step(step)])


def _take(
    session: Session, services: Services, step: Step, meeting: Meeting, row: RhythmStep
) -> None:
    now, timing = services.now(), services.settings
    if not rules.still_useful(step, meeting.starts_at, meeting.ends_at, now):
        return
    at = steps.allowed_from(now, meeting, timing)
    if rules.is_before(step) and at >= meeting.starts_at:
        if not rules.STEP_FACTS[step].despite_quiet:
            return
        at = now
    if row.sends is not None and not steps.is_skipped(session, meeting, step):
        row.sends(session, timing, meeting, at)
    for follow in row.follows:
        follow(session, timing, meeting, at)


def nudge(session: Session, _timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Ask those who have not answered."""
    for person in of_nudge(session, meeting).people:
        _remind(session, person, Step.NUDGE, meeting, at)


def eve(session: Session, _timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Tell the group where and when, and privately those whom its post does not serve."""
    told = of_eve(session, meeting)
    if told.chat is not None:
        outbox.put(session, bundle.eve_of(meeting, row_id(told.chat)), at, meeting.starts_at)
    for person in told.people:
        _remind(session, person, Step.EVE, meeting, at)


def after(session: Session, _timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Ask the moderators for attendance and summary."""
    for person in of_moderators(session, meeting).people:
        _remind(session, person, Step.AFTER, meeting, at)


def _remind(session: Session, person: Person, step: Step, meeting: Meeting, at: datetime) -> None:
    if person.id is None:
        return
    until = meeting.starts_at if rules.is_before(step) else None
    bundle.put_part(session, person.id, step, meeting, at, until)
