"""Who of a duo hands over to whom, how far a note has come, and how long it is kept."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from bot.rules.duos import other

Person = TypeVar("Person", bound=Hashable)

FIELD_LIMIT: Final = 1000
"""Characters of one field of a note."""


class Urgency(StrEnum):
    """How soon the partner needs the note."""

    NOTHING = "nothing"
    BEFORE_NEXT = "before_next"
    CALL_FIRST = "call_first"


class Status(StrEnum):
    """How far a hand-over has come; each stage follows the one above it."""

    DUE = "due"
    WRITTEN = "written"
    DELIVERED = "delivered"
    READ = "read"
    RESTATED = "restated"

    @property
    def sign(self) -> str:
        """What moderators see of it, the same in every language."""
        return {"due": "⏳", "written": "📨", "delivered": "📨", "read": "📖", "restated": "✅"}[
            self.value
        ]


class NoDuty(StrEnum):
    """Why nobody owes a hand-over."""

    BOTH_CAME = "both_came"
    NOBODY_CAME = "nobody_came"
    NOT_KNOWN = "not_known"
    PARTNER_WRITES = "partner_writes"


@dataclass(frozen=True, slots=True)
class Duty(Generic[Person]):
    """The partner who came writes for the one who did not."""

    author: Person
    reader: Person


def duty(
    partners: tuple[Person, Person],
    attendance: Mapping[Person, bool],
    expected: Person | None,
) -> Duty[Person] | NoDuty:
    """Who hands over after a meeting: by attendance where it was ticked, else by the answer.

    `attendance` holds the partners about whom a moderator has ticked; `expected` is the partner
    whom the seat's ✅ named, None without a ✅.
    """
    if any(partner in attendance for partner in partners):
        came = [partner for partner in partners if attendance.get(partner, False)]
        if len(came) > 1:
            return NoDuty.BOTH_CAME
        if not came:
            return NoDuty.NOBODY_CAME
        return Duty(came[0], other(partners, came[0]))
    if expected is None or expected not in partners:
        return NoDuty.NOT_KNOWN
    return Duty(expected, other(partners, expected))


def may_start(
    found: Duty[Person] | NoDuty, partners: tuple[Person, Person], person: Person
) -> Duty[Person] | NoDuty:
    """The duty of one who begins by themself: while nobody ticked or answered, who writes came."""
    if isinstance(found, Duty):
        return found if found.author == person else NoDuty.PARTNER_WRITES
    if found is NoDuty.NOT_KNOWN:
        return Duty(person, other(partners, person))
    return found


def status(
    *,
    written: datetime | None,
    delivered: datetime | None,
    read: datetime | None,
    restated: datetime | None,
) -> Status:
    """The furthest stage; who restates has read, though they never pressed 📖."""
    if restated is not None:
        return Status.RESTATED
    if read is not None:
        return Status.READ
    if delivered is not None:
        return Status.DELIVERED
    return Status.WRITTEN if written is not None else Status.DUE


def to_repeat(
    notes: Mapping[int, datetime], own_meetings: Collection[datetime], coming: datetime
) -> tuple[int, ...]:
    """The notes for a reader that come again before the meeting that begins at `coming`.

    `notes` gives by note when its meeting began. Those of meetings that lie before the reader's
    last own meeting have served; what is left comes in the order of the meetings.
    """
    last_own = max((start for start in own_meetings if start < coming), default=None)
    fresh = [
        (start, note)
        for note, start in notes.items()
        if start < coming and (last_own is None or start > last_own)
    ]
    return tuple(note for _, note in sorted(fresh))
