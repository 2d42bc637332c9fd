"""Actions of moderators on opened cases, the group's blind vote, and counts over cases."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.rules.local_time import away, local_date
from bot.rules.rhythm import Quiet, next_allowed

SHORTEST: Final = timedelta(hours=24)
"""The shortest vote, unless a moderator closes it."""

NUDGE: Final = timedelta(days=7)
"""How long before the meeting a vote closes where the rhythm has no nudge."""

LATER_MEETINGS: Final = 2
"""At how many later meetings everyone is asked for feedback on a case."""

FEWEST_COMMUNITIES: Final = 3
FEWEST_CASES: Final = 5
"""Below either, totals over all communities could be about one of them."""

_NOT_COUNTED: Final = "withdrawn"

Kind = TypeVar("Kind", bound=str)


class Deed(StrEnum):
    """What a moderator may do with a case."""

    ACCEPT = auto()
    PARK = auto()
    DECLINE = auto()
    REWORD = auto()
    ASK = auto()
    ADVISE = auto()
    RELEASE = auto()
    RETRACT = auto()


class Choice(Enum):
    """How the first case of a meeting can be chosen."""

    NOTHING = auto()
    DIRECTLY = auto()
    BY_VOTE = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """The state of a case: `has_begun` is about its meeting, `has_later` about one after it."""

    is_accepted: bool = False
    is_declined: bool = False
    is_chosen: bool = False
    is_released: bool = False
    may_be_released: bool = False
    has_begun: bool = False
    has_later: bool = True
    is_voting: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An accepted case; earlier windows have smaller numbers in `window`."""

    case: int
    window: int
    letter: str
    votes: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Counts(Generic[Kind]):
    """Totals over all communities: the opened cases, and how many have each standing."""

    opened: int
    by_standing: dict[Kind, int]


def deeds(case: Facts) -> frozenset[Deed]:
    """The actions allowed on a case that was not withdrawn."""
    return frozenset(_after(case) if case.has_begun else _before(case))


def _before(case: Facts) -> Iterable[Deed]:
    yield Deed.DECLINE
    yield Deed.REWORD
    # A posted ballot stays: a case may be removed, but none is added.
    if not case.is_accepted and not case.is_voting:
        yield Deed.ACCEPT
    if case.has_later:
        yield Deed.PARK
    if not case.is_declined:
        yield Deed.ASK


def _after(case: Facts) -> Iterable[Deed]:
    if case.is_accepted:
        yield Deed.ADVISE
        if case.is_released:
            yield Deed.RETRACT
        elif case.may_be_released:
            yield Deed.RELEASE
    else:
        yield Deed.DECLINE
    if case.has_later and not case.is_chosen and not case.is_declined:
        yield Deed.PARK


def choice(
    accepted: int, *, is_chosen: bool, is_voting: bool, may_vote: bool, has_begun: bool
) -> Choice:
    """How the first case of a meeting can be chosen now.

    `may_vote` is whether the group can be asked: the urn is open, there is a chat and time.
    """
    if not accepted or is_chosen or is_voting or has_begun:
        return Choice.NOTHING
    return Choice.BY_VOTE if accepted > 1 and may_vote else Choice.DIRECTLY


def closes_at(
    starts_at: datetime,
    posted_at: datetime,
    nudge: timedelta | None,
    quiet: Quiet | None,
    zone: ZoneInfo,
) -> datetime | None:
    """When a vote closes: at the nudge, but not before a day after it was posted.

    None when it would not end before the meeting begins.
    """
    planned = away(starts_at, -(nudge or NUDGE), zone)
    earliest = max(planned, posted_at + SHORTEST)
    at = next_allowed(earliest, quiet, zone, local_date(starts_at, zone))
    return at if at < starts_at else None


def ballot(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates in the order of the ballot: longest waiting first, then by letter."""
    return tuple(sorted(candidates, key=lambda one: (one.window, len(one.letter), one.letter)))


def winner(candidates: Iterable[Candidate]) -> Candidate | None:
    """The case with most votes; of equals the first on the ballot, whose letters are random."""
    return max(ballot(candidates), key=lambda one: one.votes, default=None)


def counted(cases: Iterable[tuple[int, Kind]]) -> Counts[Kind] | None:
    """Totals over cases given as (community, standing); None where there are too few to show."""
    kept = [(community, standing) for community, standing in cases if standing != _NOT_COUNTED]
    if len({community for community, _ in kept}) < FEWEST_COMMUNITIES or len(kept) < FEWEST_CASES:
        return None
    by_standing: dict[Kind, int] = {}
    for _, standing in kept:
        by_standing[standing] = by_standing.get(standing, 0) + 1
    return Counts(len(kept), by_standing)


def shows_outcomes(later_meetings: int) -> bool:
    """Whether the feedback on a case is shown: only after everyone was asked each time."""
    return later_meetings >= LATER_MEETINGS
