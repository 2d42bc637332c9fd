"""Prompts between meetings: the monitoring lead's questions, and the answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, func, select

from bot.rules.members import Role
from bot.rules.prompts import State
from storage import communities, members, themes
from storage.communities import Chat
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.text_encryption import TextCipher
from storage.members import Membership, Person
from storage.themes import Tagged


def _due_index(name: str, column: str) -> Index:
    """An index on a moment that is set only while it is still to come."""
    is_set = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=is_set, postgresql_where=is_set)


class Prompt(SQLModel, table=True):
    """A question to a community, sealed. `meeting_id` is the meeting it follows, if any.

    `post_at`, `remind_at` and `close_at` are set while that is still to be done; `posted_at` and
    `closed_at` once it is done. `days_after` is set while it moves with its meeting. `message_id`
    is its post in the group with the Telegram id `posted_in`.
    """

    __table_args__ = (
        _due_index("ix_prompt_post", "post_at"),
        _due_index("ix_prompt_remind", "remind_at"),
        _due_index("ix_prompt_close", "close_at"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id"))
    meeting_id: int | None = Field(default=None, sa_column=loosely("meeting.id"))
    written_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    question: str = Field(sa_column=Column(Text(), nullable=False))
    written_at: datetime = Field(sa_column=instant())
    post_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    remind_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    close_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    posted_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    days_after: int | None = None
    posted_in: int | None = Field(default=None, sa_column=Column(BigInteger(), nullable=True))
    message_id: int | None = None

    @property
    def state(self) -> State:
        """Its state."""
        if self.closed_at is not None:
            return State.CLOSED
        if self.posted_at is not None:
            return State.OPEN
        return State.PLANNED if self.post_at is not None else State.HELD

    @property
    def is_asked(self) -> bool:
        """Whether it was posted, so that it can be answered."""
        return self.posted_at is not None


class PromptAnswer(SQLModel, table=True):
    """A sealed answer to a prompt; `is_named` when the name may be shown with it."""

    __tablename__ = "prompt_answer"
    __table_args__ = (UniqueConstraint("prompt_id", "person_id"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    prompt_id: int = Field(sa_column=belongs_to("prompt.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    answer: str = Field(sa_column=Column(Text(), nullable=False))
    is_named: bool = False
    answered_at: datetime = Field(sa_column=instant())


def of_community(session: Session, community_id: int) -> list[Prompt]:
    """The prompts of a community, newest first."""
    return list(
        session.exec(
            select(Prompt)
            .where(Prompt.community_id == community_id)
            .order_by(col(Prompt.written_at).desc(), col(Prompt.id).desc())
        )
    )


def open_in(session: Session, community_id: int) -> list[Prompt]:
    """The prompts that a community can answer now, oldest first."""
    return list(
        session.exec(
            select(Prompt)
            .where(
                Prompt.community_id == community_id,
                col(Prompt.posted_at).is_not(None),
                col(Prompt.closed_at).is_(None),
            )
            .order_by(col(Prompt.posted_at), col(Prompt.id))
        )
    )


def exists_after(session: Session, meeting_id: int | None) -> bool:
    """Whether a prompt follows this meeting, posted or planned."""
    found = select(Prompt.id).where(Prompt.meeting_id == meeting_id)
    return session.exec(found).first() is not None


def withdraw(session: Session, prompt: Prompt) -> None:
    """Delete a prompt that was not posted yet, with its themes."""
    themes.forget(session, Tagged.PROMPT, prompt.id or 0)
    session.delete(prompt)
    session.flush()


def is_readable(prompt: Prompt, cipher: TextCipher) -> bool:
    """Whether this key decrypts the question."""
    return cipher.decrypt_or_none(prompt.question) is not None


def question(prompt: Prompt, cipher: TextCipher) -> str:
    """The decrypted question; … when another key sealed it."""
    return cipher.decrypt_or_none(prompt.question) or "…"


def answers(session: Session, prompt_id: int | None) -> list[tuple[PromptAnswer, Person]]:
    """The answers to a prompt with their authors."""
    rows = session.exec(
        select(PromptAnswer, Person)
        .join(Person, col(Person.id) == PromptAnswer.person_id)
        .where(PromptAnswer.prompt_id == prompt_id)
        .order_by(col(PromptAnswer.id))
    )
    return [(answer, person) for answer, person in rows]


def number_of_answers(session: Session, prompt_id: int | None) -> int:
    """The number of answers."""
    counted = select(func.count()).where(PromptAnswer.prompt_id == prompt_id)
    return session.exec(counted.select_from(PromptAnswer)).one()


def answer_of(
    session: Session, prompt_id: int | None, person_id: int | None
) -> PromptAnswer | None:
    """A person's answer."""
    return session.exec(
        select(PromptAnswer).where(
            PromptAnswer.prompt_id == prompt_id, PromptAnswer.person_id == person_id
        )
    ).first()


def may_answer(own: Membership | None) -> bool:
    """Whether a prompt is for this person: for everyone but the monitoring lead."""
    return own is not None and own.role != Role.LEAD


def awaited(session: Session, prompt: Prompt) -> list[Person]:
    """Those who may answer, can be reached, and have not answered."""
    answered = {person.id for _, person in answers(session, prompt.id)}
    return [
        one.person
        for one in members.seated(session, prompt.community_id)
        if may_answer(one.membership) and one.person.is_reachable and one.person.id not in answered
    ]


def is_late(prompt: Prompt, answer: PromptAnswer) -> bool:
    """Whether an answer was given or changed after the prompt closed."""
    return prompt.closed_at is not None and answer.answered_at >= prompt.closed_at


def group_of(session: Session, community_id: int) -> Chat | None:
    """The group that gets the prompts of a community; None while there is none."""
    chat = communities.chat_of(session, community_id)
    return chat if chat is not None and chat.is_present else None


def standing(prompt: Prompt, chat: Chat) -> int | None:
    """The id of its post in this group; None when it was posted in another."""
    return prompt.message_id if prompt.posted_in == chat.telegram_id else None


def note_post(session: Session, prompt_id: int | None, posted_in: int, message_id: int) -> None:
    """Store in which message of a group it is posted."""
    prompt = session.get(Prompt, prompt_id)
    if prompt is not None:
        prompt.posted_in, prompt.message_id = posted_in, message_id
        session.add(prompt)


def shown_since(
    session: Session, community_id: int, since: datetime, chat: Chat
) -> Sequence[Prompt]:
    """The prompts posted in this group since that moment, newest first."""
    return session.exec(
        select(Prompt)
        .where(
            Prompt.community_id == community_id,
            col(Prompt.posted_at) > since,
            Prompt.posted_in == chat.telegram_id,
            col(Prompt.message_id).is_not(None),
        )
        .order_by(col(Prompt.posted_at).desc())
    ).all()
