"""The value question: whether an answer counts, and when the counts may be shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Final

from bot.rules.meetings import Meeting

FEWEST_SHOWN: Final = 5
"""The fewest answers for which counts are shown; fewer could show who answered what."""

ON_TODO_FOR: Final = timedelta(days=14)
"""How long after a meeting `/todo` lists the question."""

OPEN_FOR: Final = timedelta(days=28)
"""How long after a meeting an answer counts."""


class Value(StrEnum):
    """The answers, in the order of the buttons."""

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
    """Why an answer about this meeting does not count; None when it does."""
    if meeting.cancelled:
        return Refusal.CANCELLED
    if now < meeting.start:
        return Refusal.NOT_BEGUN
    if now >= meeting.end + OPEN_FOR:
        return Refusal.CLOSED
    return None if was_there else Refusal.NOT_THERE


def shown(counts: Mapping[Value, int]) -> Mapping[Value, int] | None:
    """The count of each answer; None while there are too few to show."""
    return counts if sum(counts.values()) >= FEWEST_SHOWN else None
