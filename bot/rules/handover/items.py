"""Reads the open items of a note, one a line: who does what, by when."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, TypeVar

from bot.rules.meetings.reading import MONTHS, WEEKDAYS, alternatives

Person = TypeVar("Person")

A_WEEK: Final = 7
CENTURY: Final = 2000
LAST_SHORT_YEAR: Final = 99

_BULLET: Final = re.compile(r"^\s*(?:[-–—•*▪☐]|\d{1,2}[.)](?!\d))\s*")
_NOTHING: Final = re.compile(
    r"(?:[-–—]*|niets|niks|geen|rien|aucun|nothing|none|nihil)(?:\s+(?:open|ouvert))?\.?",
    re.IGNORECASE,
)
_I: Final = frozenset({"ik", "ikzelf", "moi", "i", "me"})
_YOU: Final = frozenset({"jij", "u", "tu", "toi", "vous", "you"})
_JE: Final = "je"
"""'I' in French, 'you' in Dutch."""
_FIRST: Final = re.compile(r"j['’]|[^\W\d_]+(?:[-'’][^\W\d_]+)*")

# A weekday counts only after a word for a deadline, or at the end of the line.
_DEADLINE: Final = r"(?:tegen|voor|vóór|op|uiterlijk|by|before|on|until|pour|avant|le|d['’]ici)"
_PART_OF_DAY: Final = (
    "morgen|ochtend|voormiddag|middag|namiddag|avond|matin|midi|après-midi|soir"
    "|morning|noon|afternoon|evening"
)
_NUMBERS: Final = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?:[/-](?P<year>\d{4}|\d{2}))?"
    # With dots only a whole date counts: '12.03' may be a price or a time.
    r"|(?P<dot_day>\d{1,2})\.(?P<dot_month>\d{1,2})\.(?P<dot_year>\d{4}|\d{2}))"
    r"(?![\d/-]|\.\d)"
)
_IN_WORDS: Final = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|e|st|nd|rd|th)?\s+(?:of\s+)?"
    rf"(?P<month>{alternatives(MONTHS)})\b\.?(?:\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_FULL_WEEKDAYS: Final = {name: day for name, day in WEEKDAYS.items() if len(name) > len("mard")}
_WEEKDAY: Final = re.compile(
    rf"\b(?:{_DEADLINE}\s+(?P<said>{alternatives(_FULL_WEEKDAYS)})\b"
    rf"|(?P<named>{alternatives(_FULL_WEEKDAYS)})\s+(?:{_PART_OF_DAY})\b"
    rf"|(?P<last>{alternatives(_FULL_WEEKDAYS)})\s*[.)]?\s*$)",
    re.IGNORECASE,
)
_DAY_AFTER: Final = re.compile(
    r"\b(?:overmorgen|après[- ]demain|(?:the )?day after tomorrow)\b", re.IGNORECASE
)
# In Dutch 'morgen' also means 'morning', as in 'elke morgen'.
_TOMORROW: Final = re.compile(
    r"(?<!elke )(?<!iedere )(?<!\bde )(?<!deze )\b(?:morgen|demain|tomorrow)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Item(Generic[Person]):
    """One open item. `owner` is the partner who does it; None for anybody else.

    `due` is the date in the text, if any; the text is kept as typed.
    """

    text: str
    owner: Person | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Writing(Generic[Person]):
    """The author, the reader, the language (nl, fr or en) and both partners' full names."""

    author: Person
    reader: Person
    names: Mapping[Person, str]
    language: str


def read_items(text: str, writing: Writing[Person], today: date) -> tuple[Item[Person], ...]:
    """The items of a text, one a line; none for 'nothing', 'niets', 'rien' or a dash.

    A date without a year is the next such date.
    """
    lines = [_BULLET.sub("", line).strip() for line in text.splitlines()]
    return tuple(
        Item(line, _owner(line, writing), due_date(line, today))
        for line in lines
        if not _NOTHING.fullmatch(line)
    )


def _owner(line: str, writing: Writing[Person]) -> Person | None:
    """The partner named first on the line: 'ik', 'je', 'you', or a first or full name."""
    first = _FIRST.match(line)
    if first is None:
        return None
    word = first[0].replace("’", "'").casefold()
    if word in _I or word.startswith("j'") or (word == _JE and writing.language == "fr"):
        return writing.author
    if word in _YOU or word == _JE:
        return writing.reader
    whole = [person for person, name in writing.names.items() if _begins(line, name)]
    named = whole or [
        person
        for person, name in writing.names.items()
        if name and word == name.split()[0].casefold()
    ]
    return named[0] if len(named) == 1 else None


def _begins(line: str, name: str) -> bool:
    """Whether a line begins with this name as a whole word."""
    rest = line.casefold().removeprefix(name.casefold())
    return bool(name) and len(rest) < len(line.casefold()) and not rest[:1].isalnum()


def due_date(line: str, today: date) -> date | None:
    """The deadline in a line, the next possible date; None without one."""
    dates = (*_in_numbers(line, today), *_in_words(line, today))
    written = next((day for day in dates if day is not None), None)
    if written is not None:
        return written
    if found := _WEEKDAY.search(line):
        wanted = _FULL_WEEKDAYS[(found["said"] or found["named"] or found["last"]).casefold()]
        return today + timedelta(days=(wanted - today.weekday() - 1) % A_WEEK + 1)
    if _DAY_AFTER.search(line):
        return today + timedelta(days=2)
    return today + timedelta(days=1) if _TOMORROW.search(line) else None


def _in_numbers(line: str, today: date) -> Iterator[date | None]:
    for found in _NUMBERS.finditer(line):
        if found["iso"]:
            yield _day(int(found["iso"]), int(found["iso_month"]), int(found["iso_day"]))
        else:
            year = found["year"] or found["dot_year"]
            month, day = found["month"] or found["dot_month"], found["day"] or found["dot_day"]
            yield _next(year, int(month), int(day), today)


def _in_words(line: str, today: date) -> Iterator[date | None]:
    for found in _IN_WORDS.finditer(line):
        yield _next(found["year"], MONTHS[found["month"].casefold()], int(found["day"]), today)


def _next(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        number = int(year)
        return _day(number + CENTURY if number <= LAST_SHORT_YEAR else number, month, day)
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    return _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
