"""Finds Belgian national numbers and phone numbers."""

import re
from collections.abc import Callable
from typing import Final

from phonenumbers import PhoneNumberMatcher
from stdnum.be import bis, nn

from bot.rules.identifiers.findings import HIDDEN, Finding, Kind

_ELEVEN_DIGITS: Final = re.compile(r"(?<![\d+])(?=(\d(?:[ ./-]{0,3}\d){10})(?!\d))")
_NATIONAL_WORD: Final = re.compile(
    r"(?:\b(?:rijksregister\w{0,12}|registre national|(?:numero|n[°or]?\.?) national"
    r"|national (?:register )?(?:number|no|nr)|nationaal nummer|bis[ -]?(?:nummer|nr|numero|number)"
    r"|numero bis|rrn?r?|rn|niss|insz|ssin|nrn|nn|ssn))\b[^\d\n]{0,30}$",
    re.IGNORECASE,
)
_WORD_REACH: Final = 60

_GAP: Final = r"[ ./()-]{0,3}"
# After the Belgian prefix in any spelling, or a zero: 8 digits, or 9 for a mobile phone.
_BELGIAN: Final = re.compile(
    r"(?<![\d+])(?<!\d[.,/-])"
    r"(?:(?:\+|00) ?32[ ./-]{0,3}(?:\(0\)[ ./-]{0,2}|0(?=[1-9]))?"
    r"|32 ?(?=4[5-9])|\((?=0\d{1,3}\))0|0)"
    rf"(?:4(?:{_GAP}\d){{8}}|[1-9](?:{_GAP}\d){{7}})(?!\d)"
)
_FOREIGN: Final = re.compile(
    r"(?<![\d+])(?:\+|00)[1-9](?:[ ./()-]{0,3}\d){7,13}(?!\d)(?! ?(?:€|euro?s?\b))"
)
# After a word for phones, a number with a missing digit or zero counts too.
_AFTER_WORD: Final = re.compile(
    r"(?:\b(?:tel|telefoon|telefoonnummer|telephone|phone|gsm|portable|mobile|whatsapp|bel|call"
    r"|appele[rz]|nummer|numero)[ .:=(-]{0,4})(?P<number>"
    rf"4[5-9]\d(?:{_GAP}\d){{6}}|0[1-9](?:{_GAP}\d){{6,10}})(?!\d)",
    re.IGNORECASE,
)
_CALENDAR_DATE: Final = re.compile(
    r"(?<!\d)(?:\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
)
_DATE_FIRST: Final = re.compile(r"0[1-9] ?[./-] ?(?:0?[1-9]|1[0-2])(?!\d)")
_FIVE_PAIRS: Final = re.compile(r"\d\d([ ./-])\d\d(?:\1\d\d){3}")
# Numbers that only organisations have: free, shared-cost and paid ones.
_PUBLIC: Final = re.compile(r"(?:(?:00)?32|(?!00))0?(?:800|90\d|70|78)\d{5,6}")
_REGION: Final = "BE"


def national_numbers(text: str) -> list[Finding]:
    """Find national and bis numbers with valid check digits; with any after a word for them."""
    found: list[Finding] = []
    for candidate in _ELEVEN_DIGITS.finditer(text):
        start, end = candidate.span(1)
        is_free = not found or found[-1].end <= start
        if is_free and (_is_national(candidate[1]) or _has_word_before(text, start)):
            found.append(Finding(Kind.NATIONAL_NUMBER, start, end))
    return found


def _is_national(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return nn.is_valid(digits) or bis.is_valid(digits)


def _has_word_before(text: str, start: int) -> bool:
    return _NATIONAL_WORD.search(text, max(0, start - _WORD_REACH), start) is not None


def phones(text: str) -> list[Finding]:
    """Find phone numbers: Belgian ones in any notation, foreign ones with a prefix.

    Leaves out dates, amounts, emergency numbers and numbers that only organisations have.
    """
    dateless = _CALENDAR_DATE.sub(lambda written: HIDDEN * len(written[0]), text)
    found: list[Finding] = []
    for look in _WAYS:
        for start, end in look(dateless):
            found.append(Finding(Kind.PHONE, start, end))
            dateless = dateless[:start] + HIDDEN * (end - start) + dateless[end:]
    return found


def _by_notation(text: str) -> list[tuple[int, int]]:
    spans = [m.span() for pattern in (_BELGIAN, _FOREIGN) for m in pattern.finditer(text)]
    return [
        span
        for span in sorted(spans)
        if not _starts_as_date(text[slice(*span)]) and not _is_public(text[slice(*span)])
    ]


def _starts_as_date(written: str) -> bool:
    return _DATE_FIRST.match(written) is not None and not _FIVE_PAIRS.fullmatch(written)


def _is_public(written: str) -> bool:
    return _PUBLIC.fullmatch(re.sub(r"\D", "", written)) is not None


def _after_word(text: str) -> list[tuple[int, int]]:
    spans = (m.span("number") for m in _AFTER_WORD.finditer(text))
    return [
        span
        for span in spans
        if not _starts_as_date(text[slice(*span)]) and not _is_public(text[slice(*span)])
    ]


def _by_plan(text: str) -> list[tuple[int, int]]:
    """Numbers valid by international numbering plans that the patterns above missed."""
    return [
        (match.start, match.end)
        for match in PhoneNumberMatcher(text, _REGION)
        if not _is_public(match.raw_string)
    ]


_WAYS: Final[tuple[Callable[[str], list[tuple[int, int]]], ...]] = (
    _by_notation,
    _after_word,
    _by_plan,
)
