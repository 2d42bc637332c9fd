"""What the check finds, and how findings that touch become one."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

# No pattern reads over it, so what was found once is not read again as something else.
HIDDEN: Final = "\x00"
_BARE: Final = str.maketrans("ıøØłŁđĐ", "ioOlLdD")


class Kind(StrEnum):
    """What identifies somebody, the most certain first."""

    NATIONAL_NUMBER = "national_number"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    MEMBER_NAME = "member_name"
    TITLE_AND_NAME = "title_and_name"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text, from ``start`` up to ``end``; for a birth date the year, if known."""

    kind: Kind
    start: int
    end: int
    year: int | None = None


def fold_in_place(text: str) -> str:
    """The text without accents, letter for letter, so that places stay the same."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text).translate(_BARE)


def hidden(text: str, findings: Iterable[Finding]) -> str:
    """The text with what was found made unreadable, as long as before."""
    for found in findings:
        length = found.end - found.start
        text = text[: found.start] + HIDDEN * length + text[found.end :]
    return text


def apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order of place; those that overlap are one, of the most certain kind."""
    merged: list[Finding] = []
    for found in sorted(findings, key=lambda found: (found.start, found.end)):
        if merged and found.start < merged[-1].end:
            merged[-1] = _both(merged[-1], found)
        else:
            merged.append(found)
    return tuple(merged)


def _both(one: Finding, other: Finding) -> Finding:
    certain = min(one, other, key=lambda found: list(Kind).index(found.kind))
    return replace(certain, start=min(one.start, other.start), end=max(one.end, other.end))
