"""Finds dates and years of birth, and gives the age band to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.rules.identifiers.findings import Finding, Kind


class Band(StrEnum):
    """The age bands of cases."""

    CHILD = "child"
    YOUNG = "12-25"
    ADULT = "26-64"
    OLDER = "65-79"
    OLDEST = "80+"


_BANDS: Final = ((12, Band.CHILD), (26, Band.YOUNG), (65, Band.ADULT), (80, Band.OLDER))
_YEARS_OF_MEETINGS: Final = 10

_MONTHS: Final = """
januari janvier january jan janv februari fevrier february feb fevr fev maart mars march mrt mar
april avril apr avr mei mai may juni juin june jun juli juillet july jul juil augustus aout august
aug september septembre sept sep oktober octobre october okt oct november novembre nov december
decembre dec
""".split()
_MONTH: Final = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:19|20)\d\d"
_SEPARATOR: Final = r" ?[./-] ?"
_DATE: Final = re.compile(
    rf"(?<![\d/])(?<!\d[.-])(?:"
    rf"{_DAY} ?(?:er|e|de|ste|st|nd|rd|th)?(?: of)? ?-?{_MONTH}(?:,? ?-?'?(?P<year>{_YEAR}|\d\d))?"
    rf"|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? (?P<american>{_YEAR})"
    rf"|{_DAY}{_SEPARATOR}(?:0?[1-9]|1[0-2])(?:{_SEPARATOR}'?(?P<numeric>{_YEAR}|\d\d))?"
    rf"|{_DAY} (?:0?[1-9]|1[0-2]) (?P<spaced>{_YEAR})"
    rf"|(?P<first>{_YEAR})[./-](?:0[1-9]|1[0-2])[./-]{_DAY}"
    rf"|{_MONTH} '?(?P<month>{_YEAR})"
    rf"|'?(?P<alone>{_YEAR})|(?<=')(?P<short>\d\d)|(?<=\ben )(?P<en>\d\d)|(?<=\bin )(?P<in>\d\d)"
    r")(?![\d/%]|[.,-]\d| ?(?:€|euro?s?\b|uur\b|[hu]\b|ans\b|jaar\b|years\b|mois\b))",
    re.IGNORECASE,
)
_FULL: Final = ("year", "american", "numeric", "spaced", "first")
_PARTIAL: Final = ("month", "alone", "short", "en", "in")

_BIRTH: Final = re.compile(
    r"(?:\b(?:geboren|geb(?:oorte)?(?:datum|jaar|dag|plaats)?|bouwjaar|verjaardag|verjaart|jarig"
    r"|(?P<accented>nee?s?)|naissance|anniversaire|ddn|d\.o\.b|dob|born|birth(?:day|date)?"
    r"|(?<=ze is )van|(?<=zij is )van|(?<=hij is )van)\b|(?<!\d)(?<!\d )(?<!\bn)°)",
    re.IGNORECASE,
)
_BIRTH_AFTER: Final = re.compile(
    r"[ ,)(]{0,3}(?:geboren|born|geboorte(?:datum|jaar)|date de naissance|dob)\b", re.IGNORECASE
)
_NEXT: Final = re.compile(r",? ?(?:en|et|and|of|ou|or|&)? ?")
_REACH: Final = 60
_LAW_REACH: Final = 90
_BETWEEN: Final = frozenset(
    """
    op le l on the de in en te a at au aux du of is was est c het der den van day jour dag year
    annee jaar datum date rond omstreeks circa ongeveer vers environs environ autour about around
    early late begin eind debut fin
    """.split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_STOP: Final = re.compile(r"[!?;\n\x00]|\.(?= [A-Z])|\d")
_LAW: Final = re.compile(
    r"\b(?:\w{0,20}wet|wetboek|loi|decreet|decret|ordonnan(?:tie|ce)|kb|k\.b\.|ar|arrete"
    r"|\w{0,20}besluit|law|act|directive|richtlijn|verdrag|convention|circulaire|omzendbrief"
    r"|code|reglement|verordening)\b[^.!?\n]{0,70}?\b(?:van|du|of|dd\.?|de) (?:the )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Written:
    """A date in a text: its place, its year if any, and whether it is a whole date."""

    start: int
    end: int
    year: int | None
    is_whole: bool
    is_year_alone: bool


def age_band(year: int, today: date) -> Band:
    """The age band for a year of birth, by the age reached in the year of ``today``."""
    age = today.year - year
    return next((band for limit, band in _BANDS if age < limit), Band.OLDEST)


def birth_dates(text: str, today: date | None, *, accented: str) -> list[Finding]:
    """Find dates near a word for birth, and whole dates over ten years before ``today``.

    A year alone counts only beside such a word, which is not part of the finding. ``accented`` is
    the text as typed, in which 'né' and the negation 'ne' differ.
    """
    found: list[Finding] = []
    for written in _dates(text, today):
        if (
            _is_next(written, found, text)
            or _is_birth(written, text, accented)
            or _is_long_ago(written, text, today)
        ):
            found.append(Finding(Kind.BIRTH_DATE, written.start, written.end, written.year))
    return found


def _is_next(written: _Written, found: list[Finding], text: str) -> bool:
    """Whether a year continues a list of years of birth."""
    if not found or not written.is_year_alone:
        return False
    return _NEXT.fullmatch(text, found[-1].end, written.start) is not None


def _dates(text: str, today: date | None) -> Iterator[_Written]:
    for match in _DATE.finditer(text):
        name = match.lastgroup
        year = _year(match[name], today) if name else None
        if today and year and year > today.year:
            continue
        is_alone = name in _PARTIAL and name != "month"
        start = match.start(name) if is_alone and name else match.start()
        yield _Written(start, match.end(), year, name in _FULL, is_alone)


def _year(written: str, today: date | None) -> int:
    year = int(written)
    if len(written) > 2:  # noqa: PLR2004 - a year of four digits
        return year
    latest = today.year if today else 1999
    return 2000 + year if 2000 + year <= latest else 1900 + year


def _is_birth(written: _Written, text: str, accented: str) -> bool:
    if _BIRTH_AFTER.match(text, written.end):
        return True
    words = list(_BIRTH.finditer(text, max(0, written.start - _REACH), written.start))
    if not words:
        return False
    word, between = words[-1], text[words[-1].end() : written.start]
    if _STOP.search(between):
        return False
    if word["accented"] and "é" not in accented[word.start() : word.end()].lower():
        return written.year is not None and _is_tight(between, written)
    return _is_tight(between, written)


def _is_tight(between: str, written: _Written) -> bool:
    """Whether only small words or a place name are between the word and the date."""
    words = _WORD.findall(between)
    if written.is_year_alone and "," in between and words:
        return False
    return all(word.lower() in _BETWEEN or word[0].isupper() for word in words)


def _is_long_ago(written: _Written, text: str, today: date | None) -> bool:
    if not today or not written.is_whole or written.year is None:
        return False
    is_old = written.year < today.year - _YEARS_OF_MEETINGS
    return is_old and not _LAW.search(text, max(0, written.start - _LAW_REACH), written.start)
