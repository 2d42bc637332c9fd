"""The coordinators' overview: which numbers it shows, and which communities need attention.

The rule of small numbers: a count of people is shown when it is 0 or at least FEWEST; 1 to 4 are
"fewer than five". The rule covers what can be computed from the shown numbers: a total adds only
numbers shown beside it, or hidden ones of at least FEWEST people in at least FEWEST_TOGETHER
communities. Attendance is a percentage, of lists with at least FEWEST seats. Comparing overviews
of different days is not covered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, auto
from typing import Final

from bot.rules.communities import MODERATORS, SEATS, Zone
from bot.rules.meetings import FEWEST_MEETINGS, cycle_total
from bot.rules.members import Sector
from bot.rules.summaries import STILL_DUE

FEWEST: Final = 5
FEWEST_COMMUNITIES: Final = 3
"""The same as for counts of cases: in a total of two, each could compute the other's share."""

STEP: Final = 5
"""Attendance is rounded to a multiple of so many percent."""

HALF: Final = 50
SUMMARY_AWAITED: Final = timedelta(days=7)
"""How long after a meeting a missing summary needs no attention."""


class Reason(IntEnum):
    """Why a community needs attention, most serious first."""

    NO_PAIR = auto()
    MODERATOR_LOST = auto()
    NO_GROUP = auto()
    NO_MEETING = auto()
    CYCLE_OVER = auto()
    LOW_ATTENDANCE = auto()
    SUMMARY_OVERDUE = auto()
    INTEREST_WAITS = auto()
    NOT_AGREED = auto()


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting of the cycle; `listed` and `there` count the seats on its attendance list."""

    number: int
    starts_at: datetime
    ends_at: datetime
    has_summary: bool = False
    listed: int = 0
    there: int = 0


@dataclass(frozen=True, slots=True)
class HandoverCounts:
    """Hand-over notes of one cycle: how many are written and due, and by how many duos."""

    written: int = 0
    due: int = 0
    duos: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a community, before small numbers are hidden.

    `meetings` are those of the latest cycle that are not cancelled. `moderators_lost` cannot be
    reached; `behind` have not accepted the present agreement for this cycle.
    """

    key: int
    name: str
    zone: Zone
    archived_at: datetime | None = None
    cycle: int = 1
    seats: int = 0
    waiting: int = 0
    moderators: int = 0
    moderators_lost: int = 0
    has_group: bool = False
    behind: int = 0
    handed: HandoverCounts = HandoverCounts()
    meetings: Sequence[MeetingFacts] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A community as coordinators see it; a count of people is None where it is 1 to 4.

    `attendance` maps the number of a meeting to a percentage; `handed` and `summaries` are
    (written, due); `coming` is the number and the start of the next meeting.
    """

    key: int
    name: str
    zone: Zone
    archived_at: datetime | None
    cycle: int
    seats: int | None
    waiting: int | None
    behind: int | None
    held: int
    total: int
    coming: tuple[int, datetime] | None
    attendance: Mapping[int, int]
    handed: tuple[int, int] | None
    summaries: tuple[int, int]
    reasons: tuple[Reason, ...]

    @property
    def last_attendance(self) -> int | None:
        """Attendance at the latest meeting for which it may be shown."""
        return self.attendance[max(self.attendance)] if self.attendance else None


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals over communities, made of the numbers shown for each of them.

    `seats` is a total over `counted` communities; `waiting` counts communities with a waiting list.
    """

    number: int
    seats: int
    counted: int
    waiting: int
    attendance: Mapping[int, int]
    last_attendance: int | None
    handed: tuple[int, int] | None
    summaries: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ZoneShown:
    """A zone with its active communities, by name; `interest` counts people who wait for one."""

    zone: Zone
    communities: tuple[Shown, ...]
    together: Totals
    interest: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A community, or a whole zone, that needs attention."""

    reasons: tuple[Reason, ...]
    zone: Zone
    community: Shown | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All communities as coordinators see them; `needs` is in order of urgency."""

    zones: tuple[ZoneShown, ...]
    archived: tuple[Shown, ...]
    together: Totals
    needs: tuple[Need, ...]

    @property
    def running(self) -> list[Shown]:
        """The communities that are not archived, zone by zone."""
        return [one for zone in self.zones for one in zone.communities]


def people(number: int) -> int | None:
    """A count of people as it may be shown; None for 1 up to FEWEST - 1."""
    return number if number == 0 or number >= FEWEST else None


def percent(there: int, listed: int) -> int | None:
    """Attendance in percent, rounded; None where the list is too short."""
    if listed < FEWEST:
        return None
    return (200 * there + STEP * listed) // (2 * STEP * listed) * STEP


def shown(facts: Facts, now: datetime) -> Shown:
    """A community as it may be shown."""
    held = [one for one in facts.meetings if one.ends_at <= now]
    coming = next((one for one in facts.meetings if one.ends_at > now), None)
    attended = {one.number: percent(one.there, one.listed) for one in held}
    attendance = {number: value for number, value in attended.items() if value is not None}
    handed = facts.handed
    return Shown(
        key=facts.key,
        name=facts.name,
        zone=facts.zone,
        archived_at=facts.archived_at,
        cycle=facts.cycle,
        seats=people(facts.seats),
        waiting=people(facts.waiting),
        behind=people(facts.behind),
        held=len(held),
        total=cycle_total(len(facts.meetings)),
        coming=(coming.number, coming.starts_at) if coming else None,
        attendance=attendance,
        handed=(handed.written, handed.due) if may_show_handovers(handed) else None,
        summaries=(sum(one.has_summary for one in held), len(held)),
        reasons=_reasons(facts, held, attendance, now) if facts.archived_at is None else (),
    )


def may_show_handovers(handed: HandoverCounts) -> bool:
    """Whether the counts of hand-overs may be shown: enough people are in duos."""
    return handed.due == 0 or 2 * handed.duos >= FEWEST


def _reasons(
    facts: Facts, held: Sequence[MeetingFacts], attendance: Mapping[int, int], now: datetime
) -> tuple[Reason, ...]:
    is_last = len(held) == len(facts.meetings)
    is_over = is_last and len(held) >= FEWEST_MEETINGS
    found = {
        Reason.NO_PAIR: facts.moderators < MODERATORS,
        Reason.MODERATOR_LOST: facts.moderators_lost > 0,
        Reason.NO_GROUP: not facts.has_group,
        Reason.NO_MEETING: is_last and not is_over,
        Reason.CYCLE_OVER: is_over,
        Reason.LOW_ATTENDANCE: bool(attendance) and attendance[max(attendance)] < HALF,
        Reason.SUMMARY_OVERDUE: any(_is_overdue(one, now) for one in held),
        Reason.NOT_AGREED: facts.behind > 0,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _is_overdue(meeting: MeetingFacts, now: datetime) -> bool:
    since = now - meeting.ends_at
    return not meeting.has_summary and SUMMARY_AWAITED <= since < STILL_DUE


def overview(communities: Iterable[Facts], interest: Mapping[Zone, int], now: datetime) -> Overview:
    """The overview: all communities as they may be shown, and what needs attention."""
    by_zone: dict[Zone, list[Facts]] = {zone: [] for zone in Zone}
    archived = []
    for one in communities:
        if one.archived_at is None:
            by_zone[one.zone].append(one)
        else:
            archived.append(shown(one, now))
    zones = tuple(_zone(zone, facts, interest.get(zone, 0), now) for zone, facts in by_zone.items())
    running = [one for zone in zones for one in zone.communities]
    # Numbers shown for a zone are public; hidden ones of the other zones add to the grand total.
    unsaid = [
        one.handed
        for zone in zones
        if zone.together.handed is None
        for one in by_zone[zone.zone]
        if not may_show_handovers(one.handed)
    ]
    everyone = [one.handed for facts in by_zone.values() for one in facts]
    whole = _together(running, everyone, unsaid)
    return Overview(zones, tuple(archived), whole, _needs(zones))


def _zone(zone: Zone, facts: Sequence[Facts], interest: int, now: datetime) -> ZoneShown:
    found = tuple(shown(one, now) for one in facts)
    handed = [one.handed for one in facts]
    unsaid = [one for one in handed if not may_show_handovers(one)]
    is_full = all(_has_no_free_seat(one) for one in facts)
    reasons = (Reason.INTEREST_WAITS,) if interest and is_full else ()
    return ZoneShown(zone, found, _together(found, handed, unsaid), people(interest), reasons)


def _has_no_free_seat(facts: Facts) -> bool:
    return facts.seats - facts.moderators >= SEATS - MODERATORS


def _together(
    found: Sequence[Shown], handed: Sequence[HandoverCounts], unsaid: Sequence[HandoverCounts]
) -> Totals:
    counted = [one.seats for one in found if one.seats is not None]
    sums = (sum(one.written for one in handed), sum(one.due for one in handed))
    return Totals(
        number=len(found),
        seats=sum(counted),
        counted=len(counted),
        waiting=sum(one.waiting != 0 for one in found),
        attendance=_mean_attendance(found),
        last_attendance=_mean([one.last_attendance for one in found]),
        handed=sums if may_total(unsaid) else None,
        summaries=(sum(one.summaries[0] for one in found), sum(one.held for one in found)),
    )


def may_total(unsaid: Sequence[HandoverCounts]) -> bool:
    """Whether a total may include these hidden numbers: there are none, or enough of them."""
    enough = sum(2 * one.duos for one in unsaid) >= FEWEST
    return not unsaid or (enough and len(unsaid) >= FEWEST_COMMUNITIES)


def _mean_attendance(found: Sequence[Shown]) -> dict[int, int]:
    """The mean of the shown percentages, by the number of the meeting."""
    most = max((number for one in found for number in one.attendance), default=0)
    means = {
        number: _mean([one.attendance.get(number) for one in found])
        for number in range(1, most + 1)
    }
    return {number: mean for number, mean in means.items() if mean is not None}


def _mean(values: Iterable[int | None]) -> int | None:
    told = [value for value in values if value is not None]
    return round(sum(told) / len(told)) if told else None


def _needs(zones: Sequence[ZoneShown]) -> tuple[Need, ...]:
    """In order of urgency: the most serious reason, then the number of reasons."""
    found = [Need(one.reasons, one.zone, one) for zone in zones for one in zone.communities] + [
        Need(zone.reasons, zone.zone, None) for zone in zones
    ]
    return tuple(
        sorted(
            (one for one in found if one.reasons),
            key=lambda one: (one.reasons[0], -len(one.reasons)),
        )
    )


def sectors(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many people of all communities work in each sector, largest first.

    Only counts that may be shown, and no sectors that people typed themselves; never by community,
    which would allow subtraction.
    """
    told = [(one, numbers.get(one.value, 0)) for one in Sector]
    return sorted(
        ((sector.value, number) for sector, number in told if number >= FEWEST),
        key=lambda one: -one[1],
    )
