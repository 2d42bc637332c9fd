"""The texts and the rhythm that Brusano can replace for all communities, and their limits."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Final

from bot.rules.plain_text import units
from bot.rules.rhythm import STEPS, Step


class Frame(StrEnum):
    """The replaceable parts; the values are stored and used in callback data."""

    AGREEMENT = "agreement"
    PRIVACY = "privacy"
    PRIVACY_IN_SHORT = "short"
    WHO_TO_CALL = "calls"
    SPEAKERS = "speakers"
    NEWCOMERS = "newcomers"
    HANDOVER = "handover"
    SUMMARY = "summary"
    RHYTHM = "rhythm"


TEXTS: Final = tuple(one for one in Frame if one is not Frame.RHYTHM)
"""The parts that have a text for each language."""

EVERY_LANGUAGE: Final = ""
"""Stands for the language where a part is the same in all of them."""

LONGEST: Final[Mapping[Frame, int]] = MappingProxyType(
    {
        Frame.AGREEMENT: 2000,
        Frame.PRIVACY: 3500,
        Frame.PRIVACY_IN_SHORT: 700,
        Frame.WHO_TO_CALL: 2000,
        Frame.SPEAKERS: 1500,
        Frame.NEWCOMERS: 1200,
        Frame.HANDOVER: 2000,
        Frame.SUMMARY: 1400,
    }
)
"""The longest text in UTF-16 units, so that every screen that holds it fits a message."""

QUESTIONS: Final[Mapping[Frame, tuple[str, ...]]] = MappingProxyType(
    {
        Frame.HANDOVER: ("gist", "unseen", "learned", "open", "next", "urgency"),
        Frame.SUMMARY: ("text", "brought", "learned", "agreements"),
    }
)
"""Texts that hold a form's questions, one a line; these are the names of its fields in order."""

LONGEST_QUESTION: Final = 330

FIRST_VERSION: Final = 1
"""The version of the texts that come with the program."""

FILE_BYTES: Final = 100_000
"""The largest file in which a text can be sent."""

_YEAR: Final = 2026
_TOO_MANY_LINES: Final = re.compile("\n{3,}")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_JOINER: Final = "\u200d"  # of emoji; the other marks of form turn around what stands after them


class Problem(StrEnum):
    """Why a text is refused."""

    EMPTY = auto()
    TOO_LONG = auto()
    WRONG_NUMBER = auto()
    LONG_QUESTION = auto()


def clean(text: str) -> str:
    """The text composed (NFC), without invisible characters; its typography stays."""
    lined = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(one for one in lined.replace("\t", " ") if _is_seen(one))
    trimmed = "\n".join(line.strip() for line in seen.split("\n"))
    return _TOO_MANY_LINES.sub("\n\n", trimmed).strip()


def _is_seen(sign: str) -> bool:
    return sign in ("\n", _JOINER) or unicodedata.category(sign) not in _UNSEEN


def problem(key: Frame, text: str) -> Problem | None:
    """Why a cleaned text is refused for this part; None when it is not."""
    if not text:
        return Problem.EMPTY
    if units(text) > LONGEST[key]:
        return Problem.TOO_LONG
    if key in QUESTIONS:
        asked = questions(text)
        if len(asked) != len(QUESTIONS[key]):
            return Problem.WRONG_NUMBER
        if any(units(one) > LONGEST_QUESTION for one in asked):
            return Problem.LONG_QUESTION
    return None


def questions(text: str) -> tuple[str, ...]:
    """The questions of a form: the lines of the text that are not empty."""
    return tuple(line for line in text.split("\n") if line)


def agreement_version(changes: int) -> str:
    """The name of the agreement's version after so many changes, whatever the language."""
    return f"{_YEAR}-{FIRST_VERSION + changes}"


def rhythm(
    usual: Mapping[str, timedelta], *shifts: Mapping[str, timedelta | None]
) -> Mapping[str, timedelta]:
    """Apply shifts to the usual distances, the later ones last; None switches a step off."""
    merged: dict[str, timedelta | None] = dict(usual)
    for shift in shifts:
        merged |= shift
    return {step: away for step, away in merged.items() if away is not None}


@dataclass(frozen=True, slots=True)
class Planned:
    """When a step falls due, and whether it did."""

    at: datetime
    is_done: bool


def replanned(before: Mapping[str, Planned], due: Mapping[str, datetime]) -> dict[str, datetime]:
    """The steps still due around a meeting after its rhythm changed; those done stay done.

    After the call for cases the opening of the urn stays due whatever the new rhythm is.
    """
    done = {step for step, one in before.items() if one.is_done}
    anew = {step: at for step, at in due.items() if step not in done}
    opening = before.get(Step.AGENDA)
    if Step.CASE in done and opening is not None and not opening.is_done:
        anew.setdefault(Step.AGENDA.value, opening.at)
    return anew


def allows_no_cases(distances: Mapping[str, timedelta]) -> bool:
    """Whether this rhythm allows no cases, because the call does not come before the agenda."""
    call, agenda = distances.get(Step.CASE), distances.get(Step.AGENDA)
    return call is None or agenda is None or call <= agenda


def amount(away: timedelta | None) -> str:
    """A distance as the setting RHYTHM writes it: 14d, 36h, 90m, off."""
    if away is None:
        return "off"
    minutes = int(away.total_seconds()) // 60
    for unit, size in (("d", 24 * 60), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def written(distances: Mapping[str, timedelta]) -> str:
    """A whole rhythm as the setting RHYTHM writes it."""
    return ",".join(f"{step}={amount(distances.get(step))}" for step in STEPS)
