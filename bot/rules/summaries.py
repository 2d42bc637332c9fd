"""Summaries of meetings: their parts, the command's arguments, who missed it, long texts."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.rules.plain_text import units


class Part(StrEnum):
    """The parts of a summary, in reading order; each may be missing."""

    TEXT = "text"
    BROUGHT = "brought"
    LEARNED = "learned"
    AGREEMENTS = "agreements"


LONGEST: Final = {
    Part.TEXT: 12_000,
    Part.BROUGHT: 3_000,
    Part.LEARNED: 3_000,
    Part.AGREEMENTS: 3_000,
}
"""The most characters of each part; a text pasted from elsewhere may be long."""

STILL_DUE: Final = timedelta(days=28)
"""How long after a meeting its summary is asked for, and sent to people who missed it."""

_NUMBER: Final = re.compile(r"^[^\S\n]*(?P<number>\d{1,6})[,;:]?(?=\s|$)")
_LABELLED: Final = re.compile(
    r"^[^\S\n]*(?:session|meeting|sessie|bijeenkomst|séance|seance|rencontre)[^\S\n]*:"
    r"[^\S\n]*(?P<number>\d{1,6})[^\S\n]*(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)
_THEMES: Final = re.compile(
    r"^[^\S\n]*(?:themes?|themas?|thema's|thèmes?)[^\S\n]*:(?P<names>[^\n]*)(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)
_BULLET: Final = re.compile(r"^\s*(?:[-–—•*▪☐]|\d{1,2}[.)](?!\d))\s*")
_BREAKS: Final = (
    re.compile(r"(?<=[.!?…])\s+"),
    re.compile(r"\s+"),
)
"""Where a long line is split: between sentences, else between words."""


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of the command: the meeting and themes, if given, and the text."""

    number: int | None = None
    text: str = ""
    themes: tuple[str, ...] = ()


def read_request(arguments: str) -> Request:
    """Read `3 …` or a line `session: 3`, and a line `themes: …` (nl, fr, en); the rest is text.

    A number names a meeting only on the line of the command.
    """
    number, rest = _taken(_LABELLED, arguments, "number")
    if number is None:
        number, rest = _taken(_NUMBER, arguments, "number")
    named, rest = _taken(_THEMES, rest, "names")
    themes = tuple(name.strip() for name in re.split("[,;·]", named or ""))
    return Request(
        int(number) if number is not None else None, rest.strip(), tuple(filter(None, themes))
    )


def _taken(pattern: re.Pattern[str], text: str, group: str) -> tuple[str | None, str]:
    """The match of a pattern, and the text without it."""
    found = pattern.search(text)
    if found is None:
        return None, text
    return found[group], text[: found.start()] + text[found.end() :]


def agreements(text: str) -> tuple[str, ...]:
    """The agreements, one a line, without list marks."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def missed(
    invited: Collection[int], ticked: Collection[int] | None, said_yes: Collection[int]
) -> frozenset[int]:
    """The invited people who were not there: by attendance, else (`ticked` None) by answer."""
    there = said_yes if ticked is None else ticked
    return frozenset(invited) - frozenset(there)


def pieces(text: str, longest: int) -> tuple[str, ...]:
    """The lines of a text; a line longer than so many units is split.

    Splits between sentences if possible, else between words, else anywhere. Keeps empty lines.
    """
    return tuple(piece for line in text.split("\n") for piece in _parted(line, longest))


def _parted(text: str, longest: int, breaks: Sequence[re.Pattern[str]] = _BREAKS) -> Iterator[str]:
    if units(text) <= longest:
        yield text
        return
    if not breaks:
        yield from _anywhere(text, longest)
        return
    so_far = ""
    for bit in breaks[0].split(text):
        joined = f"{so_far} {bit}" if so_far else bit
        if units(joined) <= longest:
            so_far = joined
            continue
        if so_far:
            yield so_far
        *whole, so_far = _parted(bit, longest, breaks[1:])
        yield from whole
    if so_far:
        yield so_far


def _anywhere(text: str, longest: int) -> Iterator[str]:
    # A character is at most two units.
    step = longest // 2
    yield from (text[at : at + step] for at in range(0, len(text), step))
