"""Handles many presses together: reads what they need and writes their answers in few statements.

A single press costs the same few statements as a hundred that come together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, or_, select
from sqlmodel import Session, col

from bot.rules.rsvp import Answer as Reply
from storage.communities import Chat
from storage.core.upsert import upsert
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.rsvp import Answer, Card


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person on a seat of a community."""

    person_id: int
    telegram_id: int
    name: str
    language: str | None
    community_id: int
    seat_id: int
    role: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A meeting that is answered, with its card and the chat of its group."""

    id: int
    community_id: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    card: int | None
    chat_id: int | None
    """Our own key; None where no group was tied."""
    is_chat_present: bool | None
    chat_telegram_id: int | None
    former_telegram_id: int | None
    """Before the group became a supergroup: its old buttons still speak of that id."""


@dataclass(frozen=True, slots=True)
class Given:
    """A seat's answer and whom it is about."""

    answer: Reply
    person_id: int


@dataclass(slots=True)
class Round:
    """The rows that the presses of one round need. `answers` is updated as they are decided."""

    meetings: dict[int, Asked] = field(default_factory=dict)
    languages: dict[int, str | None] = field(default_factory=dict)
    """Chosen language by the Telegram id of a person."""
    answers: dict[tuple[int, int], Given] = field(default_factory=dict)
    """By meeting and seat."""

    def sitter(self, telegram_id: int, community_id: int) -> Sitter | None:
        """The person who presses, as a member of a community."""
        return self._by_telegram.get((telegram_id, community_id))

    def member(self, person_id: int, community_id: int) -> Sitter | None:
        """A person of a community."""
        return self._by_person.get((person_id, community_id))

    def holders(self, seat_id: int) -> list[Sitter]:
        """The people on a seat, in turn order."""
        return self._by_seat.get(seat_id, [])

    def seats(self) -> Collection[int]:
        """The ids of all seats that were read."""
        return self._by_seat.keys()

    _by_telegram: dict[tuple[int, int], Sitter] = field(default_factory=dict)
    _by_person: dict[tuple[int, int], Sitter] = field(default_factory=dict)
    _by_seat: dict[int, list[Sitter]] = field(default_factory=dict)

    def seat(self, sitters: Iterable[Sitter]) -> None:
        """Add the people on seats."""
        for sitter in sitters:
            self._by_telegram[sitter.telegram_id, sitter.community_id] = sitter
            self._by_person[sitter.person_id, sitter.community_id] = sitter
            self._by_seat.setdefault(sitter.seat_id, []).append(sitter)
            self.languages[sitter.telegram_id] = sitter.language


def read_round(
    session: Session, people: Collection[int], meetings: Collection[int], others: Collection[int]
) -> Round:
    """Read the rows for presses by these people (Telegram ids) on these meetings.

    `others` are the persons whom moderators answer for.
    """
    met = Round()
    met.meetings = {row.id: Asked(*row) for row in _rows(session, _asked(), ids=meetings)}
    communities = {asked.community_id for asked in met.meetings.values()}
    sitters = _rows(session, _sitters(), people=people, others=others, communities=communities)
    met.seat(Sitter(*row) for row in sitters)
    # Whoever sits nowhere here is still answered in the language they chose.
    if strangers := set(people) - met.languages.keys():
        met.languages |= {
            row.telegram_id: row.language for row in _rows(session, _languages(), people=strangers)
        }
    met.answers = {
        (row.meeting_id, row.seat_id): Given(Reply(row.answer), row.person_id)
        for row in _rows(session, _answers(), seats=met.seats())
    }
    return met


def _rows(session: Session, statement: Executable, **given: Collection[int]) -> Iterable[Any]:
    return session.connection().execute(statement, {key: list(all_) for key, all_ in given.items()})


# Statements are made once: making one costs as much as running it.


@cache
def _asked() -> Executable:
    return (
        select(
            col(Meeting.id),
            col(Meeting.community_id),
            col(Meeting.starts_at),
            col(Meeting.ends_at),
            col(Meeting.is_cancelled),
            col(Card.message_id),
            col(Chat.id),
            col(Chat.is_present),
            col(Chat.telegram_id),
            col(Chat.former_telegram_id),
        )
        .outerjoin(Card, col(Card.meeting_id) == Meeting.id)
        .outerjoin(Chat, col(Chat.community_id) == Meeting.community_id)
        .where(col(Meeting.id).in_(bindparam("ids", expanding=True)))
    )


@cache
def _sitters() -> Executable:
    """The people who press or are answered for, with their partners, in turn order."""
    seats = (
        select(col(Membership.seat_id))
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            or_(
                col(Person.telegram_id).in_(bindparam("people", expanding=True)),
                col(Person.id).in_(bindparam("others", expanding=True)),
            ),
            col(Membership.community_id).in_(bindparam("communities", expanding=True)),
        )
    )
    return (
        select(
            col(Membership.person_id),
            col(Person.telegram_id),
            col(Person.name),
            col(Person.language),
            col(Membership.community_id),
            col(Membership.seat_id),
            col(Membership.role),
        )
        .join(Person, col(Person.id) == Membership.person_id)
        .where(col(Membership.seat_id).in_(seats))
        .order_by(col(Membership.turn_order))
    )


@cache
def _languages() -> Executable:
    return select(col(Person.telegram_id), col(Person.language)).where(
        col(Person.telegram_id).in_(bindparam("people", expanding=True))
    )


@cache
def _answers() -> Executable:
    """All answers of these seats: by seat alone, since no index serves pairs."""
    return select(
        col(Answer.meeting_id), col(Answer.seat_id), col(Answer.answer), col(Answer.person_id)
    ).where(col(Answer.seat_id).in_(bindparam("seats", expanding=True)))


@dataclass(frozen=True, slots=True)
class AnswerToWrite:
    """An answer to write."""

    meeting_id: int
    seat_id: int
    person_id: int
    answered_by: int
    answer: str
    answered_at: datetime


def write_answers(session: Session, kept: Iterable[AnswerToWrite]) -> None:
    """Write answers; of several for one seat the last counts."""
    last = {(one.meeting_id, one.seat_id): one for one in kept}
    rows = [
        {
            "meeting_id": one.meeting_id,
            "seat_id": one.seat_id,
            "person_id": one.person_id,
            "answered_by": one.answered_by,
            "answer": one.answer,
            "answered_at": one.answered_at,
        }
        for one in last.values()
    ]
    upsert(session, Answer, rows, ("meeting_id", "seat_id"))
