"""Who of a duo writes a hand-over note for whom, and the status of a note."""

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
    """The status of a note, in order."""

    DUE = "due"
    WRITTEN = "written"
    DELIVERED = "delivered"
    READ = "read"
    RESTATED = "restated"

    @property
    def sign(self) -> str:
        """The sign shown to moderators, the same in every language."""
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
    """The partner who came writes a note for the one who did not."""

    author: Person
    reader: Person


def duty(
    partners: tuple[Person, Person],
    attendance: Mapping[Person, bool],
    expected: Person | None,
) -> Duty[Person] | NoDuty:
    """Who owes a note after a meeting: by attendance where it is ticked, else by the answer.

    `attendance` holds the partners for whom a moderator ticked; `expected` is the partner of the
    seat's ✅, None without a ✅.
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
    """The duty of someone who starts a note unasked; while attendance is unknown, they came."""
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
    """The status reached; a restated note counts as read without a press on 📖."""
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
    """The notes that a reader is sent again before the meeting at `coming`, in order.

    `notes` maps a note to the start of its meeting. Notes from before the last meeting that the
    reader attended are left out.
    """
    last_own = max((start for start in own_meetings if start < coming), default=None)
    fresh = [
        (start, note)
        for note, start in notes.items()
        if start < coming and (last_own is None or start > last_own)
    ]
    return tuple(note for _, note in sorted(fresh))
