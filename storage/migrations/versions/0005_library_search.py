"""The search of the library by the database itself, and the example that everyone finds there."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import storage.core.columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A later migration that makes library_item anew, as batch mode does, must make these anew too.
SQLITE = (
    # The words are folded already, so only spaces part them; their text is not kept twice.
    """
    CREATE VIRTUAL TABLE library_search USING fts5(
        words, content='library_item', content_rowid='id', tokenize='ascii', prefix='1 2 3'
    )
    """,
    """
    CREATE TRIGGER library_item_shared AFTER INSERT ON library_item BEGIN
        INSERT INTO library_search (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER library_item_changed AFTER UPDATE OF words ON library_item BEGIN
        INSERT INTO library_search (library_search, rowid, words)
            VALUES ('delete', old.id, old.words);
        INSERT INTO library_search (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER library_item_withdrawn AFTER DELETE ON library_item BEGIN
        INSERT INTO library_search (library_search, rowid, words)
            VALUES ('delete', old.id, old.words);
    END
    """,
    "INSERT INTO library_search (library_search) VALUES ('rebuild')",
)
POSTGRESQL = (
    # In PL/pgSQL and dear, so that the planner looks into the index and never makes it of each row.
    """
    CREATE OR REPLACE FUNCTION library_words(folded text) RETURNS tsvector AS
        'BEGIN RETURN array_to_tsvector(string_to_array(folded, '' '')); END'
        LANGUAGE plpgsql IMMUTABLE COST 200
    """,
    """
    CREATE INDEX ix_library_item_search ON library_item
        USING gin (library_words(words)) WITH (fastupdate = off)
    """,
)

EXAMPLE = {
    "kind": "example",
    "title": "BabbelBoost",
    "title_words": "babbelboost",
    "why": "",
    "content": "",
    "link": "",
    "file_id": "",
    "file_name": "",
    # The one text that all languages share is its name; these are for the search.
    "words": "babbelboost dialoogtool dialoog gesprek outil de dialogue tool dialogue conversation",
    "shared_at": datetime(2026, 1, 1, tzinfo=UTC),
}


def upgrade() -> None:
    """Begin to search, and put the example there."""
    for statement in SQLITE if _is_sqlite() else POSTGRESQL:
        op.execute(statement)
    op.bulk_insert(_items(), [EXAMPLE])


def downgrade() -> None:
    """Go back."""
    items = _items()
    op.execute(items.delete().where(items.c.kind == EXAMPLE["kind"]))
    if _is_sqlite():
        for name in ("shared", "changed", "withdrawn"):
            op.execute(f"DROP TRIGGER library_item_{name}")
        op.execute("DROP TABLE library_search")
    else:
        op.execute("DROP INDEX ix_library_item_search")
        op.execute("DROP FUNCTION library_words(text)")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _items() -> sa.TableClause:
    texts = [name for name in EXAMPLE if name != "shared_at"]
    return sa.table(
        "library_item",
        *(sa.column(name, sa.String()) for name in texts),
        sa.column("shared_at", storage.core.columns.UtcDateTime()),
    )
