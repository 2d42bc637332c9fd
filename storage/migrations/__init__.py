"""Alembic's migrations, from the first table on."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage.database import WRITER_LOCK

FOLDER = Path(__file__).parent


def newest() -> str:
    """The revision this program needs; a revision's file begins with its number."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def upgrade(engine: Engine) -> None:
    """Create or upgrade the schema; several processes may do so at the same time."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
        if _current(connection) != newest():
            _run_alembic(connection)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(found[0]) if found else None


def _run_alembic(connection: Connection) -> None:
    # Imported late: most starts find the schema as it should be.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
