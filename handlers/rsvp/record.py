"""Records presses on answer buttons: a round of them is read and written in few statements.

This is the busiest path of the program. A round costs the same handful of statements for one
press or a hundred; only rare cases (🔁, a late change) write more. Presses are decided in order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.rules import rsvp as rules
from bot.rules.duos import other
from bot.rules.local_time import local_date
from bot.rules.members import Role
from bot.rules.rhythm import next_allowed
from bot.rules.rsvp import Answer, AnswerFacts, Outcome
from handlers.core.card import CardDrawing
from handlers.handover.public import deliver_after_swap
from handlers.rsvp.messages import LateChange, Replaced, TurnPassed
from storage import duos, members
from storage.core import outbox
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.reminders.steps import Timing
from storage.rsvp import batch
from storage.rsvp.batch import AnswerToWrite, Asked, Round, Sitter

CROWD = 20
"""Presses in one round from which on the cards are drawn `CROWD_PAUSE` later."""

CROWD_PAUSE = timedelta(seconds=1)

DUO = 2
"""People on the seat of a duo."""


@dataclass(frozen=True, slots=True)
class Press:
    """The facts of a press that the transaction needs: who answers what, when, for whom."""

    sender_id: int
    chat_id: int | None
    """The Telegram id of the group of the pressed message; None in private."""
    meeting_id: int
    answer: Answer
    at: datetime
    timing: Timing
    asked_start: datetime | None = None
    """The start of the meeting that the pressed message showed; None where it has none."""
    is_partner: bool = False
    for_person_id: int | None = None
    message_id: int | None = None
    """The id of the pressed message in the group."""


@dataclass(frozen=True, slots=True)
class PressResult:
    """The result of a press, and the language in which to tell it."""

    outcome: Outcome
    answer: Answer = Answer.YES
    about: str = ""
    """The name of the person the answer is about, where another person pressed."""
    language: str | None = None
    community_id: int | None = None
    is_stray: bool = False
    """Whether the pressed card is older than the present one."""


@dataclass(slots=True)
class _PendingWrites:
    """The answers a round has to write, the meetings they changed, and cached deadlines."""

    answers: list[AnswerToWrite] = field(default_factory=list)
    asked: dict[int, Asked] = field(default_factory=dict)
    deadlines: dict[int, datetime] = field(default_factory=dict)

    def deadline(self, asked: Asked, timing: Timing) -> datetime:
        """The moment from which on a change of an answer is late; computed once a meeting."""
        if asked.id not in self.deadlines:
            eve = timing.rhythm.get("eve")
            self.deadlines[asked.id] = rules.deadline(asked.starts_at, eve, timing.timezone)
        return self.deadlines[asked.id]


def record_presses(session: Session, items: Sequence[Press]) -> list[PressResult]:
    """Record a round of presses, each after those before it; return a result for each, in order."""
    state = batch.read_round(
        session,
        people={press.sender_id for press in items},
        meetings={press.meeting_id for press in items},
        others={press.for_person_id for press in items if press.for_person_id is not None},
    )
    pending = _PendingWrites()
    results = [_record_press(session, press, state, pending) for press in items]
    batch.write_answers(session, pending.answers)
    # Where many press at once more will follow: one drawing a moment later shows them all.
    pause = CROWD_PAUSE if len(items) >= CROWD else timedelta(0)
    redraw(session, pending.asked.values(), items[-1].at + pause)
    return results


def _record_press(
    session: Session, press: Press, state: Round, pending: _PendingWrites
) -> PressResult:
    language = state.languages.get(press.sender_id)
    asked = state.meetings.get(press.meeting_id)
    presser = state.sitter(press.sender_id, asked.community_id) if asked else None
    if asked is None:
        return PressResult(Outcome.NO_MEETING, language=language)
    if presser is None:
        return PressResult(Outcome.NOT_A_MEMBER, language=language)
    if not _is_here(press, asked):
        return PressResult(Outcome.ELSEWHERE, language=language)
    about = _about(press, state, presser)
    if isinstance(about, Outcome):
        return PressResult(about, language=language)
    result = _decide(session, press, state, asked, presser, about, pending)
    return replace(
        result,
        language=language,
        community_id=asked.community_id,
        is_stray=press.message_id is not None and press.message_id < (asked.card or 0),
    )


def _is_here(press: Press, asked: Asked) -> bool:
    """A card's button counts only in its own group: it can be forwarded, its data forged."""
    return press.chat_id in (None, asked.chat_telegram_id, asked.former_telegram_id)


def _about(press: Press, state: Round, presser: Sitter) -> Sitter | Outcome:
    """Return the person the answer is about, or why the presser may not answer for them.

    A moderator may answer for anyone in the community; 🔁 answers for the partner.
    """
    if press.for_person_id is not None:
        if presser.role != Role.MODERATOR:
            return Outcome.MODERATORS_ONLY
        return state.member(press.for_person_id, presser.community_id) or Outcome.PERSON_GONE
    if not press.is_partner:
        return presser
    holders = state.holders(presser.seat_id)
    return other((holders[0], holders[1]), presser) if len(holders) == DUO else Outcome.NO_DUO


def _decide(
    session: Session,
    press: Press,
    state: Round,
    asked: Asked,
    presser: Sitter,
    about: Sitter,
    pending: _PendingWrites,
) -> PressResult:
    before = state.answers.get((asked.id, about.seat_id))
    is_of_partner = before is not None and before.person_id != about.person_id
    came_already = before is not None and before.answer.is_coming
    facts = AnswerFacts(
        answer=press.answer,
        is_member=True,
        start=asked.starts_at,
        end=asked.ends_at,
        deadline=pending.deadline(asked, press.timing),
        cancelled=asked.is_cancelled,
        before=before.answer if before else None,
        is_of_partner=is_of_partner,
        asked_start=press.asked_start,
    )
    decision = rules.answer(facts, press.at)
    if decision.outcome is Outcome.PARTNER_COMES and before is not None:
        partner = state.member(before.person_id, asked.community_id)
        return PressResult(decision.outcome, about=partner.name if partner else "")
    if decision.outcome is Outcome.RECORDED:
        _record(state, press, asked, presser, about, pending)
        if press.is_partner:
            _pass_turn(session, asked, presser, about, press.at)
        elif press.answer.is_coming and (is_of_partner or not came_already):
            _take_turn(session, state, asked, about, press.at)
        if before is not None and is_of_partner and came_already:
            _tell_replaced(session, asked, before.person_id, presser, about, press.at)
        if decision.is_late:
            _tell_moderators(session, press, asked, presser, about)
    return PressResult(decision.outcome, press.answer, about.name if about is not presser else "")


def _record(
    state: Round,
    press: Press,
    asked: Asked,
    presser: Sitter,
    about: Sitter,
    pending: _PendingWrites,
) -> None:
    state.answers[asked.id, about.seat_id] = batch.Given(press.answer, about.person_id)
    pending.answers.append(
        AnswerToWrite(
            asked.id, about.seat_id, about.person_id, presser.person_id, press.answer, press.at
        )
    )
    pending.asked[asked.community_id] = asked


def _take_turn(session: Session, state: Round, asked: Asked, about: Sitter, now: datetime) -> None:
    """In a duo, give the turn to the person who says yes, if it was the partner's."""
    if len(state.holders(about.seat_id)) < DUO:
        return
    meeting = session.get(Meeting, asked.id)
    if meeting is not None and duos.turn_of(session, about.seat_id, meeting) != about.person_id:
        duos.swap_to(session, asked.id, about.seat_id, about.person_id)
        deliver_after_swap(session, meeting, about.person_id, now)


def _pass_turn(
    session: Session, asked: Asked, presser: Sitter, partner: Sitter, now: datetime
) -> None:
    """🔁: give the turn to the partner, and tell them so that they can change it."""
    duos.swap_to(session, asked.id, partner.seat_id, partner.person_id)
    if (meeting := session.get(Meeting, asked.id)) is not None:
        deliver_after_swap(session, meeting, partner.person_id, now)
    passed = TurnPassed(partner.person_id, asked.id, presser.person_id)
    outbox.renew(session, passed, now, asked.ends_at)


def _tell_replaced(
    session: Session, asked: Asked, person_id: int, presser: Sitter, about: Sitter, now: datetime
) -> None:
    """Tell a person who had said yes that their duo partner comes in their place."""
    if person_id == presser.person_id:
        return
    outbox.renew(session, Replaced(person_id, asked.id, about.person_id), now, asked.ends_at)


def _tell_moderators(
    session: Session, press: Press, asked: Asked, presser: Sitter, about: Sitter
) -> None:
    """Tell both moderators, except the presser, of a late change.

    Changes during the quiet hours are told together after them, or at once where the meeting
    begins before that.
    """
    morning = next_allowed(
        press.at,
        press.timing.quiet_hours,
        press.timing.timezone,
        local_date(asked.starts_at, press.timing.timezone),
    )
    for moderator in members.with_role(session, asked.community_id, Role.MODERATOR):
        if moderator.id == presser.person_id:
            continue
        late = LateChange(row_id(moderator), asked.id, (about.seat_id,))
        waiting = outbox.by_key(session, late.key())
        before = LateChange.of(waiting).seats if waiting is not None else ()
        others = tuple(seat_id for seat_id in before if seat_id != about.seat_id)
        due_at = morning if morning < asked.starts_at else press.at
        outbox.renew(session, replace(late, seats=(*others, about.seat_id)), due_at, asked.ends_at)


def redraw(session: Session, asked: Iterable[Asked], now: datetime) -> None:
    """Put the drawing of the cards of these meetings' groups into the outbox, due `now`.

    Does in one statement for many what `handlers.core.card.redraw` does for one.
    """
    chats = {one.community_id: one.chat_id for one in asked if one.chat_id and one.is_chat_present}
    outbox.renew_all(session, [CardDrawing(chat, key) for key, chat in chats.items()], now)
