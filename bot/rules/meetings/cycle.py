"""The meetings of one cycle: their numbers, merging a plan into them, and its warnings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from bot.rules.languages import BY_CODE
from bot.rules.local_time import local_date
from bot.rules.meetings.reading import Planned

CYCLE_MEETINGS: Final = 10
FEWEST_MEETINGS: Final = 8
MOST_MEETINGS: Final = 12
SATURDAY: Final = 5
SUMMER: Final = (7, 8)


class WarningKind(StrEnum):
    """Warnings before a plan is confirmed; none of them refuses it."""

    PAST = "past"
    SAME_DAY = "same_day"
    PUBLIC_HOLIDAY = "public_holiday"
    WEEKEND = "weekend"
    OUTSIDE_CYCLE = "outside_cycle"
    FEWER_THAN_8 = "fewer_than_8"


class PlanRefusal(StrEnum):
    """Why a whole plan is refused."""

    NOTHING_PLANNED = "nothing_planned"
    TOO_MANY = "too_many"


_WARNING_KINDS: Final = tuple(WarningKind)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the cycle; instants are UTC."""

    id: int
    start: datetime
    end: datetime
    venue: str | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A warning and its local date; None where it is about the whole cycle."""

    kind: WarningKind
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A meeting and its line of the plan; a line without venue keeps the old one."""

    meeting: Meeting
    planned: Planned


@dataclass(frozen=True, slots=True)
class Merge:
    """The effect of a plan: meetings added, moved, with a new venue, and unchanged."""

    added: tuple[Planned, ...] = ()
    moved: tuple[Update, ...] = ()
    venue_changed: tuple[Update, ...] = ()
    unchanged: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A meeting with its number and the total."""

    meeting: Meeting
    number: int
    total: int


def holiday_name(day: date, language: str) -> str | None:
    """The name, in a language of the program, of the Belgian public holiday on that day."""
    spoken = BY_CODE[language].holidays
    return holidays.country_holidays("BE", years=day.year, language=spoken).get(day)


def warnings(
    planned: Sequence[Planned], existing: Sequence[Meeting], now: datetime, zone: ZoneInfo
) -> tuple[PlanWarning, ...]:
    """The warnings of a plan, by date; `existing` are the meetings of the same cycle.

    Only lines that add or move a meeting are checked, so that a repeated plan warns of nothing.
    """
    merged = merge(existing, planned, zone)
    new = (*merged.added, *(update.planned for update in merged.moved))
    few = _total(existing, planned, zone) < FEWEST_MEETINGS
    return (
        *_warnings(new, _crowded_days(merged, planned, existing, zone), now, zone),
        *((PlanWarning(WarningKind.FEWER_THAN_8),) if few else ()),
    )


def move_warnings(
    planned: Planned, others: Iterable[Meeting], now: datetime, zone: ZoneInfo
) -> tuple[PlanWarning, ...]:
    """The warnings of moving one meeting; `others` are the other meetings of the cycle."""
    taken = {local_date(other.start, zone) for other in others if not other.cancelled}
    return _warnings((planned,), taken, now, zone)


def _warnings(
    new: Iterable[Planned], crowded: set[date], now: datetime, zone: ZoneInfo
) -> tuple[PlanWarning, ...]:
    found = {
        (local_date(one.start, zone), _WARNING_KINDS.index(kind))
        for one in new
        for kind in _kinds(one, crowded, now, zone)
    }
    return tuple(PlanWarning(_WARNING_KINDS[kind], day) for day, kind in sorted(found))


def _crowded_days(
    merged: Merge, planned: Iterable[Planned], existing: Iterable[Meeting], zone: ZoneInfo
) -> set[date]:
    """Days that would have two meetings, counting lines and meetings without a line."""
    updated = {update.meeting.id for update in (*merged.moved, *merged.venue_changed)}
    spoken_of = updated | {meeting.id for meeting in merged.unchanged}
    left = [one.start for one in existing if not one.cancelled and one.id not in spoken_of]
    held = Counter(local_date(at, zone) for at in (*(one.start for one in planned), *left))
    return {day for day, count in held.items() if count > 1}


def _kinds(one: Planned, crowded: set[date], now: datetime, zone: ZoneInfo) -> list[WarningKind]:
    day = local_date(one.start, zone)
    signs = {
        WarningKind.PAST: one.start <= now,
        WarningKind.SAME_DAY: day in crowded,
        WarningKind.PUBLIC_HOLIDAY: holiday_name(day, "nl") is not None,
        WarningKind.WEEKEND: day.weekday() >= SATURDAY,
        WarningKind.OUTSIDE_CYCLE: day.month in SUMMER,
    }
    return [kind for kind, holds in signs.items() if holds]


def refusal(
    planned: Sequence[Planned], existing: Sequence[Meeting], zone: ZoneInfo
) -> PlanRefusal | None:
    """Why the whole plan is refused: it is empty, or the cycle would have over 12 meetings."""
    if not planned:
        return PlanRefusal.NOTHING_PLANNED
    too_many = _total(existing, planned, zone) > MOST_MEETINGS
    return PlanRefusal.TOO_MANY if too_many else None


def _total(existing: Sequence[Meeting], planned: Sequence[Planned], zone: ZoneInfo) -> int:
    standing = sum(not meeting.cancelled for meeting in existing)
    return standing + len(merge(existing, planned, zone).added)


def merge(existing: Sequence[Meeting], planned: Sequence[Planned], zone: ZoneInfo) -> Merge:
    """Merge a plan into the cycle: a line on a day with a meeting updates that meeting.

    A cancelled meeting stays cancelled, and a line on its day adds a new one. A second line on the
    same day adds a second meeting. The results are sorted by start.
    """
    free = sorted((m for m in existing if not m.cancelled), key=lambda m: (m.start, m.id))
    added: list[Planned] = []
    updates: list[Update] = []
    for one in sorted(planned, key=lambda one: one.start):
        match = _match(one, free, zone)
        if match is None:
            added.append(one)
        else:
            free.remove(match)
            updates.append(Update(match, one))
    return Merge(
        tuple(added),
        tuple(update for update in updates if moved(update.meeting, update.planned)),
        tuple(update for update in updates if _changes_venue_only(update)),
        tuple(update.meeting for update in updates if _changes_nothing(update)),
    )


def _match(one: Planned, free: Iterable[Meeting], zone: ZoneInfo) -> Meeting | None:
    """The meeting on the same day, preferably at the same time."""
    day = local_date(one.start, zone)
    same_day = [meeting for meeting in free if local_date(meeting.start, zone) == day]
    return min(same_day, key=lambda meeting: abs(meeting.start - one.start), default=None)


def _changes_nothing(update: Update) -> bool:
    return not moved(update.meeting, update.planned) and not _changes_venue_only(update)


def _changes_venue_only(update: Update) -> bool:
    wanted = update.planned.venue
    other_venue = wanted is not None and wanted != update.meeting.venue
    return other_venue and not moved(update.meeting, update.planned)


def moved(before: Meeting | Planned, after: Meeting | Planned) -> bool:
    """Whether the start or the end changed, so that everyone is asked again."""
    return (before.start, before.end) != (after.start, after.end)


def cycle_total(planned: int) -> int:
    """The number of meetings of a cycle, as 'session 1 of …' says it.

    It is what was planned. As long as that is no whole cycle it is the usual ten: a community that
    has planned four meetings is at session 1 of 10, not 1 of 4.
    """
    return planned if planned >= FEWEST_MEETINGS else CYCLE_MEETINGS


def renumber(meetings: Iterable[Meeting]) -> tuple[Numbered, ...]:
    """Number a cycle's meetings by date, without cancelled ones."""
    standing = sorted((m for m in meetings if not m.cancelled), key=lambda m: (m.start, m.id))
    total = cycle_total(len(standing))
    return tuple(Numbered(meeting, number, total) for number, meeting in enumerate(standing, 1))


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting has ended."""
    return now >= meeting.end
