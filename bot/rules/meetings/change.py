"""What /session changes of one meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.meetings.cycle import Meeting
from bot.rules.meetings.reading import (
    LINE_LIMIT,
    VENUE_LIMIT,
    Hours,
    ProblemKind,
    UnreadableError,
    read_date,
    read_hours,
    read_time,
)
from bot.rules.members import clean_line

THEME_LIMIT: Final = 120
SPEAKER_LIMIT: Final = 120
_NOTHING: Final = frozenset("-–—")


class ChangeField(StrEnum):
    """What of a meeting can be changed by writing it."""

    DATE = "date"
    TIME = "time"
    VENUE = "venue"
    THEME = "theme"
    SPEAKER = "speaker"


_LIMITS: Final = {
    ChangeField.VENUE: VENUE_LIMIT,
    ChangeField.THEME: THEME_LIMIT,
    ChangeField.SPEAKER: SPEAKER_LIMIT,
}


@dataclass(frozen=True, slots=True)
class Change:
    """When the meeting now is (UTC), and the texts that were given; None takes a text away."""

    start: datetime
    end: datetime
    texts: Mapping[ChangeField, str | None]


@dataclass(frozen=True, slots=True)
class ChangeProblem:
    """A value that could not be read, and why."""

    field: ChangeField
    kind: ProblemKind


def parse_change(
    meeting: Meeting, values: Mapping[ChangeField, str], now: datetime, zone: ZoneInfo
) -> Change | tuple[ChangeProblem, ...]:
    """Read the given values: all of them or, when one cannot be read, only what is wrong.

    A new date keeps the hours; a single time is a new start and keeps the length; `-` empties
    venue, theme or speaker.
    """
    day = meeting.start.astimezone(zone).date()
    hours = Hours(*(at.astimezone(zone).time() for at in (meeting.start, meeting.end)))
    texts: dict[ChangeField, str | None] = {}
    problems: list[ChangeProblem] = []
    for field, value in values.items():
        try:
            if field is ChangeField.DATE:
                day = _read_day(value, now, zone)
            elif field is ChangeField.TIME:
                hours = _read_hours(value, hours)
            else:
                texts[field] = _read_text(value, _LIMITS[field])
        except UnreadableError as unreadable:
            problems.append(ChangeProblem(field, unreadable.kind))
    if problems:
        return tuple(problems)
    if not {ChangeField.DATE, ChangeField.TIME} & values.keys():
        return Change(meeting.start, meeting.end, texts)
    return Change(*hours.on(day, zone), texts)


def _read_day(value: str, now: datetime, zone: ZoneInfo) -> date:
    day, rest = read_date(_line(value), now, zone)
    if rest:
        raise UnreadableError(ProblemKind.BAD_DATE)
    return day


def _read_hours(value: str, before: Hours) -> Hours:
    line = _line(value)
    try:
        hours, rest = read_hours(line)
    except UnreadableError as unreadable:
        if unreadable.kind is not ProblemKind.BAD_TIME:
            raise
        return _starting(read_time(line), before)
    if rest:
        raise UnreadableError(ProblemKind.BAD_TIME)
    return hours


def _starting(start: time, before: Hours) -> Hours:
    """Hours of the same length from another start, within the day."""
    end = datetime.combine(date.min, start) + before.length
    if end.date() != date.min:
        raise UnreadableError(ProblemKind.END_BEFORE_START)
    return Hours(start, end.time())


def _read_text(value: str, limit: int) -> str | None:
    if set(value.strip()) <= _NOTHING:
        return None
    line = clean_line(value, limit)
    if line is None:
        raise UnreadableError(ProblemKind.TOO_LONG)
    return line


def _line(value: str) -> str:
    if len(value) > LINE_LIMIT:
        raise UnreadableError(ProblemKind.TOO_LONG)
    return clean_line(value, LINE_LIMIT) or ""
