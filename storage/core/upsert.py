"""Insert or update many rows in one statement, alike on SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Row = Mapping[str, Any]
Change = Callable[[Any], Mapping[str, Any]]


def upsert(
    session: Session,
    model: type[SQLModel],
    rows: Sequence[Row],
    unique: Sequence[str],
    change: Change | None = None,
) -> None:
    """Insert `rows`; where `unique` is taken, update instead.

    All columns get the new values, except those of `change`: it is given the new row's columns and
    makes their values.
    """
    if not rows:
        return
    table: Table = model.__table__  # type: ignore[attr-defined]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    given = {name: statement.excluded[name] for name in rows[0] if name not in unique}
    changed = change(statement.excluded) if change else {}
    statement = statement.on_conflict_do_update(
        index_elements=list(unique), set_={**given, **changed}
    )
    session.connection().execute(statement, list(rows))
