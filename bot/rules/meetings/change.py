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
SPEAKER_LANGUAGES: Final = ("nl", "fr")
"""In which an external speaker is invited."""
_NOTHING: Final = frozenset("-–—")


class ChangeField(StrEnum):
    """What of a meeting can be changed by writing it."""

    DATE = "date"
    TIME = "time"
    VENUE = "venue"
    THEME = "theme"
    SPEAKER = "speaker"
    SPEAKER_THEME = "speaker_theme"
    SPEAKER_LANGUAGE = "speaker_language"


_LIMITS: Final = {
    ChangeField.VENUE: VENUE_LIMIT,
    ChangeField.THEME: THEME_LIMIT,
    ChangeField.SPEAKER: SPEAKER_LIMIT,
    ChangeField.SPEAKER_THEME: THEME_LIMIT,
}
_OF_SPEAKER: Final = (ChangeField.SPEAKER_THEME, ChangeField.SPEAKER_LANGUAGE)


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
    a text. With the speaker go what they speak about and their language.
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
                texts[field] = _read_text(field, value)
        except UnreadableError as unreadable:
            problems.append(ChangeProblem(field, unreadable.kind))
    if problems:
        return tuple(problems)
    if not {ChangeField.DATE, ChangeField.TIME} & values.keys():
        return Change(meeting.start, meeting.end, _settled(texts))
    return Change(*hours.on(day, zone), _settled(texts))


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


def _settled(texts: Mapping[ChangeField, str | None]) -> Mapping[ChangeField, str | None]:
    """The texts as they stand together: without a speaker nothing is said about one."""
    if texts.get(ChangeField.SPEAKER, "") is not None:
        return texts
    return {**texts, **dict.fromkeys(_OF_SPEAKER)}


def _read_text(field: ChangeField, value: str) -> str | None:
    if set(value.strip()) <= _NOTHING:
        return None
    if field is ChangeField.SPEAKER_LANGUAGE:
        return _read_language(value)
    line = clean_line(value, _LIMITS[field])
    if line is None:
        raise UnreadableError(ProblemKind.TOO_LONG)
    return line


def _read_language(value: str) -> str:
    if value not in SPEAKER_LANGUAGES:
        raise UnreadableError(ProblemKind.NOT_UNDERSTOOD)
    return value


def _line(value: str) -> str:
    if len(value) > LINE_LIMIT:
        raise UnreadableError(ProblemKind.TOO_LONG)
    return clean_line(value, LINE_LIMIT) or ""
