"""When cases may be brought to a window, and when its urn may be opened."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

FEWEST: Final = 5
"""Fewer than this cannot hide anybody, whatever the software does."""


class State(StrEnum):
    """How far a window is."""

    OPEN = "open"
    OPENED = "opened"
    VOID = "void"


class Bringing(StrEnum):
    """Whether an envelope may be put in now, and if not, why."""

    OK = "ok"
    NO_WINDOW = "no_window"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    TOO_SMALL = "too_small"


class Opening(StrEnum):
    """Whether the urn may be opened now, and if not, why."""

    OK = "ok"
    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"
    WRONG_STATE = "wrong_state"


@dataclass(frozen=True, slots=True)
class Window:
    """A window's state and its two instants (UTC): the call for cases, and the agenda."""

    state: State
    call_at: datetime
    agenda_at: datetime


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the urn may be opened; `missing` is how many members must still answer."""

    verdict: Opening
    missing: int = 0


def minimum(members: int) -> int:
    """How many members must have answered before the urn is opened: two thirds, at least five."""
    return max(FEWEST, (2 * members + 2) // 3)


def may_promise(members: int) -> bool:
    """Whether a community of this size can be promised that its cases are anonymous."""
    return members >= FEWEST


def may_bring(window: Window | None, members: int, now: datetime) -> Bringing:
    """Whether a member may answer the call: from the call on, until the urn is opened.

    Should members leave until fewer than five are left, no more is taken in; and `may_open` never
    opens what is there below five answers.
    """
    if not may_promise(members):
        return Bringing.TOO_SMALL
    if window is None:
        return Bringing.NO_WINDOW
    if window.state is not State.OPEN:
        return Bringing.CLOSED
    return Bringing.NOT_YET if now < window.call_at else Bringing.OK


def may_open(window: Window, members: int, answered: int, now: datetime) -> Readiness:
    """Whether a moderator may open the urn: from the agenda on, when enough have answered.

    `answered` counts members, not envelopes: someone may put in several.
    """
    if window.state is not State.OPEN:
        return Readiness(Opening.WRONG_STATE)
    if now < window.agenda_at:
        return Readiness(Opening.TOO_EARLY)
    missing = minimum(members) - answered
    return Readiness(Opening.TOO_FEW, missing) if missing > 0 else Readiness(Opening.OK)
