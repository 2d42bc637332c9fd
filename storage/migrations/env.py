"""How Alembic runs here: on the connection it is given, in batch mode for SQLite."""

from alembic import context
from sqlmodel import SQLModel

from storage.tables import TABLES

if not TABLES:
    raise RuntimeError("a migration needs to know every table")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
