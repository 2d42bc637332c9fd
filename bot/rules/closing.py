"""The end of a cycle: when it closes, the evaluation, and who goes on to the next cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Final

from bot.rules.meetings import FEWEST_MEETINGS
from bot.rules.members import Role
from bot.rules.value import FEWEST_SHOWN

EVALUATION_OPEN_FOR: Final = timedelta(days=28)
"""The shortest time after the last meeting for which the evaluation is open."""

LONGEST_PAUSE: Final = timedelta(days=90)
"""Time without a meeting after which a cycle that was planned only in part counts as over."""


class Question(StrEnum):
    """The questions of the evaluation, in order; nobody sees who answered what."""

    WORTH = "worth"
    CHANGED = "changed"
    RECOMMEND = "recommend"


ANSWERS: Final[Mapping[Question, tuple[str, ...]]] = {
    Question.WORTH: ("1", "2", "3", "4", "5"),
    Question.CHANGED: ("me", "work", "others", "nothing"),
    Question.RECOMMEND: ("yes", "perhaps", "no"),
}


class Going(StrEnum):
    """Whether somebody goes on in the next cycle."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"

    @property
    def sign(self) -> str:
        """The sign of this answer."""
        return {Going.YES: "✅", Going.UNSURE: "🤔", Going.NO: "❌"}[self]


@dataclass(frozen=True, slots=True)
class Cycle:
    """The latest cycle of a community; `meetings` counts cancelled ones too.

    `ends_at` is the end of the last meeting that is not cancelled; None without one.
    """

    meetings: int
    ends_at: datetime | None
    is_closed: bool

    @property
    def is_complete(self) -> bool:
        """Whether a whole cycle was planned, not only a part of one."""
        return self.meetings >= FEWEST_MEETINGS


class Refusal(Enum):
    """Why a cycle can't be closed."""

    NO_MEETING = auto()
    NOT_OVER = auto()
    CLOSED = auto()


def refusal(cycle: Cycle, now: datetime) -> Refusal | None:
    """Why this cycle can't be closed; None when it can."""
    if cycle.is_closed:
        return Refusal.CLOSED
    if cycle.ends_at is None:
        return Refusal.NO_MEETING
    return Refusal.NOT_OVER if now < cycle.ends_at else None


def is_open(cycle: Cycle, retention: timedelta, now: datetime) -> bool:
    """Whether the evaluation takes answers: after the last meeting of a whole cycle."""
    if cycle.is_closed or cycle.ends_at is None or not cycle.is_complete:
        return False
    return cycle.ends_at <= now < cycle.ends_at + max(retention, EVALUATION_OPEN_FOR)


def closes_at(cycle: Cycle, retention: timedelta) -> datetime | None:
    """When a cycle that nobody closed is closed; later where only a part was planned."""
    if cycle.is_closed or cycle.ends_at is None:
        return None
    least = EVALUATION_OPEN_FOR if cycle.is_complete else LONGEST_PAUSE
    return cycle.ends_at + max(retention, least)


def must_accept(role: Role) -> bool:
    """Whether this role loses its place when a new cycle begins without its agreement.

    Moderators are asked too, but stay until they are replaced, because only they can plan.
    """
    return role is not Role.MODERATOR


def shown(counts: Mapping[str, int]) -> Mapping[str, int] | None:
    """The count of each answer; None while there are too few to show."""
    return counts if sum(counts.values()) >= FEWEST_SHOWN else None
