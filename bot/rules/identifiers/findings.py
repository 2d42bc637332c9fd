"""Findings, the folding of text that keeps places, and merging of overlaps."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

# Replaces what was found; no pattern matches it, so nothing is found twice.
HIDDEN: Final = "\x00"
_BARE: Final = str.maketrans("ıøØłŁđĐ", "ioOlLdD")


class Kind(StrEnum):
    """The kinds of identifiers, most certain first."""

    NATIONAL_NUMBER = "national_number"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    MEMBER_NAME = "member_name"
    TITLE_AND_NAME = "title_and_name"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding from ``start`` up to ``end``; for a birth date with the year, if known."""

    kind: Kind
    start: int
    end: int
    year: int | None = None


def fold_in_place(text: str) -> str:
    """Fold accents letter by letter, so that places in the text stay the same.

    Capitals stay: they tell names from words. `bot.rules.plain_text.fold` changes the length.
    """
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text).translate(_BARE)


def mask(text: str, findings: Iterable[Finding]) -> str:
    """Replace what was found by HIDDEN; the length stays."""
    for found in findings:
        length = found.end - found.start
        text = text[: found.start] + HIDDEN * length + text[found.end :]
    return text


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order; overlapping ones are merged to the most certain kind."""
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
