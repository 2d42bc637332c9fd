"""Answers to meetings, one a seat, and the cards that show them."""

from datetime import datetime
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select

from bot.rules.rsvp import Answer as Reply
from storage import meetings
from storage.core.columns import belongs_to, instant
from storage.core.personal_data import (
    Export,
    Kept,
    NameGoes,
    PersonalData,
    RowGoes,
    columns,
    is_you,
)


class Answer(SQLModel, table=True):
    """The answer of a seat to a meeting. `answer` is an `Answer` value of the rules.

    `person_id` is whom the answer is about; `answered_by` differs when a moderator answered for
    them.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "seat_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    seat_id: int = Field(sa_column=belongs_to("seat.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    answered_by: int = Field(sa_column=belongs_to("person.id"))
    answer: str
    answered_at: datetime = Field(sa_column=instant())

    @property
    def given(self) -> Reply:
        """The answer as the rules know it."""
        return Reply(self.answer)


class Card(SQLModel, table=True):
    """The live message of a meeting in its group."""

    meeting_id: int = Field(sa_column=belongs_to("meeting.id", primary_key=True))
    chat_id: int = Field(sa_column=belongs_to("chat.id"))
    message_id: int


def answers(session: Session, meeting_id: int) -> dict[int, Answer]:
    """The answers to a meeting, by seat."""
    rows = session.exec(select(Answer).where(Answer.meeting_id == meeting_id))
    return {row.seat_id: row for row in rows}


def answer_of(session: Session, meeting_id: int, seat_id: int) -> Answer | None:
    """A seat's answer to a meeting."""
    return session.exec(
        select(Answer).where(Answer.meeting_id == meeting_id, Answer.seat_id == seat_id)
    ).first()


def answers_of(session: Session, seat_id: int) -> dict[int, Answer]:
    """The answers of a seat, by meeting."""
    rows = session.exec(select(Answer).where(Answer.seat_id == seat_id))
    return {row.meeting_id: row for row in rows}


def forget_answers(session: Session, meeting_id: int) -> None:
    """Delete the answers: the meeting has moved."""
    session.exec(delete(Answer).where(col(Answer.meeting_id) == meeting_id))


def card_of(session: Session, meeting_id: int) -> Card | None:
    """The card of a meeting, once it was posted."""
    return session.get(Card, meeting_id)


def cards_in(session: Session, chat_id: int) -> list[Card]:
    """The cards in a group that still have their buttons."""
    return list(session.exec(select(Card).where(Card.chat_id == chat_id)))


def retire_card(session: Session, meeting_id: int) -> None:
    """Delete the row of a card that was drawn for the last time."""
    session.exec(delete(Card).where(col(Card.meeting_id) == meeting_id))


def retire_cards(session: Session, chat_id: int) -> None:
    """Delete the rows of the cards of a group that has another id now."""
    session.exec(delete(Card).where(col(Card.chat_id) == chat_id))


PERSONAL_DATA: Final = (
    PersonalData(
        Answer,
        Kept("who came is reckoned from it where nobody ticked the list"),
        # What a moderator answered for somebody else stays that one's.
        whose={"person_id": RowGoes(), "answered_by": NameGoes(instead="person_id")},
        exports=(
            Export(
                "answers",
                {
                    **columns("answer", "answered_at"),
                    "about_you": is_you("person_id"),
                    "given_by_you": is_you("answered_by"),
                },
                about=meetings.about,
            ),
        ),
    ),
    PersonalData(Card, Kept("it names nobody")),
)
