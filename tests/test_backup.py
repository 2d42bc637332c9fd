"""Backup and restore: encrypted, whole or not at all, on both databases, and never old news."""

import os
import pty
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, MetaData, Table, inspect, select
from sqlmodel import Session

from bot.commands import backup_encryption
from bot.commands.backup import BackupError, back_up, restore
from bot.playground.telegram import Telegram
from bot.rules.meetings import Planned
from bot.settings import Settings, load
from storage import communities, meetings, migrations, snapshot
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.database import Database
from storage.core.delivery_lock import delivery_lock
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.library import SEARCH_TABLE
from storage.members import Person
from storage.reminders.steps import Reminder
from tests.end_to_end.process import ROOT, environment, program

NOW = datetime(2026, 9, 1, 8, 0, 0, 123456, tzinfo=UTC)
PASSPHRASE = "een heel lange zin"
DELIVERING = "event=delivery_lock_acquired"
SECRET_NAME = "Zwaluwstaart ’t Hüske"


def settings(url: str, passphrase: str = PASSPHRASE) -> Settings:
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    environ = {"DATABASE_URL": plain, "BACKUP_PASSPHRASE": passphrase}
    return load(environ, None, token_needed=False)


def write(url: str, act: Callable[[Session], Any]) -> None:
    database = Database(url)
    migrations.upgrade(database.engine)
    with database.writing() as session:
        act(session)
    database.engine.dispose()


def fill(session: Session) -> None:
    """A community with a meeting, and of outbox and reminders one of each fate."""
    community = Community(
        name=SECRET_NAME,
        name_key="z",
        zone="north",
        language="nl",
        group_token=communities.new_token(),
        founded_at=NOW,
    )
    people = [Person(telegram_id=2**40 + n, name=f"{SECRET_NAME} {n}") for n in range(1200)]
    session.add_all([community, *people])
    session.flush()
    end = NOW + timedelta(hours=2)
    session.add(Chat(telegram_id=-(10**12), community_id=community.id or 0))
    meeting = meetings.add(session, community.id or 0, 1, Planned(NOW, end), NOW)
    draft = {"name": SECRET_NAME, "seats": [1, None, True]}
    session.add(FormDraft(telegram_id=5, topic="plan", draft=draft, touched_at=NOW))
    session.flush()
    for step, due_at in (("nudge", NOW - timedelta(days=1)), ("eve", NOW + timedelta(days=9))):
        session.add(Reminder(meeting_id=meeting.id or 0, step=step, due_at=due_at))
    for key, state, days in (
        ("old", outbox.DUE, -1),
        ("under way", outbox.SENDING, -1),
        ("said", outbox.SENT, -1),
        ("coming", outbox.DUE, 9),
    ):
        at = NOW + timedelta(days=days)
        session.add(Outgoing(key=key, kind="bundle", telegram_id=5, due_at=at, state=state))
    session.flush()
    session.delete(people[-1])  # its id must never come back


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, moments in UTC."""
    database = Database(url)
    ours = MetaData()
    ours.reflect(database.engine)
    with database.engine.connect() as connection:
        found = {table.name: rows(connection.execute(select(table))) for table in tables(ours)}
    database.engine.dispose()
    return found


def tables(ours: MetaData) -> list[Table]:
    beside = ("sqlite_sequence", SEARCH_TABLE)
    return [table for table in ours.sorted_tables if not table.name.startswith(beside)]


def rows(found: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(same(value) for value in row) for row in found), key=repr)


def same(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    return value


def clock() -> datetime:
    return NOW


async def test_everything_comes_back_on_either_database_and_old_news_stays_unsaid(
    database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    write(database_url, fill)
    before = contents(database_url)
    file = tmp_path / "backup"

    assert "1210 rows" in await back_up(settings(database_url), file)
    told = await restore(settings(empty_database_url), file, clock, replace=False)

    assert "2 messages and 1 reminders" in told
    after = contents(empty_database_url)
    states = {row[1]: row[9] for row in after.pop("outbox")}
    assert states == {"old": "dropped", "under way": "dropped", "said": "sent", "coming": "due"}
    assert [(row[2], row[4]) for row in after.pop("reminder")] == [("nudge", True), ("eve", False)]
    assert after == {name: before[name] for name in after}


async def test_an_id_that_was_given_out_never_comes_back(
    database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    write(database_url, fill)
    await back_up(settings(database_url), tmp_path / "backup")
    await restore(settings(empty_database_url), tmp_path / "backup", clock, replace=False)

    newcomer = Person(telegram_id=1, name="Anna")
    write(empty_database_url, lambda session: session.add(newcomer))
    write(empty_database_url, lambda session: session.add(FormDraft(**draft())))

    assert max(row[0] for row in contents(empty_database_url)["person"]) == 1201


def draft() -> dict[str, Any]:
    return {"telegram_id": 6, "topic": "plan", "draft": {}, "touched_at": NOW}


def test_a_backup_shows_one_moment_while_others_write(database_url: str) -> None:
    write(database_url, fill)
    database = Database(database_url)
    records = snapshot.take(database.engine)
    next(records)
    write(database_url, lambda session: session.add(Person(telegram_id=1, name="Anna")))

    assert "Anna" not in str(list(records))
    assert "Anna" in str(list(snapshot.take(database.engine)))
    database.engine.dispose()


async def test_the_file_is_for_its_owner_alone_and_shows_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    write(sqlite_url, fill)
    folder = tmp_path / "backups"
    folder.mkdir()
    await back_up(settings(sqlite_url), folder / "backup")
    await back_up(settings(sqlite_url), folder / "backup")  # takes the place of the first

    assert [path.name for path in folder.iterdir()] == ["backup"]
    assert stat.S_IMODE((folder / "backup").stat().st_mode) == 0o600
    assert b"Zwaluw" not in (folder / "backup").read_bytes()


def cut(content: bytes) -> bytes:
    return content[:-1]


def cut_at_a_chunk(content: bytes) -> bytes:
    head = content.index(b"\n") + 1 + 24
    return content[: head + backup_encryption.CHUNK + 17]


def cut_to_the_head(content: bytes) -> bytes:
    return content[: content.index(b"\n") + 1 + 24]


def alter_the_end(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def alter_the_cost(content: bytes) -> bytes:
    return content.replace(b"argon2id 4 ", b"argon2id 3 ", 1)


def raise_the_cost(content: bytes) -> bytes:
    return content.replace(b" 67108864 ", b" 99999999999 ", 1)


def lengthen(content: bytes) -> bytes:
    return content + b"x"


def replace_all(_content: bytes) -> bytes:
    return b"SQLite format 3\0"


def empty(_content: bytes) -> bytes:
    return b""


DAMAGES = [cut, cut_at_a_chunk, cut_to_the_head, alter_the_end, alter_the_cost, raise_the_cost,
           lengthen, replace_all, empty]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_file_that_is_not_as_it_was_written_changes_nothing(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[bytes], bytes],
) -> None:  # fmt: skip
    monkeypatch.setattr(backup_encryption, "CHUNK", 512)
    write(sqlite_url, fill)
    file = tmp_path / "backup"
    await back_up(settings(sqlite_url), file)
    file.write_bytes(damage(file.read_bytes()))
    before = contents(sqlite_url)

    with pytest.raises(BackupError) as refused:
        await restore(settings(sqlite_url), file, clock, replace=True)

    assert "\n" not in str(refused.value)
    assert contents(sqlite_url) == before


async def test_a_wrong_passphrase_is_said_and_changes_nothing(
    database_url: str, tmp_path: Path
) -> None:
    write(database_url, fill)
    await back_up(settings(database_url), tmp_path / "backup")
    before = contents(database_url)

    with pytest.raises(BackupError, match="passphrase is wrong"):
        await restore(
            settings(database_url, "een andere zin"), tmp_path / "backup", clock, replace=True
        )

    assert contents(database_url) == before


async def test_people_are_replaced_only_on_demand(database_url: str, tmp_path: Path) -> None:
    write(database_url, fill)
    await back_up(settings(database_url), tmp_path / "backup")
    write(database_url, lambda session: session.add(Person(telegram_id=1, name="Anna")))

    with pytest.raises(BackupError, match="--replace"):
        await restore(settings(database_url), tmp_path / "backup", clock, replace=False)
    assert "Anna" in str(contents(database_url))
    await restore(settings(database_url), tmp_path / "backup", clock, replace=True)
    assert "Anna" not in str(contents(database_url))


async def test_a_failure_in_the_middle_leaves_the_database_as_it_was(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(database_url, fill)
    await back_up(settings(database_url), tmp_path / "backup")
    before = contents(database_url)
    monkeypatch.setattr("storage.snapshot._end_reminders", fails)

    with pytest.raises(BackupError):
        await restore(settings(database_url), tmp_path / "backup", clock, replace=True)

    assert contents(database_url) == before


def fails(*_: object) -> int:
    raise OSError(28, "No space left on device")


async def test_nothing_is_restored_under_a_running_bot(database_url: str, tmp_path: Path) -> None:
    write(database_url, fill)
    await back_up(settings(database_url), tmp_path / "backup")
    database = Database(database_url)
    lock = delivery_lock(database.engine)
    assert await lock.try_take()

    with pytest.raises(BackupError, match="running"):
        await restore(settings(database_url), tmp_path / "backup", clock, replace=True)

    await lock.release()
    await database.close()


LATER = '''
"""A later table and column."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer(), nullable=False, server_default="42"))
'''


async def test_a_backup_of_an_older_version_is_upgraded_and_one_of_a_newer_refused(
    database_url: str, empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(database_url, fill)
    await back_up(settings(database_url), tmp_path / "old")
    newer = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, newer)
    later = LATER.format(before=migrations.newest())
    (newer / "versions" / "9999_later.py").write_text(later, encoding="utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "FOLDER", newer)
        await restore(settings(empty_database_url), tmp_path / "old", clock, replace=False)
        assert {row[-1] for row in contents(empty_database_url)["person"]} == {42}
        assert inspected(empty_database_url, lambda engine: inspect(engine).has_table("later"))
        await back_up(settings(empty_database_url), tmp_path / "new")

    with pytest.raises(BackupError, match="newer version"):
        await restore(settings(database_url), tmp_path / "new", clock, replace=True)
    with pytest.raises(BackupError, match="newer version"):
        await back_up(settings(empty_database_url), tmp_path / "again")


def inspected(url: str, ask: Callable[[Engine], Any]) -> Any:
    database = Database(url)
    found = ask(database.engine)
    database.engine.dispose()
    return found


async def test_a_file_that_is_no_backup_is_never_overwritten(
    sqlite_url: str, tmp_path: Path
) -> None:
    write(sqlite_url, fill)
    database = tmp_path / "test.db"

    with pytest.raises(BackupError, match="no backup"):
        await back_up(settings(sqlite_url), database)

    assert database.read_bytes().startswith(b"SQLite")


def ran(environ: dict[str, str], *arguments: str, typed: str = "") -> tuple[int, int, int]:
    """The exit status of the command, and how many lines it wrote to output and error."""
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, input=typed, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.count("\n"), done.stderr.count("\n")


async def test_the_command_works_while_the_bot_runs_and_a_failure_is_one_line(
    database_url: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "backup")
    async with Telegram.start() as telegram:
        environ = environment(telegram, database_url, BACKUP_PASSPHRASE=PASSPHRASE)
        async with program(environ) as running:
            await running.writes(DELIVERING)
            telegram.world.person("Els", language_code="nl").says("/language")
            await telegram.handled()
            assert ran({**environ, "BOT_TOKEN": ""}, "backup", file) == (0, 1, 0)
            assert ran(environ, "restore", "--replace", file) == (1, 0, 1)
            assert running.process.returncode is None
    other = {**environ, "DATABASE_URL": f"sqlite:///{tmp_path}/other.db"}
    assert ran({**other, "BACKUP_PASSPHRASE": ""}, "restore", file, typed="wrong\n") == (1, 0, 1)
    assert not (tmp_path / "other.db").exists()
    assert ran(other, "restore", file) == (0, 1, 0)
    assert ran(other, "backup", str(tmp_path / "none" / "backup")) == (1, 0, 1)


def test_the_passphrase_is_asked_twice_on_the_terminal(sqlite_url: str, tmp_path: Path) -> None:
    write(sqlite_url, fill)
    environ = {"PATH": os.environ["PATH"], "DATABASE_URL": sqlite_url}

    assert typed_on_terminal(environ, tmp_path / "one", PASSPHRASE, "iets anders") == 1
    assert not (tmp_path / "one").exists()
    assert typed_on_terminal(environ, tmp_path / "two", PASSPHRASE, PASSPHRASE) == 0
    assert b"".join(backup_encryption.read(tmp_path / "two", SecretStr(PASSPHRASE)))


def typed_on_terminal(environ: dict[str, str], file: Path, *answers: str) -> int:
    """The exit status of a backup whose questions are answered at a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "backup", str(file)],
        cwd=ROOT, env=environ, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    for answer in answers:
        seen = b""
        while not seen.endswith(b": "):
            seen += os.read(ours, 1)
        os.write(ours, answer.encode() + b"\n")
    status = process.wait(30)
    os.close(ours)
    return status
