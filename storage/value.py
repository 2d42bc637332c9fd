"""The value question: who answered it, and apart from that the counted answers.

The counts are sealed and always have the same length: copies of the database, its log or a backup
show who answered, but never what, however many are compared.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, Text
from sqlmodel import Field, Session, SQLModel, col, select

from bot.rules import value as rules
from bot.rules.rsvp import COMING
from bot.rules.value import Value
from storage import meetings
from storage.attendance import Attendance
from storage.core.personal_data import AfterCycle, Export, Kept, PersonalData, RowGoes
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.rsvp import Answer

DIGITS = 4
"""Of a sealed count: all have as many."""


class ValueAnswered(SQLModel, table=True):
    """That a person answered for a meeting, without the answer."""

    __tablename__ = "value_answered"

    meeting_id: int = Field(
        sa_column=Column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    )
    person_id: int = Field(
        sa_column=Column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    )


class ValueCounts(SQLModel, table=True):
    """The sealed counts of the answers for a meeting, without names."""

    __tablename__ = "value_counts"

    meeting_id: int = Field(
        sa_column=Column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    )
    counts: str = Field(sa_column=Column(Text(), nullable=False))


def was_there(session: Session, meeting_id: int | None, person_id: int | None) -> bool:
    """Whether a person was at a meeting: as ticked, or as answered while nobody ticked."""
    ticked = session.exec(
        select(Attendance.person_id, Attendance.was_present).where(
            Attendance.meeting_id == meeting_id
        )
    ).all()
    if ticked:
        return dict(ticked).get(person_id or 0, False)
    answered = select(Answer.id).where(
        Answer.meeting_id == meeting_id,
        Answer.person_id == person_id,
        col(Answer.answer).in_(COMING),
    )
    return session.exec(answered).first() is not None


def has_answered(session: Session, meeting_id: int | None, person_id: int | None) -> bool:
    """Whether a person answered the question about a meeting."""
    return session.get(ValueAnswered, (meeting_id, person_id)) is not None


def is_readable(session: Session, cipher: TextCipher, meeting_id: int | None) -> bool:
    """Whether this key decrypts the counts: with another one they would start from zero."""
    row = session.get(ValueCounts, meeting_id)
    return row is None or cipher.decrypt_or_none(row.counts) is not None


def count_answer(
    session: Session, cipher: TextCipher, meeting_id: int, person_id: int, value: Value
) -> bool:
    """Count an answer without its author; False when this person was counted before."""
    if has_answered(session, meeting_id, person_id):
        return False
    session.add(ValueAnswered(meeting_id=meeting_id, person_id=person_id))
    row = session.get(ValueCounts, meeting_id) or ValueCounts(meeting_id=meeting_id, counts="")
    counted = _opened(cipher, row.counts)
    row.counts = _closed(cipher, {**counted, value: counted[value] + 1})
    session.add(row)
    session.flush()
    return True


def counts(
    session: Session, cipher: TextCipher, meeting_id: int | None
) -> Mapping[Value, int] | None:
    """The counts of the answers for a meeting; None while there are too few."""
    row = session.get(ValueCounts, meeting_id)
    return rules.shown(_opened(cipher, row.counts)) if row is not None else None


def _closed(cipher: TextCipher, counted: Mapping[Value, int]) -> str:
    # Of the same length whatever is counted, and so is what is sealed.
    return cipher.encrypt(json.dumps({value: f"{counted[value]:0{DIGITS}}" for value in Value}))


def _opened(cipher: TextCipher, sealed: str) -> dict[Value, int]:
    """The counts; all zero when another key sealed them."""
    found = json.loads(cipher.decrypt_or_none(sealed) or "{}")
    return {value: int(found.get(value, 0)) for value in Value}


def unanswered_meetings(
    session: Session, community_id: int, person_id: int, now: datetime
) -> Iterator[Meeting]:
    """The meetings that a person attended and can still answer for, newest first."""
    held = session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.ends_at <= now,
            Meeting.ends_at > now - rules.ON_TODO_FOR,
        )
        .order_by(col(Meeting.starts_at).desc())
    ).all()
    for meeting in held:
        is_open = not has_answered(session, meeting.id, person_id)
        if is_open and was_there(session, meeting.id, person_id):
            yield meeting


PERSONAL_DATA: Final = (
    PersonalData(
        ValueAnswered,
        # Not while an answer could still come: it would count twice.
        AfterCycle(at_least=rules.OPEN_FOR),
        whose={"person_id": RowGoes()},
        exports=(Export("value_question_answered_for", {}, about=meetings.about),),
    ),
    PersonalData(ValueCounts, Kept("the counts name nobody")),
)
