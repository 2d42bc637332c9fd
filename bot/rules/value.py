"""The value question: what a meeting brought, and from how many answers on it is shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Final

from bot.rules.meetings import Meeting

FEWEST_SHOWN: Final = 5
"""Answers below which no count is shown: fewer would tell who said what."""

ASKED: Final = timedelta(days=14)
"""How long after a meeting people are reminded of the question on `/todo`."""

OPEN: Final = timedelta(days=28)
"""How long after a meeting an answer counts."""


class Value(StrEnum):
    """What a meeting brought to a person, in the order in which it is asked."""

    USEFUL = "useful"
    IDEA = "idea"
    TRIED = "tried"
    CHANGED = "changed"


class Refusal(Enum):
    """Why an answer does not count."""

    CANCELLED = auto()
    NOT_BEGUN = auto()
    CLOSED = auto()
    NOT_THERE = auto()


def refusal(meeting: Meeting, now: datetime, *, was_there: bool) -> Refusal | None:
    """Why a person's answer about this meeting does not count; None when it does."""
    if meeting.cancelled:
        return Refusal.CANCELLED
    if now < meeting.start:
        return Refusal.NOT_BEGUN
    if now >= meeting.end + OPEN:
        return Refusal.CLOSED
    return None if was_there else Refusal.NOT_THERE


def shown(counts: Mapping[Value, int]) -> Mapping[Value, int] | None:
    """How often each answer came; None while they are too few to be shown."""
    return counts if sum(counts.values()) >= FEWEST_SHOWN else None
