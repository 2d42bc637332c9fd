"""The one private message that bundles all that is due for a person: how steps join it."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from bot.rules import rhythm as rules
from bot.rules.rhythm import Step
from storage.core import outbox
from storage.core.database import SAID
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.reminders.steps import TELLING, Timing, allowed_from, coming, is_past, key

BUNDLE: Final = "bundle"
"""The outbox kind of the one private message that holds all that is due for a person."""


def put_part(
    session: Session,
    person_id: int,
    step: Step,
    meeting: Meeting,
    due_at: datetime,
    useful_until: datetime | None,
    once: str = "",
) -> None:
    """Add a step to the one message that waits for a person, or begin that message.

    `once` tells apart what is said more than once for one meeting and may be due at one moment.
    """
    part = {
        "step": step.value,
        "meeting": meeting.id,
        "start": int(meeting.starts_at.timestamp()),
    }
    waiting = outbox.waiting(session, BUNDLE, person_id=person_id)
    if waiting is None:
        row = Outgoing(
            key=f"{BUNDLE}:{key(step.value, meeting)}:{person_id}{_time_of(step, due_at)}{once}",
            kind=BUNDLE,
            person_id=person_id,
            payload={"parts": [part]},
            due_at=due_at,
            useful_until=useful_until,
        )
        outbox.put(session, row)
        return
    if part in waiting.payload["parts"]:
        return
    waiting.payload = {"parts": [*waiting.payload["parts"], part]}
    waiting.due_at = min(waiting.due_at, due_at)
    waiting.useful_until = _later(waiting.useful_until, useful_until)
    session.add(waiting)
    session.info[SAID] = True


def _time_of(step: Step, due_at: datetime) -> str:
    """What tells two of a step apart that comes more than once for one meeting."""
    return f":{int(due_at.timestamp())}" if rules.STEP_FACTS[step].repeats else ""


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two ends; None is no end at all."""
    return max(one, other) if one is not None and other is not None else None


SOON: Final = timedelta(days=1)
"""How long what can wait is kept back for the next message."""


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


EVE: Final = "eve"
"""The outbox kind of the group's post before a meeting."""


def eve_was_posted(session: Session, meeting: Meeting, chat_id: int | None) -> bool:
    """Whether a group was told before a meeting, at its present moment, where it is held."""
    if not is_past(session, meeting, Step.EVE):
        return False
    waiting = outbox.waiting(session, EVE, chat_id=chat_id)
    return waiting is None or waiting.payload["meeting"] != meeting.id
