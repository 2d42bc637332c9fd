"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime in and out; SQLite alone would give it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: they would silently shift by the machine's zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the value back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def instant(*, nullable: bool = False, index: bool = False) -> Column[datetime]:
    """A column for a moment in time (UTC)."""
    return Column(UtcDateTime(), nullable=nullable, index=index)


def telegram_id(*, unique: bool = False, nullable: bool = False) -> Column[int]:
    """A column for an id that Telegram gave: up to 52 bits, negative for groups."""
    return Column(BigInteger(), unique=unique, nullable=nullable, index=not unique)


def belongs_to(target: str, *, nullable: bool = False, **options: Any) -> Column[int]:
    """A foreign key that goes when what it points to goes."""
    return Column(ForeignKey(target, ondelete="CASCADE"), nullable=nullable, index=True, **options)


def loosely(target: str) -> Column[int]:
    """A foreign key that is emptied when what it points to goes: the row itself stays true."""
    return Column(ForeignKey(target, ondelete="SET NULL"), nullable=True, index=True)


NEVER_AGAIN = {"sqlite_autoincrement": True}
"""For tables whose ids ride in buttons and outbox keys: SQLite must not give one out twice."""


class HasId(Protocol):
    """A row of a table whose key is called `id`."""

    id: int | None


def row_id(row: HasId) -> int:
    """The id of a row that is stored; raises LookupError for one that is not yet."""
    if row.id is None:
        raise LookupError(f"this {type(row).__name__} is not stored")
    return row.id
