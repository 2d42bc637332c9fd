"""Insert or update many rows in one statement, alike on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Row = Mapping[str, Any]


def upsert(
    session: Session,
    model: type[SQLModel],
    rows: Sequence[Row],
    unique: Sequence[str],
    change: Mapping[str, Any] | None = None,
) -> None:
    """Insert `rows`; where `unique` is taken, update instead.

    Without `change` the row takes the place of the old one; with it only those columns change,
    to values that may speak of the table's own columns.
    """
    if not rows:
        return
    table: Table = model.__table__  # type: ignore[attr-defined]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    given = {name: statement.excluded[name] for name in rows[0] if name not in unique}
    statement = statement.on_conflict_do_update(
        index_elements=list(unique), set_={**given, **(change or {})}
    )
    session.connection().execute(statement, list(rows))
