"""Adds steps to the bundle: the one private message that holds all that is due for a person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from bot.rules import rhythm as rules
from bot.rules.rhythm import Part, Step
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox import Outgoing
from storage.core.outbox_kind import ToGroup, ToPerson
from storage.meetings import Meeting
from storage.reminders.steps import TELLING, Timing, allowed_from, coming_moments, is_past, step_key


@dataclass(frozen=True, slots=True)
class Bundle(ToPerson):
    """The one private message that holds all that is due for a person."""

    name = "bundle"
    key_format = "bundle:{once}"
    parts: tuple[Part, ...]
    once: str = ""
    """Tells bundles apart in the key: the step that began it, and its reader."""


@dataclass(frozen=True, slots=True)
class Eve(ToGroup):
    """The post in the group before a meeting; a moved meeting gets another one."""

    name = "eve"
    key_format = "eve:{meeting_id}:{sequence}"
    meeting_id: int
    start: datetime
    sequence: int


def eve_of(meeting: Meeting, chat_id: int) -> Eve:
    """The Eve row of a meeting at its present time; `chat_id` is the row id of the group."""
    return Eve(chat_id, row_id(meeting), meeting.starts_at, meeting.sequence)


def part_of(step: Step, meeting: Meeting) -> Part:
    """The part of a bundle for a step of a meeting at its present time."""
    return Part(step, row_id(meeting), meeting.starts_at)


def join(session: Session, row: Outgoing, parts: Iterable[Part]) -> None:
    """Add parts to a bundle that was not sent yet, each once."""
    waiting = Bundle.of(row)
    fresh = (one for one in parts if one not in waiting.parts)
    outbox.amend(session, row, replace(waiting, parts=(*waiting.parts, *fresh)))


def put_part(
    session: Session,
    person_id: int,
    step: Step,
    meeting: Meeting,
    due_at: datetime,
    useful_until: datetime | None,
    once: str = "",
) -> None:
    """Add a step to the bundle that waits for a person, or begin a bundle.

    `once` tells apart steps that repeat for one meeting and may be due at the same moment.
    """
    part = part_of(step, meeting)
    waiting = outbox.waiting(session, Bundle, person_id=person_id)
    if waiting is None:
        apart = f"{step_key(step.value, meeting)}:{person_id}{_time_of(step, due_at)}{once}"
        outbox.put(session, Bundle(person_id, (part,), apart), due_at, useful_until)
        return
    if part in Bundle.of(waiting).parts:
        return
    waiting.due_at = min(waiting.due_at, due_at)
    waiting.useful_until = _later(waiting.useful_until, useful_until)
    join(session, waiting, (part,))


def _time_of(step: Step, due_at: datetime) -> str:
    """Tells repetitions of a step for one meeting apart."""
    return f":{int(due_at.timestamp())}" if rules.STEP_FACTS[step].repeats else ""


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two ends; None means no end."""
    return max(one, other) if one is not None and other is not None else None


SOON: Final = timedelta(days=1)
"""How long a step that can wait is held back for the next bundle."""


def ride(session: Session, person_id: int, step: Step, meeting: Meeting, at: datetime) -> bool:
    """Add a step to the bundle that is due for a person by `at`; False when there is none."""
    waiting = outbox.waiting(session, Bundle, person_id=person_id)
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
    """Add a step to the bundle that is due within `SOON`, or begin one."""
    at = allowed_from(now, meeting, timing)
    moments = coming_moments(session, meeting.community_id, TELLING)
    soon = [one for one in moments if at <= one <= now + SOON]
    put_part(session, person_id, step, meeting, min(soon, default=at), None, once)


def eve_was_posted(session: Session, meeting: Meeting, chat_id: int | None) -> bool:
    """Whether the group's post before a meeting was sent for its present time and place."""
    if not is_past(session, meeting, Step.EVE):
        return False
    waiting = outbox.waiting(session, Eve, chat_id=chat_id)
    return waiting is None or Eve.of(waiting).meeting_id != meeting.id
