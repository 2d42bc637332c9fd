"""Reads the text of /plan: one meeting a line, or a series on one line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.meetings.cycle import CYCLE_MEETINGS, MOST_MEETINGS
from bot.rules.meetings.reading import (
    LINE_LIMIT,
    WEEKDAYS,
    Hours,
    Planned,
    ProblemKind,
    UnreadableError,
    alternatives,
    looks_like_date,
    read_date,
    read_hours,
    read_venue,
)
from bot.rules.members import clean_line

JUNE: Final = 6
SUMMER: Final = (7, 8)
DAYS_A_WEEK: Final = 7

_BULLET: Final = re.compile(r"^(?:[-–•*·]|\d{1,2}[.)])\s+")
_ORDINALS: Final = {
    name: number
    for number, names in {
        1: "1 eerste first premier premiers première",
        2: "2 tweede second deuxième deuxièmes deuxieme deuxiemes",
        3: "3 derde third troisième troisièmes troisieme troisiemes",
        4: "4 vierde fourth quatrième quatrièmes quatrieme quatriemes",
        -1: "laatste last dernier derniers",
    }.items()
    for name in names.split()
}
_SERIES: Final = re.compile(
    r"(?:every|each|elke|iedere|chaque|tous\s+les|le)\s+"
    r"(?:(?P<figure>\d)\s?(?:st|nd|rd|th|ste|de|ers?|i?[eè]mes?|es?)|(?P<word>[^\W\d]+))\s+"
    rf"(?P<weekday>{alternatives(WEEKDAYS)})s?\b"
    r"(?:\s+(?:van\s+de|du|of\s+the)\s+(?:maand|mois|month))?[\s,]*",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"(?:from|starting(?:\s+from)?|vanaf|van|[àa]\s+partir\s+d[ue]|d[èe]s(?:\s+le)?|depuis(?:\s+le)?)"
    r"\s+",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"(?:until|till|tot(?:\s+en\s+met)?|t/m|jusqu['’]au)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line that is not valid, by its number in the text (from 1), and why."""

    line_number: int
    kind: ProblemKind


@dataclass(frozen=True, slots=True)
class Plan:
    """The meetings of a text, in its order, and the lines that are not valid."""

    planned: tuple[Planned, ...]
    problems: tuple[LineProblem, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """The nth (or last, -1) weekday of each month, between two dates."""

    nth: int
    weekday: int
    hours: Hours
    first: date
    until: date | None
    venue: str | None


def parse_plan(text: str, now: datetime, zone: ZoneInfo) -> Plan:
    """Read the text of /plan after the command; empty lines are skipped.

    On days when clocks change, times are read as `local_time.instant` does.
    """
    planned: list[Planned] = []
    problems: list[LineProblem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            planned.extend(_read_line(line, now, zone))
        except UnreadableError as unreadable:
            problems.append(LineProblem(number, unreadable.kind))
    return Plan(tuple(planned), tuple(problems))


def _read_line(line: str, now: datetime, zone: ZoneInfo) -> tuple[Planned, ...]:
    if len(line) > LINE_LIMIT:
        raise UnreadableError(ProblemKind.TOO_LONG)
    cleaned = clean_line(line, LINE_LIMIT)
    if cleaned is None:
        raise UnreadableError(ProblemKind.NOT_UNDERSTOOD)
    cleaned = _BULLET.sub("", cleaned)
    series = _SERIES.match(cleaned)
    if series is not None:
        return _series_meetings(_read_series(series, now, zone), zone)
    day, rest = read_date(cleaned, now, zone)
    hours, rest = read_hours(rest)
    return (Planned(*hours.on(day, zone), read_venue(rest)),)


def _read_series(found: re.Match[str], now: datetime, zone: ZoneInfo) -> _Series:
    """Read the hours and the first date in either order; the rest is the venue."""
    nth = _ORDINALS.get((found["figure"] or found["word"]).lower())
    weekday = WEEKDAYS[found["weekday"].lower()]
    if nth is None:
        raise UnreadableError(ProblemKind.NOT_UNDERSTOOD)
    rest = found.string[found.end() :]
    first, rest = _read_marked_date(_FROM, rest, now, zone)
    hours, rest = read_hours(rest)
    if first is None:
        first, rest = _read_marked_date(_FROM, rest.lstrip(" ,;"), now, zone)
    until, rest = _read_marked_date(_UNTIL, rest.lstrip(" ,;"), now, zone)
    if first is None:
        raise UnreadableError(ProblemKind.BAD_DATE)
    return _Series(nth, weekday, hours, first, until, read_venue(rest))


def _read_marked_date(
    mark: re.Pattern[str], text: str, now: datetime, zone: ZoneInfo
) -> tuple[date | None, str]:
    found = mark.match(text)
    if found is None or not looks_like_date(text[found.end() :]):
        return None, text
    return read_date(text[found.end() :], now, zone)


def _series_meetings(series: _Series, zone: ZoneInfo) -> tuple[Planned, ...]:
    meetings = tuple(_meetings(series, zone))
    if not meetings:  # the last date is before the first meeting
        raise UnreadableError(ProblemKind.BAD_DATE)
    return meetings


def _meetings(series: _Series, zone: ZoneInfo) -> Iterator[Planned]:
    """One meeting a month, without July and August.

    Without a last date: up to ten, until the end of the cycle in June. With one: all of them, but
    at most one more than the limit.
    """
    until = series.until or _end_of_cycle(series.first)
    most = CYCLE_MEETINGS if series.until is None else MOST_MEETINGS + 1
    month, count = series.first.replace(day=1), 0
    while month <= until and count < most:
        day = _nth_weekday(month, series.nth, series.weekday)
        if month.month not in SUMMER and series.first <= day <= until:
            yield Planned(*series.hours.on(day, zone), series.venue)
            count += 1
        month = _next_month(month)


def _end_of_cycle(day: date) -> date:
    """30 June of the cycle's year; from July on that of the next year."""
    return date(day.year + (day.month > JUNE), JUNE, 30)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _nth_weekday(month: date, nth: int, weekday: int) -> date:
    """The nth such weekday of the month, or its last when nth is -1."""
    if nth < 0:
        last = _next_month(month) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % DAYS_A_WEEK)
    days = (weekday - month.weekday()) % DAYS_A_WEEK + DAYS_A_WEEK * (nth - 1)
    return month + timedelta(days=days)
