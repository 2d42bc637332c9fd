"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Reads and writes aware UTC datetimes; SQLite alone would return naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: they would be shifted by the machine's time zone."""
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
    """A foreign key: the row is deleted with the row that it points to."""
    return Column(ForeignKey(target, ondelete="CASCADE"), nullable=nullable, index=True, **options)


def loosely(target: str) -> Column[int]:
    """A foreign key that is emptied when the row that it points to is deleted."""
    return Column(ForeignKey(target, ondelete="SET NULL"), nullable=True, index=True)


NEVER_AGAIN = {"sqlite_autoincrement": True}
"""For tables whose ids ride in buttons and outbox keys: SQLite must not give one out twice."""


class HasId(Protocol):
    """A row of a table with a key called `id`."""

    id: int | None


def row_id(row: HasId) -> int:
    """The id of a stored row; raises LookupError for a row that is not stored yet."""
    if row.id is None:
        raise LookupError(f"this {type(row).__name__} is not stored")
    return row.id
