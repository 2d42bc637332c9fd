"""Half-finished forms: what a person typed so far, kept until they finish or cancel."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select

from storage.core.columns import instant, telegram_id
from storage.core.personal_data import Export, Kept, PersonalData, RowGoes, columns

BESIDE = datetime(1970, 1, 1, tzinfo=UTC)
"""When what only lies beside was 'touched': so early that what a person types never goes there."""

ENDED = "ended"
"""Under which entry of a draft stands the message that ended it."""


CANCELLED = "cancelled"
"""The topic under which the last /cancel is noted: given again, it must not cancel more."""

PICK = "pick"
"""The topic of a command that waits for the choice of a community: that is no form."""


class Conversation(SQLModel, table=True):
    """One person's draft of one form. The one touched last receives what they type."""

    __table_args__ = (UniqueConstraint("telegram_id", "topic"),)

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=telegram_id())
    topic: str
    draft: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    touched_at: datetime = Field(sa_column=instant())


def current(
    session: Session, person_telegram_id: int, topics: Collection[str] | None = None
) -> Conversation | None:
    """The conversation a person touched last, of all or of these topics."""
    touched = select(Conversation).where(Conversation.telegram_id == person_telegram_id)
    if topics is not None:
        touched = touched.where(col(Conversation.topic).in_(topics))
    return session.exec(
        touched.order_by(col(Conversation.touched_at).desc(), col(Conversation.id).desc())
    ).first()


def about(session: Session, person_telegram_id: int, topic: str) -> Conversation | None:
    """A person's draft on a topic."""
    return session.exec(
        select(Conversation).where(
            Conversation.telegram_id == person_telegram_id, Conversation.topic == topic
        )
    ).first()


def keep(
    session: Session, person_telegram_id: int, topic: str, draft: dict[str, Any], now: datetime
) -> None:
    """Save a draft; from now on it receives what the person types."""
    row = about(session, person_telegram_id, topic)
    if row is None:
        row = Conversation(telegram_id=person_telegram_id, topic=topic, touched_at=now)
    row.draft = dict(draft)
    row.touched_at = now
    session.add(row)


def drop(session: Session, person_telegram_id: int, topic: str) -> bool:
    """Forget a draft; says whether there was one."""
    gone = session.exec(
        delete(Conversation).where(
            col(Conversation.telegram_id) == person_telegram_id, col(Conversation.topic) == topic
        )
    )
    return bool(gone.rowcount)


def end(session: Session, person_telegram_id: int, topic: str, message: str) -> None:
    """Forget a draft, but for the message that ended it."""
    keep(session, person_telegram_id, topic, {ENDED: message}, BESIDE)


def has_ended(session: Session, person_telegram_id: int, message: str) -> bool:
    """Whether this message ended a draft before."""
    rows = session.exec(select(Conversation).where(Conversation.telegram_id == person_telegram_id))
    return any(row.draft.get(ENDED) == message for row in rows)


def drafts(session: Session, person_telegram_id: int) -> list[Conversation]:
    """The forms a person has begun, the one touched last first."""
    return list(
        session.exec(
            select(Conversation)
            .where(
                Conversation.telegram_id == person_telegram_id,
                Conversation.touched_at > BESIDE,
                Conversation.topic != PICK,
            )
            .order_by(col(Conversation.touched_at).desc(), col(Conversation.id).desc())
        )
    )


def cancel_last(session: Session, person_telegram_id: int, message_id: int | None) -> str | None:
    """Drop the draft touched last and give its topic; the same message again drops no more."""
    before = about(session, person_telegram_id, CANCELLED)
    if before is not None and before.draft["message"] == message_id:
        topic: str | None = before.draft["topic"]
        return topic
    last = current(session, person_telegram_id)
    topic = last.topic if last is not None and last.touched_at > BESIDE else None
    if topic is not None:
        drop(session, person_telegram_id, topic)
    note = {"message": message_id, "topic": topic}
    keep(session, person_telegram_id, CANCELLED, note, BESIDE)
    return topic


PERSONAL_DATA: Final = (
    PersonalData(
        Conversation,
        Kept("until it is sent or cancelled; rooms erase what is about something that is over"),
        whose={"telegram_id": RowGoes()},
        exports=(
            Export(
                "drafts",
                {
                    **columns("topic", "touched_at"),
                    "draft": lambda row, reader: reader.cipher.decrypt_fields_or_none(row.draft),
                },
                only=col(Conversation.topic) != CANCELLED,
            ),
        ),
    ),
)
