"""Alembic's migrations, from the first table on."""

from pathlib import Path

from sqlalchemy import Connection, Engine, String, column, inspect, select, table, text

from storage.core.database import WRITER_LOCK

FOLDER = Path(__file__).parent

REVISIONS_TABLE = "alembic_version"
"""Alembic's own table: the revision of this database."""


def known() -> frozenset[str]:
    """The revisions this program can upgrade from; a revision's file begins with its number."""
    files = (FOLDER / "versions").glob("[0-9]*.py")
    return frozenset(path.name.partition("_")[0] for path in files)


def newest() -> str:
    """The revision this program needs."""
    return max(known())


def upgrade(engine: Engine) -> None:
    """Create or upgrade the schema; several processes may do so at the same time."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
        if current(connection) != newest():
            upgrade_to("head", connection)


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
