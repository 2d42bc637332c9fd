"""Exports all tables as rows of plain values, and imports them elsewhere.

The records are the same for SQLite and PostgreSQL, so a community can move between them. They carry
the revision of the schema: an older export is imported as it was and then upgraded.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Time,
    and_,
    create_engine,
    func,
    inspect,
    or_,
    select,
    text,
    update,
)
from sqlmodel import col

from bot.rules.cases import State
from storage import migrations
from storage.cases import CaseWindow
from storage.core import outbox
from storage.core.database import WRITER_LOCK
from storage.core.outbox import Outgoing
from storage.library import SEARCH_TABLE
from storage.migrations import REVISIONS_TABLE
from storage.reminders.steps import Reminder

Record = Mapping[str, Any]
"""The first: `revision`. Then for each table one with `table`, `columns` and `given` (the last id
given out, if that is known), followed by its rows, many to a record: `rows`.
"""

AT_ONCE: Final = 500
"""Rows in one record, and in one statement."""

PEOPLE: Final = "person"


class UnreadableError(Exception):
    """The database cannot be exported or imported into; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows were imported, and how many messages and reminders are too old to send."""

    rows: int
    messages: int
    reminders: int


def take(engine: Engine) -> Iterator[Record]:
    """Read all tables as of one moment, while others write.

    Raises UnreadableError when the database has none of our tables.
    """
    with engine.connect() as connection:
        # SQLite shows a transaction one moment by itself; PostgreSQL has to be told.
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        revision = migrations.current(connection)
        if revision is None:
            raise UnreadableError("there is nothing in the database yet")
        yield {"revision": revision}
        for table in _tables(connection, revision):
            yield from _records(connection, table)


def has_people(engine: Engine) -> bool:
    """Whether the database has any person."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(PEOPLE):
            return False
        return connection.execute(text("SELECT 1 FROM person LIMIT 1")).first() is not None


def put_back(engine: Engine, records: Iterator[Record], now: datetime) -> Restored:
    """Replace the content of the database with an export, in one transaction.

    Nothing old is sent again: messages due by `now`, or being sent, are dropped, and reminders due
    by `now` are done. Raises UnreadableError, and whatever `records` raises; then nothing has
    changed.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
        revision = str(next(records)["revision"])
        _check_known(revision)
        _clear(connection)
        migrations.upgrade_to(revision, connection)
        given, rows = _fill(connection, revision, records)
        migrations.upgrade_to("head", connection)
        _continue_ids(connection, given)
        _void_windows(connection)
        return Restored(rows, _drop_messages(connection, now), _end_reminders(connection, now))


def _check_known(revision: str) -> None:
    if revision not in migrations.known():
        raise UnreadableError("a newer version of this program made it; upgrade this one first")


def _tables(connection: Connection, revision: str) -> list[Table]:
    """Our tables in this database, referenced ones first."""
    _check_known(revision)
    ours = MetaData()
    names = _names(revision)
    ours.reflect(connection, only=lambda name, _: name in names)
    for table in ours.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True  # None is nothing at all, not JSON's null
    return ours.sorted_tables


def _names(revision: str) -> frozenset[str]:
    """The names of our tables at a revision.

    Other tables in the same database are not ours.
    """
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrations.upgrade_to(revision, connection)
        names = frozenset(inspect(connection).get_table_names())
    engine.dispose()
    # What is searched follows its table by itself, here and where it is put back.
    searched = {name for name in names if name.startswith(SEARCH_TABLE)}
    return names - searched - {REVISIONS_TABLE}


def _records(connection: Connection, table: Table) -> Iterator[Record]:
    yield {
        "table": table.name,
        "columns": [column.name for column in table.columns],
        "given": _last_id(connection, table),
    }
    order = table.primary_key.columns
    rows = connection.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*order))
    for part in rows.partitions():
        yield {"rows": [[_plain(value) for value in row] for row in part]}


def _plain(value: Any) -> Any:
    """A value for JSON; moments in UTC."""
    match value:
        case datetime():
            aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return aware.isoformat()
        case date() | time():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    """The function that reads a value of this column from JSON."""
    match column.type:
        case DateTime():
            return datetime.fromisoformat
        case Date():
            return date.fromisoformat
        case Time():
            return time.fromisoformat
        case LargeBinary():
            return base64.b64decode
        case _:
            return lambda value: value


def _clear(connection: Connection) -> None:
    """Drop our tables, and no others."""
    revision = migrations.current(connection)
    if revision is not None:
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"DROP TABLE IF EXISTS {SEARCH_TABLE}"))
        for table in reversed(_tables(connection, revision)):
            table.drop(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {REVISIONS_TABLE}"))


def _fill(
    connection: Connection, revision: str, records: Iterable[Record]
) -> tuple[dict[str, int], int]:
    """Insert all rows; the last id given out by table, and the number of rows."""
    tables = {table.name: table for table in _tables(connection, revision)}
    for table in reversed(tables.values()):
        # What a migration puts there for everyone comes with the snapshot.
        connection.execute(table.delete())
    given: dict[str, int] = {}
    number = 0
    columns: list[Column[Any]] = []
    for record in records:
        if "table" in record:
            table = tables[record["table"]]
            columns = [table.columns[name] for name in record["columns"]]
            if record["given"] is not None:
                given[table.name] = record["given"]
            continue
        number += _insert(connection, columns, record["rows"])
    return given, number


def _insert(connection: Connection, columns: list[Column[Any]], rows: list[list[Any]]) -> int:
    readers = [(column.name, _reader(column)) for column in columns]
    values = [
        {
            name: None if value is None else read(value)
            for (name, read), value in zip(readers, row, strict=True)
        }
        for row in rows
    ]
    if values:
        connection.execute(columns[0].table.insert(), values)
    return len(values)


def _last_id(connection: Connection, table: Table) -> int | None:
    """The last id given out, even if its row is gone; None where ids may be reused."""
    if connection.dialect.name == "sqlite":
        asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(asked, {"name": table.name}).scalar()
    sequence = _sequence(connection, table)
    if sequence is None:
        return None
    asked = text(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 - its own name
    return connection.execute(asked).scalar()


def _sequence(connection: Connection, table: Table) -> str | None:
    """PostgreSQL's sequence for the ids of a table, if it has one."""
    asked = text("SELECT pg_get_serial_sequence(:name, :id)")
    key = next(iter(table.primary_key.columns))
    return connection.execute(asked, {"name": table.name, "id": key.name}).scalar()


def _continue_ids(connection: Connection, given: Mapping[str, int]) -> None:
    """Make sure that no id is given out again: buttons and messages hold them."""
    for table in _tables(connection, migrations.newest()):
        last = given.get(table.name, 0)
        if connection.dialect.name == "sqlite":
            _continue_in_sqlite(connection, table, last)
        elif sequence := _sequence(connection, table):
            key = next(iter(table.primary_key.columns))
            highest = max(last, connection.execute(select(func.max(key))).scalar() or 0)
            if highest:
                connection.execute(select(func.setval(sequence, highest)))


def _continue_in_sqlite(connection: Connection, table: Table, last: int) -> None:
    values = {"name": table.name, "last": last}
    begin = (
        "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master"
        " WHERE name = :name AND sql LIKE '%AUTOINCREMENT%'"
        " AND name NOT IN (SELECT name FROM sqlite_sequence)"
    )
    connection.execute(text(begin), values)
    raise_to = "UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name"
    connection.execute(text(raise_to), values)


def _drop_messages(connection: Connection, now: datetime) -> int:
    is_due = and_(col(Outgoing.state) == outbox.DUE, col(Outgoing.due_at) <= now)
    is_old = or_(is_due, col(Outgoing.state) == outbox.SENDING)
    dropped = connection.execute(update(Outgoing).where(is_old).values(state=outbox.DROPPED))
    return dropped.rowcount


def _void_windows(connection: Connection) -> None:
    """Void open windows: backups hold no urns, so everyone is asked again."""
    is_open = col(CaseWindow.state) == State.OPEN.value
    connection.execute(update(CaseWindow).where(is_open).values(state=State.VOID.value))


def _end_reminders(connection: Connection, now: datetime) -> int:
    is_old = and_(col(Reminder.is_done).is_(False), col(Reminder.due_at) <= now)
    ended = connection.execute(update(Reminder).where(is_old).values(is_done=True))
    return ended.rowcount
