"""Reads dates and times in Dutch, French and English, as typed in Brussels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.local_time import instant

LINE_LIMIT: Final = 400
VENUE_LIMIT: Final = 200
YEAR_FIGURES: Final = 4
YEARS_BACK: Final = 1
YEARS_AHEAD: Final = 3


class ProblemKind(StrEnum):
    """Why a text is not valid."""

    NOT_UNDERSTOOD = "not_understood"
    BAD_DATE = "bad_date"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    BAD_TIME = "bad_time"
    END_BEFORE_START = "end_before_start"
    TOO_LONG = "too_long"


class UnreadableError(ValueError):
    """A text is not valid; caught inside `bot.rules.meetings` and `bot.rules.prompts`."""

    def __init__(self, kind: ProblemKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting to be added: its instants (UTC) and its venue, None while unknown."""

    start: datetime
    end: datetime
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """The start and end of a meeting, in local time of one day."""

    start: time
    end: time

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The two instants (UTC) on that day; the length stays where clocks skip the start."""
        start, end = instant(day, self.start, zone), instant(day, self.end, zone)
        return start, end if end > start else start + self.length

    @property
    def length(self) -> timedelta:
        """The length in local time."""
        return datetime.combine(date.min, self.end) - datetime.combine(date.min, self.start)


MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari janvier january jan janv",
            "februari février fevrier february feb févr fév",
            "maart mars march mrt mar",
            "april avril apr avr",
            "mei mai may",
            "juni juin june jun",
            "juli juillet july jul juil",
            "augustus août aout august aug",
            "september septembre sept sep",
            "oktober octobre october okt oct",
            "november novembre nov",
            "december décembre decembre dec déc",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "maandag lundi monday ma lun mon",
            "dinsdag mardi tuesday di mar tue",
            "woensdag mercredi wednesday wo mer wed",
            "donderdag jeudi thursday do jeu thu",
            "vrijdag vendredi friday vr ven fri",
            "zaterdag samedi saturday za sam sat",
            "zondag dimanche sunday zo dim sun",
        )
    )
    for name in names.split()
}


def alternatives(names: Iterable[str]) -> str:
    """A pattern that matches any of the names, longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


# A date may begin with a weekday ('dinsdag 19 januari 2027'), which is ignored.
_DAY_NAME: Final = rf"(?:(?:{alternatives(WEEKDAYS)})\b\.?,?\s*)?(?:le\s+)?"
_DATE: Final = re.compile(
    rf"{_DAY_NAME}(?:(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})"
    r"|(?P<day2>\d{1,2})[-/.](?P<month2>\d{1,2})[-/.](?P<year2>\d{4}|\d{2})"
    rf"|(?P<day3>\d{{1,2}})(?:er|e|st|nd|rd|th)?\s+(?P<name>{alternatives(MONTHS)})\b\.?"
    r"\s+(?P<year3>\d{4}))(?!\d)",
    re.IGNORECASE,
)
# Attempts at a date that are not valid: '31/02', '2027-1-', '19 januari' without a year.
_DATE_ATTEMPT: Final = re.compile(
    rf"{_DAY_NAME}(?:\d{{1,8}}[-/.]\d|\d{{1,2}}(?:er|e|st|nd|rd|th)?\s+(?:{alternatives(MONTHS)})\b)",
    re.IGNORECASE,
)

# '14.00-16.30' are hours; the same separator twice means a date.
_SURE_ATTEMPT: Final = re.compile(rf"{_DAY_NAME}\d{{1,8}}([-/.])\d+\1\d", re.IGNORECASE)

_TIME: Final = r"(\d{1,2})(?:\s?[:.hu]\s?(\d{2})(?!\d)|\s?(?:uur|heures?|[hu])\b)?"
_HOURS: Final = re.compile(
    rf"(?:(?:van|de|from|om|à|at)\s+)?{_TIME}\s*(?:[-–—−]+|tot|à|to|until|jusqu['’]à)\s*{_TIME}"
    r"(?![\w/:.]*\d)(?:\s*(?:uur|heures?|[hu])\b)?",
    re.IGNORECASE,
)
_TIME_ALONE: Final = re.compile(_TIME, re.IGNORECASE)


def looks_like_date(text: str) -> bool:
    """Whether a text begins with a date or an attempt at one."""
    return _DATE.match(text) is not None or _SURE_ATTEMPT.match(text) is not None


def read_date(
    text: str, now: datetime, zone: ZoneInfo, years_back: int = YEARS_BACK
) -> tuple[date, str]:
    """Read the date at the beginning of a text; returns it and the rest.

    `years_back` is how many years the date may lie back.

    Raises:
        UnreadableError: no date, one that does not exist, or a year too far from now.
    """
    found = _DATE.match(text)
    if found is None:
        attempted = _DATE_ATTEMPT.match(text)
        raise UnreadableError(ProblemKind.BAD_DATE if attempted else ProblemKind.NOT_UNDERSTOOD)
    year, month, day = _date_figures(found)
    this_year = now.astimezone(zone).year
    day_exists = _exists(year, month, day)
    if day_exists and not this_year - years_back <= year <= this_year + YEARS_AHEAD:
        raise UnreadableError(ProblemKind.YEAR_OUT_OF_RANGE)
    if not day_exists:
        raise UnreadableError(ProblemKind.BAD_DATE)
    return date(year, month, day), text[found.end() :].lstrip(" ,;:")


def _date_figures(found: re.Match[str]) -> tuple[int, int, int]:
    figures = found.groupdict()
    month = MONTHS[figures["name"].lower()] if figures["name"] else 0
    year = figures["year"] or figures["year2"] or figures["year3"]
    return (
        int(year if len(year) == YEAR_FIGURES else f"20{year}"),
        month or int(figures["month"] or figures["month2"]),
        int(figures["day"] or figures["day2"] or figures["day3"]),
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def read_hours(text: str) -> tuple[Hours, str]:
    """The two times at the beginning of a text, and the rest.

    Raises:
        UnreadableError: no two times, one that does not exist, or an end not after the start.
    """
    found = _HOURS.match(text)
    if found is None:
        raise UnreadableError(ProblemKind.BAD_TIME)
    start, end = _time(found[1], found[2]), _time(found[3], found[4])
    if end <= start:
        raise UnreadableError(ProblemKind.END_BEFORE_START)
    return Hours(start, end), text[found.end() :]


def read_time(text: str) -> time:
    """The time that is the whole text.

    Raises:
        UnreadableError: it is no time.
    """
    found = _TIME_ALONE.fullmatch(text)
    if found is None:
        raise UnreadableError(ProblemKind.BAD_TIME)
    return _time(found[1], found[2])


def _time(hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise UnreadableError(ProblemKind.BAD_TIME) from None


def read_venue(text: str) -> str | None:
    """The venue, or None for an empty text.

    Raises:
        UnreadableError: it is too long.
    """
    venue = text.strip(" ,;:-–—@")
    if len(venue) > VENUE_LIMIT:
        raise UnreadableError(ProblemKind.TOO_LONG)
    return venue or None
