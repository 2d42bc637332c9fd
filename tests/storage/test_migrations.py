"""What was stored before a migration is there after it, in its new form."""

import json

from sqlalchemy import text

from storage import migrations, themes
from storage.core.database import Database

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
