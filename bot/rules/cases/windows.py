"""Windows for cases: when an envelope may be put in, and when the urn may be opened."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

FEWEST: Final = 5
"""With fewer people nobody can be anonymous, whatever the software does."""


class State(StrEnum):
    """The state of a window."""

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
    """How many members must have answered before the opening: two thirds, at least five."""
    return max(FEWEST, (2 * members + 2) // 3)


def may_promise(members: int) -> bool:
    """Whether anonymity can be promised to a community of this size."""
    return members >= FEWEST


def may_bring(window: Window | None, members: int, now: datetime) -> Bringing:
    """Whether a member may put in an envelope: between the call and the opening.

    With fewer than five members nothing more is taken in, and `may_open` needs five answers.
    """
    if not may_promise(members):
        return Bringing.TOO_SMALL
    if window is None:
        return Bringing.NO_WINDOW
    if window.state is not State.OPEN:
        return Bringing.CLOSED
    return Bringing.NOT_YET if now < window.call_at else Bringing.OK


def may_open(window: Window, members: int, answered: int, now: datetime) -> Readiness:
    """Whether a moderator may open the urn: after the agenda, when enough have answered.

    `answered` counts members, not envelopes, of which a member may put in several.
    """
    if window.state is not State.OPEN:
        return Readiness(Opening.WRONG_STATE)
    if now < window.agenda_at:
        return Readiness(Opening.TOO_EARLY)
    missing = minimum(members) - answered
    return Readiness(Opening.TOO_FEW, missing) if missing > 0 else Readiness(Opening.OK)
