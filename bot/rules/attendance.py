"""What the lists of who was there say of one person, and how two moderators' ticks meet."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REASON_LIMIT = 300
"""Characters of the reason for which a saved list is changed."""


class Mark(StrEnum):
    """What is known of one person at one meeting that is over."""

    THERE = "there"
    PARTNER = "partner"
    ABSENT = "absent"
    UNTICKED = "unticked"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Listed:
    """One person and the list of one meeting; `was_present` is None when they are not on it.

    `is_saved` when there is a list at all; `partner_was_there` speaks of the other one of a duo.
    """

    was_present: bool | None
    is_saved: bool
    partner_was_there: bool
    registered_at: datetime
    ended_at: datetime


def mark(listed: Listed) -> Mark:
    """What a list says; nobody is absent before they registered, or when their partner came."""
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
    """At how many meetings a person was, of how many that have a list, and how long in all."""

    there: int
    number: int
    time: timedelta


def tally(marked: Iterable[tuple[Mark, timedelta]]) -> Tally:
    """Count the meetings that a list speaks of, each given with its length."""
    counted = [one for one in marked if one[0] in (Mark.THERE, Mark.PARTNER, Mark.ABSENT)]
    lengths = [length for found, length in counted if found is Mark.THERE]
    return Tally(len(lengths), len(counted), sum(lengths, timedelta()))


def merged(
    begun_from: AbstractSet[int], ticked: AbstractSet[int], saved: AbstractSet[int]
) -> frozenset[int]:
    """Who is ticked when one moderator ticked while the other saved.

    What the one changed of the list they began from stands; all else is as the other saved it.
    """
    own = begun_from ^ ticked
    return frozenset((saved - own) | (ticked & own))


def is_complete(last_end: datetime, now: datetime, *, is_saved: bool) -> bool:
    """Whether a cycle's record can be proved: its last meeting is over and that list is saved."""
    return is_saved and last_end <= now
