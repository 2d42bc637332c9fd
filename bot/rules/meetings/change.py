"""Reads the changes of one meeting by /session."""

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
"""The languages in which a speaker can be invited."""
_NOTHING: Final = frozenset("-–—")


class ChangeField(StrEnum):
    """The fields of a meeting that can be changed."""

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
    """The meeting's new times (UTC) and given texts; None removes a text."""

    start: datetime
    end: datetime
    texts: Mapping[ChangeField, str | None]


@dataclass(frozen=True, slots=True)
class ChangeProblem:
    """A value that is not valid, and why."""

    field: ChangeField
    kind: ProblemKind


def parse_change(
    meeting: Meeting, values: Mapping[ChangeField, str], now: datetime, zone: ZoneInfo
) -> Change | tuple[ChangeProblem, ...]:
    """Read all given values; where one is not valid, gives the problems instead.

    A new date keeps the hours; a single time is a new start and keeps the length; `-` removes
    a text. Removing the speaker also removes their theme and language.
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
    """Hours of the same length from a new start, within the day."""
    end = datetime.combine(date.min, start) + before.length
    if end.date() != date.min:
        raise UnreadableError(ProblemKind.END_BEFORE_START)
    return Hours(start, end.time())


def _settled(texts: Mapping[ChangeField, str | None]) -> Mapping[ChangeField, str | None]:
    """The texts; without a speaker, those about the speaker are removed."""
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
