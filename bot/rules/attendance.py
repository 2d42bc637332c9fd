"""Attendance lists: a person's mark at a meeting, their total, merging two moderators' ticks."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REASON_LIMIT = 300
"""Characters of the reason for changing a saved list."""


class Mark(StrEnum):
    """One person's mark at one meeting that is over."""

    THERE = "there"
    PARTNER = "partner"
    ABSENT = "absent"
    UNTICKED = "unticked"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Listed:
    """What one meeting's list holds of one person; `was_present` is None when they are not on it.

    `is_saved` is whether there is a list; `partner_was_there` is about the other one of a duo.
    """

    was_present: bool | None
    is_saved: bool
    partner_was_there: bool
    registered_at: datetime
    ended_at: datetime


def mark(listed: Listed) -> Mark:
    """The mark; nobody is absent before they registered, or when their duo partner came."""
    if listed.was_present:
        return Mark.THERE
    if listed.was_present is None and listed.registered_at >= listed.ended_at:
        return Mark.BEFORE
    if not listed.is_saved:
        return Mark.UNTICKED
    if listed.partner_was_there:
        return Mark.PARTNER
    return Mark.BEFORE if listed.was_present is None else Mark.ABSENT


@dataclass(frozen=True, slots=True)
class Tally:
    """A person's attendance: meetings attended, meetings with a list, and time attended."""

    there: int
    number: int
    time: timedelta


def tally(marked: Iterable[tuple[Mark, timedelta]]) -> Tally:
    """Count the marks of meetings, each given with the meeting's length."""
    counted = [one for one in marked if one[0] in (Mark.THERE, Mark.PARTNER, Mark.ABSENT)]
    lengths = [length for found, length in counted if found is Mark.THERE]
    return Tally(len(lengths), len(counted), sum(lengths, timedelta()))


def merge_ticks(
    begun_from: AbstractSet[int], ticked: AbstractSet[int], saved: AbstractSet[int]
) -> frozenset[int]:
    """Merge one moderator's ticks into a list that the other saved meanwhile.

    Everyone whom the first changed since `begun_from` stays changed; the rest is as saved.
    """
    own = begun_from ^ ticked
    return frozenset((saved - own) | (ticked & own))


def is_complete(last_end: datetime, now: datetime, *, is_saved: bool) -> bool:
    """Whether certificates can be made: the last meeting is over and its list is saved."""
    return is_saved and last_end <= now
