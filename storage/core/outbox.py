"""The outbox: messages to send, written in the same transaction as the change they report.

A row goes due -> sending -> sent. One that is found in 'sending' at start may have been sent: it is
sent again, marked as a possible repeat.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, Index, and_, case, insert, literal_column, text
from sqlmodel import Field, Session, SQLModel, col, delete, func, select, update

from storage.core.columns import belongs_to, instant, telegram_id
from storage.core.database import SAID
from storage.core.outbox_kind import OutboxKind
from storage.core.periods import SENT_ROWS_KEPT
from storage.core.personal_data import AfterTime, Export, PersonalData, RowGoes, columns
from storage.core.upsert import upsert

DUE, SENDING, SENT, DROPPED = "due", "sending", "sent", "dropped"


class Outgoing(SQLModel, table=True):
    """One message to send, rendered when it is sent: `kind` is the name of an `OutboxKind`.

    Exactly one of `person_id`, `chat_id` and `telegram_id` names the recipient. The payload holds
    references, not sentences, but for replies that could not be sent at once.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    person_id: int | None = Field(default=None, sa_column=belongs_to("person.id", nullable=True))
    chat_id: int | None = Field(default=None, sa_column=belongs_to("chat.id", nullable=True))
    telegram_id: int | None = Field(default=None, sa_column=telegram_id(nullable=True))
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    due_at: datetime = Field(sa_column=instant())
    useful_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    state: str = DUE
    version: int = 0
    attempts: int = 0
    is_repeat: bool = False


IS_DUE = col(Outgoing.state) == literal_column("'due'")
"""A literal: SQLite uses the partial index only for a condition without parameters."""


def _columns(kind: OutboxKind, due_at: datetime) -> dict[str, Any]:
    named = {"key": kind.key(), "kind": kind.name, "payload": kind.payload, "due_at": due_at}
    return named | kind.recipient


def put(
    session: Session,
    kind: OutboxKind,
    due_at: datetime,
    useful_until: datetime | None = None,
    *,
    is_repeat: bool = False,
) -> bool:
    """Add a row; False when its key is taken.

    `is_repeat` marks a message that may have arrived before.
    """
    if by_key(session, kind.key()) is not None:
        return False
    session.add(Outgoing(**_columns(kind, due_at), useful_until=useful_until, is_repeat=is_repeat))
    session.flush()
    session.info[SAID] = True
    return True


def put_all(session: Session, kinds: Sequence[OutboxKind], due_at: datetime) -> None:
    """Add many rows in one statement; none of their keys may be taken."""
    values = [_columns(kind, due_at) | _FRESH for kind in kinds]
    if values:
        session.connection().execute(insert(Outgoing), values)
        session.info[SAID] = True


def renew(
    session: Session,
    kind: OutboxKind,
    due_at: datetime,
    useful_until: datetime | None = None,
) -> None:
    """Make a row due at `due_at`, whether or not it was sent before.

    The version tells delivery that what it is sending just now is outdated.
    """
    existing = by_key(session, kind.key())
    if existing is None:
        put(session, kind, due_at, useful_until)
        return
    existing.payload = kind.payload
    existing.due_at = due_at
    existing.useful_until = useful_until
    existing.version += 1
    existing.attempts = 0
    if existing.state != SENDING:
        existing.state = DUE
    session.add(existing)
    session.info[SAID] = True


def renew_all(session: Session, kinds: Sequence[OutboxKind], due_at: datetime) -> None:
    """Renew many things of one kind in one statement.

    One that waits already keeps its earlier time: who goes on asking must not put it off.
    """
    values = [_columns(kind, due_at) | _FRESH for kind in kinds]
    upsert(session, Outgoing, values, ("key",), _renewed)
    session.info[SAID] = session.info.get(SAID, False) or bool(kinds)


_FRESH: Final = {"state": DUE, "version": 0, "attempts": 0, "is_repeat": False}


def _renewed(new: Any) -> dict[str, Any]:
    state, due_at = col(Outgoing.state), col(Outgoing.due_at)
    waits_less = and_(state == DUE, due_at < new.due_at)
    return {
        "version": col(Outgoing.version) + 1,
        "due_at": case((waits_less, due_at), else_=new.due_at),
        "state": case((state == SENDING, SENDING), else_=DUE),
        "is_repeat": col(Outgoing.is_repeat),
    }


def gather(session: Session, kind: OutboxKind, due_at: datetime) -> None:
    """Make a row due at `due_at`, unless it is due already: many requests are one message."""
    existing = by_key(session, kind.key())
    if existing is None or existing.state != DUE:
        renew(session, kind, due_at)


def amend(session: Session, row: Outgoing, kind: OutboxKind) -> None:
    """Replace the payload of a row that was not sent yet; its time stays."""
    row.payload = kind.payload
    session.add(row)
    session.info[SAID] = True


def by_key(session: Session, key: str) -> Outgoing | None:
    """The row of this key."""
    return session.exec(select(Outgoing).where(Outgoing.key == key)).first()


def waiting(
    session: Session,
    kind: type[OutboxKind],
    *,
    person_id: int | None = None,
    chat_id: int | None = None,
) -> Outgoing | None:
    """The row of this kind for a person or group that is due and was surely not sent."""
    return session.exec(
        select(Outgoing).where(
            Outgoing.person_id == person_id,
            Outgoing.chat_id == chat_id,
            Outgoing.kind == kind.name,
            Outgoing.state == DUE,
            col(Outgoing.is_repeat).is_(False),
        )
    ).first()


def all_waiting(session: Session, kind: type[OutboxKind]) -> list[Outgoing]:
    """The rows of this kind that are due and were surely not sent."""
    return list(
        session.exec(
            select(Outgoing).where(
                Outgoing.kind == kind.name,
                Outgoing.state == DUE,
                col(Outgoing.is_repeat).is_(False),
            )
        )
    )


def unfinished(session: Session, kind: type[OutboxKind], telegram_id: int) -> list[Outgoing]:
    """The rows of this kind for a Telegram id that are due or being sent."""
    return list(
        session.exec(
            select(Outgoing).where(
                Outgoing.telegram_id == telegram_id,
                Outgoing.kind == kind.name,
                col(Outgoing.state).in_((DUE, SENDING)),
            )
        )
    )


def withdraw(session: Session, key: str) -> None:
    """Delete a row that was not sent yet."""
    session.exec(delete(Outgoing).where(col(Outgoing.key) == key, col(Outgoing.state) == DUE))


def erase(session: Session, row: Outgoing) -> None:
    """Empty the payload of a row that was sent, unless it was renewed meanwhile."""
    session.exec(
        delete(Outgoing).where(col(Outgoing.key) == row.key, col(Outgoing.version) == row.version)
    )


def claim(session: Session, now: datetime, limit: int) -> list[Outgoing]:
    """Take up to `limit` rows that are due, the longest due first."""
    rows = list(
        session.exec(
            select(Outgoing)
            .where(IS_DUE, Outgoing.due_at <= now)
            .order_by(col(Outgoing.due_at), col(Outgoing.id))
            .limit(limit)
        )
    )
    for row in rows:
        row.state = SENDING
        row.attempts += 1
        session.add(row)
    return rows


def settle(session: Session, outgoing_id: int | None, version: int, state: str) -> None:
    """Note the end of a row; if it was renewed meanwhile, it stays due instead."""
    row = session.get(Outgoing, outgoing_id)
    if row is None:
        return
    row.is_repeat = False
    if row.version == version:
        # What was said is no longer needed; of a reply the payload is its text.
        row.state, row.payload = state, {}
    else:
        row.state = DUE
    session.add(row)


def postpone(
    session: Session, outgoing_id: int | None, until: datetime, *, is_repeat: bool
) -> None:
    """Try a row again later; `is_repeat` when the first try may have reached its reader."""
    row = session.get(Outgoing, outgoing_id)
    if row is not None:
        row.state, row.due_at = DUE, max(until, row.due_at)
        row.is_repeat = row.is_repeat or is_repeat
        session.add(row)


def recover(session: Session) -> int:
    """Make rows due that were being sent when a process ended; returns how many."""
    found = session.exec(
        update(Outgoing).where(col(Outgoing.state) == SENDING).values(state=DUE, is_repeat=True)
    )
    return int(found.rowcount)


def next_due(session: Session) -> datetime | None:
    """When the next row falls due."""
    return session.exec(select(func.min(Outgoing.due_at)).where(IS_DUE)).first()


PERSONAL_DATA: Final = (
    PersonalData(
        Outgoing,
        # By then a key can no longer come back.
        AfterTime("due_at", SENT_ROWS_KEPT, only=col(Outgoing.state).in_((SENT, DROPPED))),
        whose={"person_id": RowGoes(), "telegram_id": RowGoes()},
        exports=(Export("messages_from_the_bot", columns("kind", "state", "due_at")),),
        is_written=False,
    ),
)
