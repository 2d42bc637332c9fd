"""Many presses at once: what they meet is read, and what they change written, in a few statements.

A press alone costs the same few statements; a hundred that come together share them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from storage import outbox
from storage.communities import Chat
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.rsvp import Answer, Card, drawing
from storage.upsert import upsert


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
    """A meeting that is asked about, and the message of its card where it has one."""

    id: int
    community_id: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    card: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """A seat's answer and whom it speaks of."""

    answer: str
    person_id: int


@dataclass(slots=True)
class Round:
    """What the presses of one round meet. `answers` is kept up to date as they are decided."""

    meetings: dict[int, Asked] = field(default_factory=dict)
    communities: dict[int, int] = field(default_factory=dict)
    """Community by the Telegram id of its group chat."""
    languages: dict[int, str | None] = field(default_factory=dict)
    """Chosen language by the Telegram id of a person."""
    answers: dict[tuple[int, int], Given] = field(default_factory=dict)
    """By meeting and seat."""

    def sitter(self, telegram_id: int, community_id: int) -> Sitter | None:
        """Who presses, as a member of a community."""
        return self._by_telegram.get((telegram_id, community_id))

    def member(self, person_id: int, community_id: int) -> Sitter | None:
        """A person of a community."""
        return self._by_person.get((person_id, community_id))

    def holders(self, seat_id: int) -> list[Sitter]:
        """Who shares a seat, in turn order."""
        return self._by_seat.get(seat_id, [])

    def seats(self) -> Collection[int]:
        """The seats of all who are met."""
        return self._by_seat.keys()

    _by_telegram: dict[tuple[int, int], Sitter] = field(default_factory=dict)
    _by_person: dict[tuple[int, int], Sitter] = field(default_factory=dict)
    _by_seat: dict[int, list[Sitter]] = field(default_factory=dict)

    def seat(self, sitters: Iterable[Sitter]) -> None:
        """Take in who sits where."""
        for sitter in sitters:
            self._by_telegram[sitter.telegram_id, sitter.community_id] = sitter
            self._by_person[sitter.person_id, sitter.community_id] = sitter
            self._by_seat.setdefault(sitter.seat_id, []).append(sitter)


def meet(
    session: Session,
    people: Collection[int],
    meetings: Collection[int],
    chats: Collection[int],
    others: Collection[int],
) -> Round:
    """Read what presses by these people (Telegram ids) on these meetings meet.

    `others` are persons whom moderators answer for; `chats` the groups pressed in.
    """
    met = Round()
    met.meetings = {asked.id: asked for asked in _meetings(session, meetings)}
    met.communities = _communities(session, chats)
    met.languages = _languages(session, people)
    met.seat(_sitters(session, people, others, {a.community_id for a in met.meetings.values()}))
    met.answers = _answers(session, met.seats())
    return met


def _communities(session: Session, chats: Collection[int]) -> dict[int, int]:
    rows = session.connection().execute(
        select(col(Chat.telegram_id), col(Chat.former_telegram_id), col(Chat.community_id)).where(
            or_(col(Chat.telegram_id).in_(chats), col(Chat.former_telegram_id).in_(chats))
        )
    )
    found = {}
    for now, former, community_id in rows:
        found[now] = community_id
        if former is not None:
            found[former] = community_id
    return found


def _languages(session: Session, people: Collection[int]) -> dict[int, str | None]:
    rows = session.connection().execute(
        select(col(Person.telegram_id), col(Person.language)).where(
            col(Person.telegram_id).in_(people)
        )
    )
    return {key: found for key, found in rows}  # noqa: C416 - a Row is no pair to dict()


def _meetings(session: Session, ids: Collection[int]) -> Iterable[Asked]:
    rows = session.connection().execute(
        select(
            col(Meeting.id),
            col(Meeting.community_id),
            col(Meeting.starts_at),
            col(Meeting.ends_at),
            col(Meeting.is_cancelled),
            col(Card.message_id),
        )
        .outerjoin(Card, col(Card.meeting_id) == Meeting.id)
        .where(col(Meeting.id).in_(ids))
    )
    return (
        Asked(key or 0, community, starts_at, ends_at, is_cancelled, card)
        for key, community, starts_at, ends_at, is_cancelled, card in rows
    )


def _sitters(
    session: Session,
    people: Collection[int],
    others: Collection[int],
    communities: Collection[int],
) -> Iterable[Sitter]:
    """Those who press or are answered for, with the partners on their seats, in turn order."""
    is_meant: ColumnElement[bool] = col(Person.telegram_id).in_(people)
    if others:
        is_meant = or_(is_meant, col(Person.id).in_(others))
    seats = (
        select(col(Membership.seat_id))
        .join(Person, col(Person.id) == Membership.person_id)
        .where(is_meant, col(Membership.community_id).in_(communities))
    )
    rows = session.connection().execute(
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
    return (Sitter(*row) for row in rows)


def _answers(session: Session, seats: Collection[int]) -> dict[tuple[int, int], Given]:
    """All answers of these seats: by seat alone, for no database looks up pairs by an index."""
    rows = session.connection().execute(
        select(
            col(Answer.meeting_id), col(Answer.seat_id), col(Answer.answer), col(Answer.person_id)
        ).where(col(Answer.seat_id).in_(seats))
    )
    return {(meeting, seat): Given(answer, person) for meeting, seat, answer, person in rows}


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer to write."""

    meeting_id: int
    seat_id: int
    person_id: int
    answered_by: int
    answer: str
    answered_at: datetime


def keep(session: Session, kept: Iterable[Kept]) -> None:
    """Write answers; of several of one seat the last counts."""
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


def redraw(session: Session, communities: Collection[int], now: datetime) -> None:
    """Have the live cards of these communities drawn, as `rsvp.redraw` does for one."""
    if not communities:
        return
    chats = session.connection().execute(
        select(col(Chat.id), col(Chat.community_id)).where(
            col(Chat.community_id).in_(communities), col(Chat.is_present)
        )
    )
    outbox.renew_all(session, [drawing(community, chat or 0, now) for chat, community in chats])
