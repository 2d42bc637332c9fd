"""What moderators may change of the messages that go out by themselves, and what they see of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.rules.rhythm import Step

NOTE_LIMIT: Final = 500
"""Characters of a note that goes out with a step."""

CHANGEABLE: Final = (Step.CASE, Step.AGENDA, Step.NUDGE, Step.EVE, Step.AFTER, Step.PROMPT)
"""The steps that a moderator may see and skip; what a duo hands over is its own."""

NOTED: Final = frozenset({Step.NUDGE, Step.EVE, Step.AFTER})
"""The steps that take a note. Everyone is called for cases alike, so the call takes none."""

LATELY: Final = timedelta(days=14)
MOST_LATELY: Final = 5


class Verdict(StrEnum):
    """Whether a step may still be changed."""

    OPEN = "open"
    SENT = "sent"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Standing:
    """A step as it stands: when it falls due, and whether it did."""

    due_at: datetime
    is_done: bool


def may_change(standing: Standing | None, offered_at: datetime) -> Verdict:
    """Whether a step can be changed that was offered for this moment; None when it is no more."""
    if standing is None or standing.due_at != offered_at:
        return Verdict.MOVED
    return Verdict.SENT if standing.is_done else Verdict.OPEN


class Kind(StrEnum):
    """What one of the two moderators did."""

    SKIPPED = "skipped"
    NOTED = "noted"
    TICKED = "ticked"
    PUBLISHED = "published"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done about a meeting: by whom (empty once they are gone), and when.

    `step` is set for what was done to a message that goes out by itself.
    """

    kind: Kind
    name: str
    at: datetime
    meeting: int
    starts_at: datetime
    step: Step | None = None


def lately(deeds: Iterable[Deed], now: datetime) -> tuple[Deed, ...]:
    """The latest few of the last two weeks, newest first."""
    fresh = [deed for deed in deeds if now - LATELY < deed.at <= now]
    return tuple(sorted(fresh, key=lambda deed: deed.at, reverse=True)[:MOST_LATELY])
