"""Drafts of forms with references to what they are about, in place of ids in their topics."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

import storage.core.columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = {
    "meeting": "meeting",
    "community": "community",
    "case": "case",
    "prompt": "prompt",
    "item": "library_item",
    "theme": "theme",
    "release": "release",
}
"""The facts of a draft that name a row, each with the table of that row."""

GONE = -1
"""No row has this id."""

ASIDE = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of the last change that said: this draft takes no text."""

APART = {
    "attendance": ("meeting",),
    "summary": ("meeting",),
    "handover": ("meeting",),
    "prompt": ("community", "prompt"),
    "prompt_answer": ("prompt",),
    "library": ("community",),
    "library_change": ("community", "item"),
}
"""The topics of which several drafts may wait, and the facts that tell these apart."""

NAMED_ABOUT = {"step_note": "meeting"}
"""What the fact `about` of a topic names; of the others that have it, a case."""

IN_FACTS = {
    "library_saved": ("item", "community"),
    "founded": ("community",),
    "links": ("release",),
}
"""Entries of notes that become facts."""


def upgrade() -> None:
    """Copy each draft with its references; one about a row that is gone goes."""
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("waits_as", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("takes_text", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("touched_at", storage.core.columns.UtcDateTime(timezone=True), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=True) for name in TABLES),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], ondelete="CASCADE")
            for name, table in TABLES.items()
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id", "topic", "waits_as"),
    )
    for column in ("telegram_id", *(f"{name}_id" for name in TABLES)):
        op.create_index(f"ix_form_draft_{column}", "form_draft", [column])
    connection = op.get_bind()
    before = _drafts("conversation")
    after = _drafts(
        "form_draft",
        sa.column("waits_as", sa.String()),
        sa.column("takes_text", sa.Boolean()),
        *(sa.column(f"{name}_id", sa.Integer()) for name in TABLES),
    )
    there = {name: _ids(connection, table) for name, table in TABLES.items()}
    meetings = _meetings_of_notes(connection)
    now = datetime.now(UTC)
    rows = connection.execute(sa.select(before).order_by(before.c.id)).mappings().all()
    for row in map(_converted, rows):
        facts = row["draft"].get("facts", {})
        if "handover" in facts and "meeting" not in facts:
            facts["meeting"] = meetings.get(facts["handover"], GONE)
        named = {name: facts.get(name) or None for name in TABLES}
        if any(key is not None and key not in there[name] for name, key in named.items()):
            continue
        row["takes_text"] = row["touched_at"] > ASIDE
        row["touched_at"] = row["touched_at"] if row["takes_text"] else now
        references = {f"{name}_id": key for name, key in named.items()}
        connection.execute(sa.insert(after).values(**row, **references))
    op.drop_table("conversation")


def _converted(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row in its new form, but for `takes_text` and the references."""
    topic, _, keys = row["topic"].partition(":")
    draft, facts = dict(row["draft"]), dict(row["draft"].get("facts", {}))
    waits_as = ""
    if keys:
        told_apart = dict(zip(APART[topic], map(int, keys.split(":")), strict=True))
        facts |= told_apart
        waits_as = ",".join(f"{name}={key}" for name, key in told_apart.items())
    if topic in NAMED_ABOUT or topic.startswith("case_"):
        named = NAMED_ABOUT.get(topic, "case")
        facts |= {named: facts.pop("about")} if "about" in facts else {}
    facts |= {name: draft.pop(name) for name in IN_FACTS.get(topic, ()) if name in draft}
    if facts:
        draft["facts"] = facts
    return {
        "telegram_id": row["telegram_id"],
        "topic": topic,
        "waits_as": waits_as,
        "draft": draft,
        "touched_at": row["touched_at"],
    }


def _meetings_of_notes(connection: sa.Connection) -> dict[int, int]:
    """The meeting of each hand-over note."""
    notes = sa.table("handover", sa.column("id"), sa.column("meeting_id"))
    return {row.id: row.meeting_id for row in connection.execute(sa.select(notes))}


def _ids(connection: sa.Connection, table: str) -> set[int]:
    return set(connection.execute(sa.select(sa.table(table, sa.column("id")).c.id)).scalars())


def downgrade() -> None:
    """Go back without the drafts: their topics cannot be told apart any more."""
    op.drop_table("form_draft")
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("touched_at", storage.core.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id", "topic"),
    )
    op.create_index("ix_conversation_telegram_id", "conversation", ["telegram_id"])


def _drafts(name: str, *more: sa.ColumnClause[Any]) -> sa.TableClause:
    """A table of drafts: the columns that both have, and more."""
    return sa.table(
        name,
        sa.column("id", sa.Integer()),
        sa.column("telegram_id", sa.BigInteger()),
        sa.column("topic", sa.String()),
        sa.column("draft", sa.JSON()),
        sa.column("touched_at", storage.core.columns.UtcDateTime(timezone=True)),
        *more,
    )
