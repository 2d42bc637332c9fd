"""The names of a theme by language, in one column."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LANGUAGES = ("nl", "fr", "en")


def upgrade() -> None:
    """Put the names together."""
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("names", sa.JSON(), nullable=True))
    theme, connection = _theme(), op.get_bind()
    for row in connection.execute(sa.select(theme)).mappings().all():
        names = {language: row[language] for language in LANGUAGES}
        connection.execute(sa.update(theme).where(theme.c.id == row["id"]).values(names=names))
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.alter_column("names", existing_type=sa.JSON(), nullable=False)
        for language in LANGUAGES:
            batch_op.drop_column(language)


def downgrade() -> None:
    """Put them apart again."""
    with op.batch_alter_table("theme", schema=None) as batch_op:
        for language in LANGUAGES:
            batch_op.add_column(sa.Column(language, sa.String(), server_default="", nullable=False))
    theme, connection = _theme(), op.get_bind()
    for row in connection.execute(sa.select(theme)).mappings().all():
        names = {language: row["names"].get(language, "") for language in LANGUAGES}
        connection.execute(sa.update(theme).where(theme.c.id == row["id"]).values(**names))
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_column("names")


def _theme() -> sa.TableClause:
    return sa.table(
        "theme",
        sa.column("id", sa.Integer()),
        sa.column("names", sa.JSON()),
        *(sa.column(language, sa.String()) for language in LANGUAGES),
    )
