"""Alembic's migrations, from the first table on."""

from pathlib import Path

from sqlalchemy import Connection, Engine, String, column, inspect, select, table, text

from storage.core.database import WRITER_LOCK

FOLDER = Path(__file__).parent

REVISIONS_TABLE = "alembic_version"
"""Alembic's own table: the revision of this database."""

WITH_STATISTICS = """
    SELECT quote_ident(relname) AS of,
        CASE relkind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END AS kind,
        CASE relkind WHEN 'i' THEN attnum::text ELSE quote_ident(attname) END AS name,
        format_type(atttypid, atttypmod) AS type,
        relkind = 'r' AND EXISTS (
            SELECT FROM pg_statistic WHERE starelid = attrelid AND staattnum = attnum
        ) AS has_some
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_index ON indexrelid = attrelid
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i')
        AND attnum > 0 AND NOT attisdropped AND attstattarget IS DISTINCT FROM 0
        AND (relkind = 'r' OR indkey[attnum - 1] = 0)
        AND atttypid <> ALL ('{int4,bool,date,time,timestamptz}'::regtype[])
    ORDER BY relkind DESC, relname, attnum
"""
"""PostgreSQL's columns, and expressions of indexes, whose values may be about people."""


class NewerSchemaError(Exception):
    """The database was upgraded by a newer version of the program."""


def known() -> frozenset[str]:
    """The revisions this program can upgrade from; a revision's file begins with its number."""
    files = (FOLDER / "versions").glob("[0-9]*.py")
    return frozenset(path.name.partition("_")[0] for path in files)


def newest() -> str:
    """The revision this program needs."""
    return max(known())


def upgrade(engine: Engine) -> None:
    """Create or upgrade the schema; several processes may do so at the same time.

    Raises NewerSchemaError and the database's errors.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
        revision = current(connection)
        if revision is not None and revision not in known():
            raise NewerSchemaError
        if revision != newest():
            upgrade_to("head", connection)
        if engine.dialect.name == "postgresql":
            _gather_no_statistics_about_people(connection)


def _gather_no_statistics_about_people(connection: Connection) -> None:
    """Keep PostgreSQL from copying what people wrote, and their Telegram ids, to `pg_statistic`.

    ANALYZE leaves the statistics of an emptied table as they were, so erased values would stay
    there. Numbers of rows, moments and yes or no are still counted for the planner.
    """
    for row in connection.execute(text(WITH_STATISTICS)).all():
        if row.has_some:
            # The one way of SQL to drop statistics: the type stays, so nothing is written anew.
            change = f"ALTER TABLE {row.of} ALTER COLUMN {row.name} TYPE {row.type}"
            connection.execute(text(change))
        connection.execute(
            text(f"ALTER {row.kind} {row.of} ALTER COLUMN {row.name} SET STATISTICS 0")
        )


def current(connection: Connection) -> str | None:
    """The revision of this database; None when it is empty."""
    if not inspect(connection).has_table(REVISIONS_TABLE):
        return None
    numbers = select(column("version_num", String)).select_from(table(REVISIONS_TABLE))
    return connection.execute(numbers).scalar()


def upgrade_to(revision: str, connection: Connection) -> None:
    """Create or upgrade the schema up to a revision, in the transaction of `connection`."""
    # Imported late: most starts find the schema as it should be.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
