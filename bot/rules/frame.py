"""The frame that Brusano gives every community: which texts can be replaced, and within what."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Final

from bot.rules.plain_text import units
from bot.rules.rhythm import Step


class Frame(StrEnum):
    """What a coordinator can replace, by its name in the database and in buttons."""

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
"""What is written in each language."""

EVERY_LANGUAGE: Final = ""
"""The language of what is the same in all of them."""

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
"""Characters (UTF-16, as Telegram counts) with which every screen they stand in fits a message."""

QUESTIONS: Final[Mapping[Frame, tuple[str, ...]]] = MappingProxyType(
    {
        Frame.HANDOVER: ("gist", "unseen", "learned", "open", "next", "urgency"),
        Frame.SUMMARY: ("text", "brought", "learned", "agreements"),
    }
)
"""Texts that are the questions of a form: one a line, in the order of the form's fields."""

LONGEST_QUESTION: Final = 330

FIRST_VERSION: Final = 1
"""Of what comes along with the program."""

FILE_BYTES: Final = 100_000
"""Of a text that is sent as a file."""

STEPS: Final = (Step.CASE, Step.AGENDA, Step.NUDGE, Step.EVE, Step.AFTER, Step.PROMPT)
"""The steps whose distance from the meeting is the frame's to say."""

_YEAR: Final = 2026
_TOO_MANY_LINES: Final = re.compile("\n{3,}")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_JOINER: Final = "\u200d"  # of emoji; the other marks of form turn around what stands after them


class Problem(StrEnum):
    """Why a text can't take its place."""

    EMPTY = auto()
    TOO_LONG = auto()
    WRONG_NUMBER = auto()
    LONG_QUESTION = auto()


def clean(text: str) -> str:
    """The text in lines, composed (NFC), without what is not drawn; its typography stays."""
    lined = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(one for one in lined.replace("\t", " ") if _is_seen(one))
    trimmed = "\n".join(line.strip() for line in seen.split("\n"))
    return _TOO_MANY_LINES.sub("\n\n", trimmed).strip()


def _is_seen(sign: str) -> bool:
    return sign in ("\n", _JOINER) or unicodedata.category(sign) not in _UNSEEN


def problem(key: Frame, text: str) -> Problem | None:
    """Why a cleaned text can't take this place; None when it can."""
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
    """The questions of a form out of their text: its lines that are not empty."""
    return tuple(line for line in text.split("\n") if line)


def agreement_version(changes: int) -> str:
    """What the agreement is known by after so many changes of it, in whichever language."""
    return f"{_YEAR}-{FIRST_VERSION + changes}"


def rhythm(
    usual: Mapping[str, timedelta], *shifts: Mapping[str, timedelta | None]
) -> Mapping[str, timedelta]:
    """The usual distances with each shift over those before it; None switches a step off."""
    merged: dict[str, timedelta | None] = dict(usual)
    for shift in shifts:
        merged |= shift
    return {step: away for step, away in merged.items() if away is not None}


@dataclass(frozen=True, slots=True)
class Planned:
    """When a step was to fall due, and whether it has."""

    at: datetime
    is_done: bool


def replanned(before: Mapping[str, Planned], due: Mapping[str, datetime]) -> dict[str, datetime]:
    """What is still to fall due around a meeting once the rhythm changed; what was done stays done.

    Once everyone was called for cases, their urn is opened, whatever the new rhythm says.
    """
    done = {step for step, one in before.items() if one.is_done}
    anew = {step: at for step, at in due.items() if step not in done}
    opening = before.get(Step.AGENDA)
    if Step.CASE in done and opening is not None and not opening.is_done:
        anew.setdefault(Step.AGENDA.value, opening.at)
    return anew


def calls_nobody(distances: Mapping[str, timedelta]) -> bool:
    """Whether with this rhythm no case can be brought: the call must come before the agenda."""
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
