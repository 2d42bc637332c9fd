"""Scheduled messages that moderators may skip or annotate, and the log of what they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.rules.rhythm import Step

NOTE_LIMIT: Final = 500
"""Characters of a moderator's note that is sent with a step."""

RECENT: Final = timedelta(days=14)
MOST_RECENT: Final = 5


class Verdict(StrEnum):
    """Whether a step may still be changed."""

    OPEN = "open"
    SENT = "sent"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a step: when it falls due, and whether it was sent."""

    due_at: datetime
    is_done: bool


def may_change(standing: Standing | None, offered_at: datetime) -> Verdict:
    """Whether a step shown as due at `offered_at` can be changed; `standing` None is gone."""
    if standing is None or standing.due_at != offered_at:
        return Verdict.MOVED
    return Verdict.SENT if standing.is_done else Verdict.OPEN


class Action(StrEnum):
    """What a moderator did."""

    SKIPPED = "skipped"
    NOTED = "noted"
    TICKED = "ticked"
    PUBLISHED = "published"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One action of a moderator about a meeting; `name` is empty once their data are erased.

    `step` is set where the action was about a scheduled message.
    """

    action: Action
    name: str
    at: datetime
    meeting: int
    starts_at: datetime
    step: Step | None = None


def recent(entries: Iterable[LogEntry], now: datetime) -> tuple[LogEntry, ...]:
    """The latest actions of the last two weeks, newest first."""
    fresh = [entry for entry in entries if now - RECENT < entry.at <= now]
    return tuple(sorted(fresh, key=lambda entry: entry.at, reverse=True)[:MOST_RECENT])
