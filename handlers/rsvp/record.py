"""What presses bring about: decided in their order, read and written together.

This is the busiest way through the house. A round of presses costs a handful of statements,
whether it is one or a hundred; only what is rare (🔁, a late change) writes more.
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
"""Presses in one round from which on it is a crowd."""

CROWD_PAUSE = timedelta(seconds=1)

DUO = 2
"""People on the seat of a duo."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press as the transaction needs it: who answers what, when, for whom."""

    sender_id: int
    chat_id: int | None
    """The group the button stood in; None in private."""
    meeting_id: int
    answer: Answer
    at: datetime
    timing: Timing
    asked_start: datetime | None = None
    """The start that the pressed message spoke of, where it told."""
    is_partner: bool = False
    for_person_id: int | None = None
    message_id: int | None = None
    """The message in the group whose button it was."""


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a press, and in which language to say so."""

    outcome: Outcome
    answer: Answer = Answer.YES
    about: str = ""
    """Whom the answer speaks of, where that is not who pressed."""
    language: str | None = None
    community_id: int | None = None
    is_stray: bool = False
    """Whether the button stood under an older card than the one that stands."""


@dataclass(slots=True)
class _Written:
    """What a round has to write, and what it worked out once for all its presses."""

    kept: list[AnswerToWrite] = field(default_factory=list)
    asked: dict[int, Asked] = field(default_factory=dict)
    deadlines: dict[int, datetime] = field(default_factory=dict)

    def deadline(self, asked: Asked, timing: Timing) -> datetime:
        """From when a change of an answer is late."""
        if asked.id not in self.deadlines:
            eve = timing.rhythm.get("eve")
            self.deadlines[asked.id] = rules.deadline(asked.starts_at, eve, timing.timezone)
        return self.deadlines[asked.id]


def give(session: Session, items: Sequence[Press]) -> list[Given]:
    """Record a round of presses, each as if it were alone and after those before it."""
    met = batch.read_round(
        session,
        people={press.sender_id for press in items},
        meetings={press.meeting_id for press in items},
        others={press.for_person_id for press in items if press.for_person_id is not None},
    )
    written = _Written()
    given = [_give(session, press, met, written) for press in items]
    batch.write_answers(session, written.kept)
    # Where many press at once more will follow: the cards wait for them a moment.
    pause = CROWD_PAUSE if len(items) >= CROWD else timedelta(0)
    redraw(session, written.asked.values(), items[-1].at + pause)
    return given


def _give(session: Session, press: Press, met: Round, written: _Written) -> Given:
    language = met.languages.get(press.sender_id)
    asked = met.meetings.get(press.meeting_id)
    presser = met.sitter(press.sender_id, asked.community_id) if asked else None
    if asked is None:
        return Given(Outcome.NO_MEETING, language=language)
    if presser is None:
        return Given(Outcome.NOT_A_MEMBER, language=language)
    if not _is_here(press, asked):
        return Given(Outcome.ELSEWHERE, language=language)
    about = _about(press, met, presser)
    if isinstance(about, Outcome):
        return Given(about, language=language)
    given = _decide(session, press, met, asked, presser, about, written)
    return replace(
        given,
        language=language,
        community_id=asked.community_id,
        is_stray=press.message_id is not None and press.message_id < (asked.card or 0),
    )


def _is_here(press: Press, asked: Asked) -> bool:
    """A card's button counts only in its own group: it can be forwarded, its data forged."""
    return press.chat_id in (None, asked.chat_telegram_id, asked.former_telegram_id)


def _about(press: Press, met: Round, presser: Sitter) -> Sitter | Outcome:
    """Who comes by this answer, or why the presser may not say so.

    A moderator may speak for anyone in the community, and 🔁 speaks for the partner.
    """
    if press.for_person_id is not None:
        if presser.role != Role.MODERATOR:
            return Outcome.MODERATORS_ONLY
        return met.member(press.for_person_id, presser.community_id) or Outcome.PERSON_GONE
    if not press.is_partner:
        return presser
    holders = met.holders(presser.seat_id)
    return other((holders[0], holders[1]), presser) if len(holders) == DUO else Outcome.NO_DUO


def _decide(
    session: Session,
    press: Press,
    met: Round,
    asked: Asked,
    presser: Sitter,
    about: Sitter,
    written: _Written,
) -> Given:
    before = met.answers.get((asked.id, about.seat_id))
    is_of_partner = before is not None and before.person_id != about.person_id
    came_already = before is not None and before.answer.is_coming
    facts = AnswerFacts(
        answer=press.answer,
        is_member=True,
        start=asked.starts_at,
        end=asked.ends_at,
        deadline=written.deadline(asked, press.timing),
        cancelled=asked.is_cancelled,
        before=before.answer if before else None,
        is_of_partner=is_of_partner,
        asked_start=press.asked_start,
    )
    decision = rules.answer(facts, press.at)
    if decision.outcome is Outcome.PARTNER_COMES and before is not None:
        partner = met.member(before.person_id, asked.community_id)
        return Given(decision.outcome, about=partner.name if partner else "")
    if decision.outcome is Outcome.RECORDED:
        _record(met, press, asked, presser, about, written)
        if press.is_partner:
            _pass_on(session, asked, presser, about, press.at)
        elif press.answer.is_coming and (is_of_partner or not came_already):
            _follow(session, met, asked, about, press.at)
        if before is not None and is_of_partner and came_already:
            _tell_replaced(session, asked, before.person_id, presser, about, press.at)
        if decision.is_late:
            _tell_moderators(session, press, asked, presser, about)
    return Given(decision.outcome, press.answer, about.name if about is not presser else "")


def _record(
    met: Round, press: Press, asked: Asked, presser: Sitter, about: Sitter, written: _Written
) -> None:
    met.answers[asked.id, about.seat_id] = batch.Given(press.answer, about.person_id)
    written.kept.append(
        AnswerToWrite(
            asked.id, about.seat_id, about.person_id, presser.person_id, press.answer, press.at
        )
    )
    written.asked[asked.community_id] = asked


def _follow(session: Session, met: Round, asked: Asked, about: Sitter, now: datetime) -> None:
    """In a duo, who says that they come takes the turn, if it was the other's."""
    if len(met.holders(about.seat_id)) < DUO:
        return
    meeting = session.get(Meeting, asked.id)
    if meeting is not None and duos.turn_of(session, about.seat_id, meeting) != about.person_id:
        duos.swap_to(session, asked.id, about.seat_id, about.person_id)
        deliver_after_swap(session, meeting, about.person_id, now)


def _pass_on(
    session: Session, asked: Asked, presser: Sitter, partner: Sitter, now: datetime
) -> None:
    """🔁: it is the partner's turn now, and they are asked at once whether that is so."""
    duos.swap_to(session, asked.id, partner.seat_id, partner.person_id)
    if (meeting := session.get(Meeting, asked.id)) is not None:
        deliver_after_swap(session, meeting, partner.person_id, now)
    passed = TurnPassed(partner.person_id, asked.id, presser.person_id)
    outbox.renew(session, passed, now, asked.ends_at)


def _tell_replaced(
    session: Session, asked: Asked, person_id: int, presser: Sitter, about: Sitter, now: datetime
) -> None:
    """Who had said that they come hears that their duo partner comes in their place."""
    if person_id == presser.person_id:
        return
    outbox.renew(session, Replaced(person_id, asked.id, about.person_id), now, asked.ends_at)


def _tell_moderators(
    session: Session, press: Press, asked: Asked, presser: Sitter, about: Sitter
) -> None:
    """Both moderators hear of a late change: what comes in the quiet hours together, after them.

    At once where the meeting would have begun by then.
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
    """Have the live cards of these meetings' groups drawn, as `rsvp.redraw` does for one."""
    chats = {one.community_id: one.chat_id for one in asked if one.chat_id and one.is_chat_present}
    outbox.renew_all(session, [CardDrawing(chat, key) for key, chat in chats.items()], now)
