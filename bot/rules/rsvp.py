"""Answers to a meeting: whether one is recorded, whether it is late, and the card's counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.local_time import away
from bot.rules.members import Role

# The deadline where the rhythm has no eve step.
USUAL_EVE = timedelta(days=1)


class Answer(StrEnum):
    """An answer to the question 'do you come?'."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"

    @property
    def sign(self) -> str:
        """The sign on buttons and card, the same in every language."""
        match self:
            case Answer.YES:
                return "✅"
            case Answer.NO:
                return "❌"
            case Answer.UNSURE:
                return "🤔"

    @property
    def is_coming(self) -> bool:
        """Whether they will be there, as far as they know."""
        match self:
            case Answer.YES:
                return True
            case Answer.NO | Answer.UNSURE:
                return False

    @property
    def is_absent(self) -> bool:
        """Whether they will surely not be there."""
        match self:
            case Answer.NO:
                return True
            case Answer.YES | Answer.UNSURE:
                return False


COMING: Final = tuple(answer for answer in Answer if answer.is_coming)
"""Of who will be there, as far as they know."""


class Outcome(StrEnum):
    """The outcome of an answer: recorded, or why not."""

    RECORDED = "recorded"
    UNCHANGED = "unchanged"
    NOT_A_MEMBER = "not_a_member"
    PARTNER_COMES = "partner_comes"
    CANCELLED = "cancelled"
    MEETING_OVER = "meeting_over"
    MOVED = "moved"
    NO_MEETING = "no_meeting"
    ELSEWHERE = "elsewhere"
    MODERATORS_ONLY = "moderators_only"
    PERSON_GONE = "person_gone"
    NO_DUO = "no_duo"


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An answer and the facts for deciding on it; `before` is the seat's answer, shared by a duo.

    `is_of_partner` is whether `before` is about the other one of the duo. `asked_start` is the
    start shown in the pressed message; None when that message is current.
    """

    answer: Answer
    is_member: bool
    start: datetime
    end: datetime
    deadline: datetime
    cancelled: bool = False
    before: Answer | None = None
    is_of_partner: bool = False
    asked_start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome; `is_late` is whether moderators are told, because their count changes."""

    outcome: Outcome
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """The answer of one seat, or of one lead or user, who have no seat.

    `turn` is the person's name, in a duo that of the partner whose turn it is. `about` is the
    name of the other partner where the answer is about them.
    """

    turn: str
    answer: Answer | None = None
    about: str | None = None
    role: Role = Role.MEMBER


@dataclass(frozen=True, slots=True)
class Tally:
    """The names for each answer, in the order given, and how many have not answered."""

    names: Mapping[Answer, tuple[str, ...]]
    silent: int = 0


def deadline(start: datetime, eve: timedelta | None, zone: ZoneInfo) -> datetime:
    """The instant (UTC) from which a change is late, by the distance of the eve step."""
    return away(start, -(USUAL_EVE if eve is None else eve), zone)


def answer(facts: AnswerFacts, now: datetime) -> Decision:
    """Decide on one answer; answers are taken until the meeting ends.

    After the deadline a changed answer and a first ❌ are late; a first ✅ or 🤔 never is. A ❌
    changes nothing while the duo partner comes.
    """
    refusal = _refusal(facts, now)
    if refusal is not None:
        return Decision(refusal)
    came = facts.before is not None and facts.before.is_coming
    if facts.is_of_partner and came and not facts.answer.is_coming:
        return Decision(Outcome.PARTNER_COMES)
    if facts.answer is facts.before and not facts.is_of_partner:
        return Decision(Outcome.UNCHANGED)
    counts = facts.before is not None or facts.answer.is_absent
    return Decision(Outcome.RECORDED, counts and now >= facts.deadline)


def _refusal(facts: AnswerFacts, now: datetime) -> Outcome | None:
    if not facts.is_member:
        return Outcome.NOT_A_MEMBER
    if facts.cancelled:
        return Outcome.CANCELLED
    if now >= facts.end:
        return Outcome.MEETING_OVER
    if facts.asked_start is not None and facts.asked_start != facts.start:
        return Outcome.MOVED
    return None


def tally(seats: Iterable[SeatAnswer]) -> Tally:
    """Count by seats, so that a duo counts once; a lead never counts as silent."""
    known = tuple(seats)
    return Tally(
        names={answer: _named(known, answer) for answer in Answer},
        silent=sum(seat.answer is None and seat.role is not Role.LEAD for seat in known),
    )


def _named(seats: Iterable[SeatAnswer], wanted: Answer) -> tuple[str, ...]:
    return tuple(seat.about or seat.turn for seat in seats if seat.answer is wanted)
