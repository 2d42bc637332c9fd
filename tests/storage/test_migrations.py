"""What was stored before a migration is there after it, in its new form."""

import json

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage import migrations, themes
from storage.core.database import Database
from tests.postgresql import bytes_of_files
from tests.storage.seats import found

NAME = "Kwartelkoning"

A_THEME = text(
    "INSERT INTO theme (nl, fr, en, name_key, added_at)"
    " VALUES ('kloof', 'fossé', 'divide', 'kloof', '2026-11-01 12:00:00')"
)


def test_the_names_of_a_theme_are_kept_by_language(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with (
        database.engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        migrations.upgrade_to("0006", connection)
        connection.execute(A_THEME)

    migrations.upgrade(database.engine)

    with database.writing() as session:
        (theme,) = themes.added(session)
        assert json.dumps(theme.names) == json.dumps({"nl": "kloof", "fr": "fossé", "en": "divide"})
    database.engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("gathered_before", [False, True])
async def test_no_statistics_keep_what_is_erased(
    postgresql_url: str, *, gathered_before: bool
) -> None:
    database = Database(postgresql_url)
    with database.writing() as session:
        # Of several values PostgreSQL notes the ends and what lies between them.
        for name in (NAME, f"{NAME} Noord", f"{NAME} Zuid"):
            found(session, name)
        if gathered_before:
            for column in ("name", "name_key"):
                again = f"ALTER TABLE community ALTER COLUMN {column} SET STATISTICS 100"
                session.connection().execute(text(again))
    with database.writing() as session:
        session.connection().execute(text("ANALYZE"))
    assert (NAME in await database.read(statistics)) is gathered_before
    migrations.upgrade(database.engine)
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM community"))
        session.connection().execute(text("ANALYZE"))
    await database.compact()

    assert NAME not in await database.read(statistics)
    assert NAME.encode() not in bytes_of_files(postgresql_url)
    await database.close()


def statistics(session: Session) -> str:
    """What PostgreSQL has gathered about the values of columns."""
    values = "SELECT concat(most_common_vals, histogram_bounds) FROM pg_stats"
    asked = f"{values} WHERE tablename = 'community'"
    return "\n".join(session.connection().execute(text(asked)).scalars())
