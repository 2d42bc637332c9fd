"""Who comes to a meeting: what becomes of an answer, and what the card counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules.local_time import away
from bot.rules.members import Role

# The deadline of a community whose rhythm has no eve.
USUAL_EVE = timedelta(days=1)


class Answer(StrEnum):
    """An answer to the question 'do you come?'."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"

    @property
    def sign(self) -> str:
        """The sign on buttons and card, the same in every language."""
        return {"yes": "✅", "no": "❌", "unsure": "🤔"}[self.value]


class Outcome(StrEnum):
    """What becomes of an answer."""

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
    """An answer and what it meets; `before` is the seat's answer, which a duo shares.

    `is_of_partner` when `before` speaks of the other one of the duo. `asked_start` is the start
    that the pressed message showed, None when the message is current.
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
    """The outcome; `is_late` when moderators must hear of it: they count on another number."""

    outcome: Outcome
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """One seat, or one lead or user beside the seats, and its answer.

    `turn` names the person, in a duo the partner whose turn it is; `about` names the partner the
    answer speaks of, where that is another: who pressed, or after 🔁 the one who comes instead.
    """

    turn: str
    answer: Answer | None = None
    about: str | None = None
    role: Role = Role.MEMBER


@dataclass(frozen=True, slots=True)
class Tally:
    """The names behind each sign, in the order given, and how many have not answered."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    silent: int = 0

    def names(self, answer: Answer) -> tuple[str, ...]:
        """The names behind one sign."""
        return {Answer.YES: self.yes, Answer.NO: self.no, Answer.UNSURE: self.unsure}[answer]


def deadline(start: datetime, eve: timedelta | None, zone: ZoneInfo) -> datetime:
    """The instant (UTC) from which a change is late: the eve of the meeting, at its own hour."""
    return away(start, -(USUAL_EVE if eve is None else eve), zone)


def answer(facts: AnswerFacts, now: datetime) -> Decision:
    """Decide on one answer; answering is open until the meeting is over.

    Late is, after the deadline, an answer that takes the place of another, and a first ❌; a
    first ✅ or 🤔 never is. Who can't come changes nothing while their duo partner comes.
    """
    refusal = _refusal(facts, now)
    if refusal is not None:
        return Decision(refusal)
    if facts.is_of_partner and facts.before is Answer.YES and facts.answer is not Answer.YES:
        return Decision(Outcome.PARTNER_COMES)
    if facts.answer is facts.before and not facts.is_of_partner:
        return Decision(Outcome.UNCHANGED)
    counts = facts.before is not None or facts.answer is Answer.NO
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
    """Count by seat, so a duo counts once, named by who attends; a lead is never silent."""
    known = tuple(seats)
    return Tally(
        yes=_named(known, Answer.YES),
        no=_named(known, Answer.NO),
        unsure=_named(known, Answer.UNSURE),
        silent=sum(seat.answer is None and seat.role is not Role.LEAD for seat in known),
    )


def _named(seats: Iterable[SeatAnswer], wanted: Answer) -> tuple[str, ...]:
    return tuple(seat.about or seat.turn for seat in seats if seat.answer is wanted)
