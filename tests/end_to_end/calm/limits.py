"""How calm a cycle must be, and how calm it was."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.rules.local_time import local_date
from bot.rules.rhythm import Quiet, allowed
from tests.end_to_end.calm.ledger import CLOCK, GROUP, Told
from tests.end_to_end.town import BRUSSELS

GROUP_POSTS = 4
"""Automatic posts in the group from one meeting to the next."""

PRIVATE_MESSAGES = 5
"""Messages of the bot's own accord that one person gets from one meeting to the next."""

SET_OFF_IN_GROUP = 4
"""Posts that somebody pressed; what the clock brings is counted apart."""

SET_OFF = 4
"""Messages to one person that somebody else's act brought about."""

TOGETHER = 8
"""Messages to one person from one meeting to the next, whatever brought them about."""


@dataclass(frozen=True, slots=True)
class Night:
    """The quiet hours that the promise speaks of, whatever the program has been told."""

    start: time = time(20)
    end: time = time(8)


@dataclass(frozen=True, slots=True)
class Cycle:
    """The ends of the meetings in order, the days on which one is held, and everyone's role."""

    ends: Sequence[datetime]
    days: frozenset[date]
    roles: Mapping[str, str]

    def period(self, at: datetime) -> int:
        """Which meeting is the next one at this moment; one more than there are after the last."""
        return bisect_right(self.ends, at) + 1


def faults(told: Iterable[Told], cycle: Cycle) -> list[str]:
    """Where a cycle was less calm than promised, each in words."""
    heard = [one for one in told if not one.is_asked]
    return [*_too_many(heard, cycle), *_at_night(heard, cycle), *_again(heard, cycle)]


def _too_many(heard: Sequence[Told], cycle: Cycle) -> Iterator[str]:
    automatic = [one for one in heard if one.is_automatic]
    set_off = [one for one in heard if not one.is_automatic]
    private = [one for one in heard if one.to != GROUP]
    yield from _above(automatic, cycle, "of its own accord", GROUP_POSTS, PRIVATE_MESSAGES)
    yield from _above(set_off, cycle, "set off by others", SET_OFF_IN_GROUP, SET_OFF)
    yield from _above(private, cycle, "together", 0, TOGETHER)


def _above(
    told: Sequence[Told], cycle: Cycle, what: str, in_group: int, privately: int
) -> Iterator[str]:
    kinds: dict[tuple[str, int], list[str]] = {}
    for one in told:
        kinds.setdefault((one.to, cycle.period(one.at)), []).append(one.kind)
    for (to, period), got in kinds.items():
        if len(got) > (in_group if to == GROUP else privately):
            yield f"too many {what}: {to} got {len(got)} before meeting {period}: {', '.join(got)}"


def _at_night(heard: Sequence[Told], cycle: Cycle) -> list[str]:
    """What came at night though it is no answer to what somebody did at that moment."""
    return [
        f"at night: {one.kind} to {one.to} at {one.at.astimezone(BRUSSELS):%a %d/%m %H:%M}"
        for one in heard
        if not _is_by_day(one.at, cycle) and (one.by == CLOCK or one.by != one.cause)
    ]


def _is_by_day(at: datetime, cycle: Cycle, quiet: Quiet = Night()) -> bool:
    return allowed(at, _meeting(at, cycle), quiet, BRUSSELS)


def _meeting(at: datetime, cycle: Cycle) -> date | None:
    day = local_date(at, BRUSSELS)
    return day if day in cycle.days else None


def _again(heard: Sequence[Told], cycle: Cycle) -> list[str]:
    return [
        f"reminded of what they did: {one.kind} to {one.to} before meeting "
        f"{cycle.period(one.at)}: {one.again}"
        for one in heard
        if one.again
    ]


# --- the table ----------------------------------------------------------------------------------


def table(told: Iterable[Told], cycle: Cycle) -> str:
    """What the group and each kind of person got from one meeting to the next, and at night."""
    heard = [one for one in told if not one.is_asked]
    roles = dict.fromkeys(cycle.roles.values())
    by_role = {one: [name for name, own in cycle.roles.items() if own == one] for one in roles}
    at_night = Counter(one.kind for one in heard if not _is_by_day(one.at, cycle))
    return "\n".join(
        (
            *_block("the group", [GROUP], (GROUP_POSTS, SET_OFF_IN_GROUP), heard, cycle),
            *(
                line
                for role, names in by_role.items()
                for line in _block(role, names, (PRIVATE_MESSAGES, SET_OFF), heard, cycle)
            ),
            f"at night or off the meeting's weekend, at once upon an act: {_counted(at_night)}",
        )
    )


def _block(
    title: str, names: Sequence[str], limits: tuple[int, int], heard: Sequence[Told], cycle: Cycle
) -> Iterator[str]:
    got = [one for one in heard if one.to in names]
    automatic = [one for one in got if one.is_automatic]
    set_off = [one for one in got if not one.is_automatic]
    number = len(names)
    yield _line(f"{title}: of its own accord", limits[0], automatic, number, cycle)
    yield f"    {_means(automatic, number, cycle)}"
    yield _line(f"{title}: set off by others", limits[1], set_off, number, cycle)
    yield f"    {_means(set_off, number, cycle)}"
    if names != [GROUP]:
        yield _line(f"{title}: together", TOGETHER, got, number, cycle)


def _line(title: str, limit: int, told: Sequence[Told], people: int, cycle: Cycle) -> str:
    each = Counter((one.to, cycle.period(one.at)) for one in told)
    mean, most = len(told) / people / len(cycle.ends), max(each.values(), default=0)
    return f"{title:<40} mean {mean:5.2f}  most {most}  (at most {limit})"


def _means(told: Sequence[Told], people: int, cycle: Cycle) -> str:
    kinds = Counter(one.kind for one in told).most_common()
    share = people * len(cycle.ends)
    return ", ".join(f"{kind} {number / share:.2f}" for kind, number in kinds) or "-"


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()) or "nothing"
