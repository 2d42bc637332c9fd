"""What was stored before a migration is there after it, in its new form."""

import json

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from storage import migrations, themes
from storage.core.database import Database
from storage.core.form_drafts import FACTS, IN_HAND, FormDraft
from storage.meetings import Meeting
from tests.postgresql import bytes_of_files
from tests.storage.seats import found, plan

A_DRAFT = text(
    "INSERT INTO conversation (telegram_id, topic, draft, touched_at)"
    " VALUES (7, :topic, :draft, :at)"
)
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


OLD_DRAFTS = {
    "plan": {"values": {"when": "x"}, "facts": {"community": 1}},
    "summary": {"values": {}, "facts": {"meeting": 1, "base": 0}},
    "summary:1": {"values": {}, "facts": {"meeting": 1}},
    "summary:2": {"values": {}, "facts": {"meeting": 2}},
    "attendance:1": {"present": [3]},
    "step_note": {"facts": {"about": 1, "step": "eve"}},
    "links": {"release": 9, "communities": [1]},
    "founded": {"mark": "m", "community": 1},
    "frame": {"facts": {"key": "agreement"}},
}
"""Those of meeting 2 and release 9 are about rows that do not exist."""


def test_drafts_of_forms_keep_what_they_hold_and_refer_to_what_they_are_about(
    empty_database_url: str,
) -> None:
    database = Database(empty_database_url)
    with (
        database.engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        migrations.upgrade_to("0007", connection)
        with Session(connection) as session:
            plan(session, found(session, NAME), 7)
            session.flush()
        for topic, draft in OLD_DRAFTS.items():
            aside = topic.partition(":")[2] or topic in ("links", "founded")
            at = "1970-01-01 00:00:00+00:00" if aside else "2026-11-01 12:00:00+00:00"
            row = {"topic": topic, "draft": json.dumps(draft), "at": at}
            connection.execute(A_DRAFT, row)

    migrations.upgrade(database.engine)

    with database.writing() as session:
        rows = {(row.topic, row.waits_as): row for row in session.exec(select(FormDraft))}
        assert {
            key: (row.takes_text, row.meeting_id, row.community_id) for key, row in rows.items()
        } == {
            ("plan", IN_HAND): (True, None, 1),
            ("summary", IN_HAND): (True, 1, None),
            ("summary", "meeting=1"): (False, 1, None),
            ("attendance", "meeting=1"): (False, 1, None),
            ("step_note", IN_HAND): (True, 1, None),
            ("founded", IN_HAND): (False, None, 1),
            ("frame", IN_HAND): (True, None, None),
        }
        assert rows["attendance", "meeting=1"].draft == {"present": [3], FACTS: {"meeting": 1}}
        assert rows["plan", IN_HAND].draft == OLD_DRAFTS["plan"]
        assert rows["step_note", IN_HAND].draft[FACTS] == {"meeting": 1, "step": "eve"}
        session.delete(session.exec(select(Meeting)).one())
        session.flush()
        assert session.exec(select(FormDraft.topic).order_by(FormDraft.topic)).all() == [
            "founded",
            "frame",
            "plan",
        ]
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
