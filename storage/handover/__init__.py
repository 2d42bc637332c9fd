"""Hand-over notes of duos: who owes one, its sealed text, and its status.

Texts are sealed with a key that is not in the database; who, when and the status are not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import handover as rules
from bot.rules.handover import Duty, NoDuty, Status
from storage import attendance, duos, members, rsvp
from storage.attendance import Attendance
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.database import SAID
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Membership, Person, Seated


def sealed(*, nullable: bool = False) -> Column[str]:
    """A column for a sealed text."""
    return Column(Text(), nullable=nullable)


class Handover(SQLModel, table=True):
    """The hand-over of one meeting between the two on a seat; while it is due, there is no note.

    `asks` counts the requests to the author since `asked_at`; `ask_at` is when to ask again.
    `version` counts how often the note was sent: a changed note is delivered anew.
    """

    __table_args__ = (
        UniqueConstraint("meeting_id", "seat_id"),
        Index(
            "ix_handover_ask",
            "ask_at",
            sqlite_where=text("ask_at IS NOT NULL"),
            postgresql_where=text("ask_at IS NOT NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    seat_id: int = Field(sa_column=belongs_to("seat.id"))
    author_id: int = Field(sa_column=belongs_to("person.id"))
    reader_id: int | None = Field(default=None, sa_column=loosely("person.id"))
    asks: int = 0
    asked_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    ask_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    version: int = 0
    note: str | None = Field(default=None, sa_column=sealed(nullable=True))
    written_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    delivered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    read_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    restatement: str | None = Field(default=None, sa_column=sealed(nullable=True))
    restated_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))

    @property
    def status(self) -> Status:
        """Its status."""
        return rules.status(
            written=self.written_at,
            delivered=self.delivered_at,
            read=self.read_at,
            restated=self.restated_at,
        )


class HandoverQuestion(SQLModel, table=True):
    """The reader's question about a note, and the author's answer, once given."""

    __tablename__ = "handover_question"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(sa_column=belongs_to("handover.id"))
    question: str = Field(sa_column=sealed())
    asked_at: datetime = Field(sa_column=instant())
    answer: str | None = Field(default=None, sa_column=sealed(nullable=True))
    answered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two partners on one seat, the first of the turns first."""

    first: Seated
    second: Seated

    @property
    def ids(self) -> tuple[int, int]:
        """Their ids."""
        return self.first.membership.person_id, self.second.membership.person_id

    @property
    def seat_id(self) -> int:
        """The seat they share."""
        return self.first.membership.seat_id

    def person(self, person_id: int | None) -> Person | None:
        """The partner with this id."""
        return next((s.person for s in (self.first, self.second) if s.person.id == person_id), None)

    def other(self, person_id: int | None) -> Person:
        """The partner of the one with this id."""
        return self.second.person if self.first.person.id == person_id else self.first.person


def pair_on(session: Session, seat_id: int) -> Pair | None:
    """The duo on a seat; None when one person holds it."""
    holders = members.on_seat(session, seat_id)
    return Pair(*holders) if len(holders) == len(("first", "second")) else None


def pairs(session: Session, community_id: int) -> list[Pair]:
    """The duos of a community, by seat."""
    seats: dict[int, list[Seated]] = {}
    for seated in members.seated(session, community_id):
        seats.setdefault(seated.membership.seat_id, []).append(seated)
    return [Pair(*sharing) for sharing in seats.values() if len(sharing) > 1]


def of_meeting(session: Session, meeting_id: int | None, seat_id: int) -> Handover | None:
    """The hand-over of a seat after a meeting."""
    return session.exec(
        select(Handover).where(Handover.meeting_id == meeting_id, Handover.seat_id == seat_id)
    ).first()


def duty(session: Session, meeting: Meeting, pair: Pair) -> Duty[int] | NoDuty:
    """Who of a duo owes a hand-over after a meeting, or why nobody does."""
    ticked = attendance.saved(session, meeting.id or 0)
    came = {key: ticked[key].was_present for key in pair.ids if key in ticked}
    answer = rsvp.answer_of(session, meeting.id or 0, pair.seat_id)
    is_yes = answer is not None and answer.given.is_coming
    return rules.duty(pair.ids, came, answer.person_id if answer is not None and is_yes else None)


def get_or_add(session: Session, meeting: Meeting, seat_id: int, owed: Duty[int]) -> Handover:
    """The hand-over that this author owes; made if there was none.

    One that was due between others, before a partner left, is given to these two.
    """
    handover = of_meeting(session, meeting.id, seat_id)
    two = (owed.author, owed.reader)
    if handover is None:
        handover = Handover(
            meeting_id=meeting.id or 0, seat_id=seat_id, author_id=two[0], reader_id=two[1]
        )
    elif handover.written_at is None and (handover.author_id, handover.reader_id) != two:
        handover.author_id, handover.reader_id = two
        handover.asks, handover.asked_at, handover.ask_at = 0, None, None
    session.add(handover)
    session.flush()
    return handover


def adjust(session: Session, meeting: Meeting, pair: Pair) -> Handover | None:
    """Follow changed attendance or answers; returns a hand-over whose author must be asked anew.

    A written note stays with its author.
    """
    owed = duty(session, meeting, pair)
    handover = of_meeting(session, meeting.id, pair.seat_id)
    if handover is not None and handover.written_at is not None:
        return None
    if isinstance(owed, NoDuty):
        if handover is not None and owed is not NoDuty.NOT_KNOWN:
            session.delete(handover)
        return None
    if handover is not None and handover.author_id != owed.author:
        # Another one, so that no button under the question to the first opens it.
        session.delete(handover)
        session.flush()
    handover = get_or_add(session, meeting, pair.seat_id, owed)
    return None if handover.asks else handover


def note_ask(session: Session, handover: Handover, now: datetime, again: datetime | None) -> None:
    """Store that the author is being asked, and when to ask again."""
    handover.asks += 1
    handover.asked_at = handover.asked_at or now
    handover.ask_at = again
    session.add(handover)
    session.info[SAID] = True


def standing(
    session: Session, handover: Handover | None, person_id: int | None = None
) -> Pair | None:
    """The duo of a hand-over, while author and reader still share the seat; else None.

    With `person_id` only if that person is one of the two. Nothing is owed for a cancelled meeting;
    a written note stays.
    """
    if handover is None or (handover.written_at is None and _is_off(session, handover)):
        return None
    pair = pair_on(session, handover.seat_id)
    if pair is None or {handover.author_id, handover.reader_id} != set(pair.ids):
        return None
    return pair if person_id is None or person_id in pair.ids else None


def _is_off(session: Session, handover: Handover) -> bool:
    return session.get_one(Meeting, handover.meeting_id).is_cancelled


def last_begun(session: Session, own: Membership, now: datetime) -> Meeting | None:
    """The meeting of this membership's community that began last."""
    return attendance.last_begun(session, own.community_id, now)


def owed_by(session: Session, own: Membership) -> list[Handover]:
    """The hand-overs that a member still has to write, oldest meeting first."""
    return list(
        session.exec(
            _in_order().where(
                Handover.author_id == own.person_id,
                Handover.seat_id == own.seat_id,
                col(Handover.written_at).is_(None),
            )
        )
    )


def for_reader(session: Session, own: Membership) -> list[Handover]:
    """The notes for a member to read, oldest meeting first."""
    return list(
        session.exec(
            _in_order().where(
                Handover.reader_id == own.person_id,
                Handover.seat_id == own.seat_id,
                col(Handover.written_at).is_not(None),
            )
        )
    )


def unread(session: Session, community_id: int) -> list[tuple[Person, Handover]]:
    """The unread notes of a community, each with its reader."""
    return [
        (seated.person, found)
        for seated in members.seated(session, community_id)
        for found in for_reader(session, seated.membership)
        if found.read_at is None and standing(session, found) is not None
    ]


def of_author(session: Session, own: Membership) -> list[Handover]:
    """The notes written by a member, oldest meeting first."""
    return list(
        session.exec(
            _in_order().where(
                Handover.author_id == own.person_id,
                Handover.seat_id == own.seat_id,
                col(Handover.written_at).is_not(None),
            )
        )
    )


def _in_order() -> SelectOfScalar[Handover]:
    return (
        select(Handover)
        .join(Meeting, col(Meeting.id) == Handover.meeting_id)
        .order_by(col(Meeting.starts_at), col(Handover.id))
    )


def latest_of_seat(session: Session, seat_id: int) -> Handover | None:
    """The hand-over of the latest meeting on a seat, without those owed for cancelled meetings."""
    return session.exec(
        select(Handover)
        .join(Meeting, col(Meeting.id) == Handover.meeting_id)
        .where(
            Handover.seat_id == seat_id,
            or_(col(Handover.written_at).is_not(None), col(Meeting.is_cancelled).is_(False)),
        )
        .order_by(col(Meeting.starts_at).desc())
    ).first()


def to_repeat(session: Session, meeting: Meeting, own: Membership) -> list[Handover]:
    """The notes to show a reader again before this meeting, when it is their turn.

    Only notes of their present partner.
    """
    written = [one for one in for_reader(session, own) if standing(session, one) is not None]
    starts = {one.id or 0: session.get_one(Meeting, one.meeting_id).starts_at for one in written}
    noted = {one.meeting_id for one in written}
    taken = [one.starts_at for one in _taken(session, own) if one.id not in noted]
    order = rules.to_repeat(starts, taken, meeting.starts_at)
    by_id = {one.id: one for one in written}
    return [by_id[key] for key in order]


def _taken(session: Session, own: Membership) -> list[Meeting]:
    """The meetings that this member attended: as ticked, else as answered, else by their turn."""
    held = session.exec(
        select(Meeting).where(
            Meeting.community_id == own.community_id, col(Meeting.is_cancelled).is_(False)
        )
    ).all()
    turns = duos.turns_of(session, own.seat_id, members.on_seat(session, own.seat_id), held)
    answers = rsvp.answers_of(session, own.seat_id)
    expected = {key: one.person_id if one.given.is_coming else None for key, one in answers.items()}
    ticked = dict(
        session.exec(
            select(Attendance.meeting_id, Attendance.was_present).where(
                Attendance.person_id == own.person_id
            )
        ).all()
    )
    by_plan = {key: person == own.person_id for key, person in (turns | expected).items()}
    came = by_plan | ticked
    return [one for one in held if came[one.id or 0]]


def write(
    session: Session,
    handover: Handover,
    values: Mapping[str, str],
    cipher: TextCipher,
    now: datetime,
) -> None:
    """Store the sealed note; a changed one is to be delivered, read and restated anew."""
    handover.note = cipher.encrypt(json.dumps(dict(values), ensure_ascii=False))
    handover.version += 1
    handover.written_at = now
    handover.ask_at = handover.delivered_at = handover.read_at = handover.restated_at = None
    handover.restatement = None
    session.add(handover)
    session.flush()


def decrypted_fields(handover: Handover, cipher: TextCipher) -> dict[str, str]:
    """The decrypted fields of a note. Raises OtherKeyError."""
    if handover.note is None:
        return {}
    said: dict[str, str] = json.loads(cipher.decrypt(handover.note))
    return said


def questions(session: Session, handover: Handover) -> list[HandoverQuestion]:
    """The reader's questions about a note, in order."""
    return list(
        session.exec(
            select(HandoverQuestion)
            .where(HandoverQuestion.handover_id == handover.id)
            .order_by(col(HandoverQuestion.id))
        )
    )


def earliest_ask() -> SelectOfScalar[datetime | None]:
    """A query for the moment at which the next author is to be asked."""
    return select(func.min(Handover.ask_at)).where(col(Handover.ask_at).is_not(None))


def due_asks(session: Session, now: datetime) -> list[Handover]:
    """The hand-overs whose author is to be asked by now."""
    return list(
        session.exec(
            select(Handover)
            .where(col(Handover.ask_at).is_not(None), col(Handover.ask_at) <= now)
            .order_by(col(Handover.ask_at), col(Handover.id))
        )
    )


def undelivered(session: Session, person_id: int | None) -> list[Handover]:
    """The notes whose reader could not be reached yet."""
    return list(
        session.exec(
            _in_order().where(
                Handover.reader_id == person_id,
                col(Handover.written_at).is_not(None),
                col(Handover.delivered_at).is_(None),
            )
        )
    )
