"""What people type is readable to who has the key, and to nobody who took the database alone."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import MetaData
from sqlmodel import Session, col, select

from bot.app import App, CannotStartError
from bot.commands import backup_encryption
from bot.commands.backup import back_up
from bot.playground.faults import Fault
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.settings import Settings
from handlers.core.reply import Reply
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.core.text_encryption import SEALED
from tests.end_to_end.town import UNHURRIED, Clock, Town, is_file, living, settings_for, wall

DRAFTED, ANSWERED = "Kwartelkoning", "Roerdomp"
OTHER_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
PASSPHRASE = "een heel lange zin"


@asynccontextmanager
async def reopened(telegram: Telegram, settings: Settings) -> AsyncIterator[Town]:
    """The town a day later, with the program started anew."""
    clock = Clock(wall("2026-09-02 10:00"))
    app = App(settings, clock, UNHURRIED)
    async with app.alive():
        yield Town(telegram, app, clock)


async def begins(town: Town) -> Person:
    """Somebody who has begun to register, with a word in the draft."""
    founded = await town.founds("Positive")
    jo = town.telegram.world.person("Jo", language_code="en")
    jo.says(f"/start {founded.member.partition('start=')[2]}\nname: {DRAFTED}")
    await jo.hears("profession?")
    return jo


async def waits(town: Town, person: Person) -> Fault:
    """Leave an answer to a person waiting, with a word of theirs in it."""
    outage = town.telegram.faults.next("server error", "sendMessage", times=None, status=503)
    person.says(f"name: {DRAFTED}\n{ANSWERED}: x")
    await town.telegram.handled()
    # It is tried again and again: at this moment it may just be under way.
    assert await last_reply(town) in ("due", "sending")
    return outage


async def last_reply(town: Town) -> str | None:
    """What became of the newest answer that was left in the outbox."""
    newest = (
        select(Outgoing.state).where(Outgoing.kind == Reply.name).order_by(col(Outgoing.id).desc())
    )
    return await town.app.database.read(lambda session: session.exec(newest).first())


async def stolen(town: Town, url: str) -> bytes:
    """All bytes that a thief of the database finds."""
    if is_file(url):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(file.with_name(f"{file.name}{end}").read_bytes() for end in ("", "-wal"))

    def read(session: Session) -> bytes:
        connection = session.connection()
        ours = MetaData()
        ours.reflect(connection)
        found = (connection.execute(table.select()) for table in ours.sorted_tables)
        return "\n".join(str(row) for rows in found for row in rows).encode()

    return await town.app.database.read(read)


async def backed_up(town: Town, file: Path) -> bytes:
    """The content of a backup, to who has its passphrase."""
    passphrase = SecretStr(PASSPHRASE)
    await back_up(replace(town.app.settings, backup_passphrase=passphrase), file)
    return b"".join(backup_encryption.read(file, passphrase))


async def test_a_stolen_database_or_backup_shows_no_word_of_a_draft_or_a_waiting_answer(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    jo = await begins(town)
    outage = await waits(town, jo)

    for found in (await stolen(town, database_url), await backed_up(town, tmp_path / "backup")):
        assert b"Positive" in found
        assert SEALED.encode() in found
        assert DRAFTED.encode() not in found
        assert ANSWERED.encode() not in found

    outage.times = 0
    town.clock.at += timedelta(minutes=5)
    await town.app.look()
    assert ANSWERED in (await jo.hears("profession?")).text
    jo.says("/mydata")
    document = (await jo.hears(lambda one: one.document is not None)).document
    assert document is not None
    assert json.loads(document.content)["drafts"][0]["draft"]["values"] == {"name": DRAFTED}


@pytest.mark.parametrize("is_old", [False, True], ids=["sealed", "of before there was a key"])
async def test_a_draft_and_a_waiting_answer_survive_a_restart(
    telegram: Telegram, database_url: str, is_old: bool
) -> None:
    async with living(telegram, database_url) as town:
        jo = await begins(town)
        outage = await waits(town, jo)
        if is_old:
            await town.app.database.write(lambda session: lay_open(session, town))
            assert DRAFTED.encode() in await stolen(town, database_url)
        settings = town.app.settings
    outage.times = 0

    async with reopened(telegram, settings) as town:
        assert ANSWERED in (await jo.hears("profession?")).text
        jo.says("profession: nurse\nsector: other\norganisation: O")
        assert f"Name: {DRAFTED}" in (await jo.hears("2026-1")).text


def lay_open(session: Session, town: Town) -> None:
    """Put everything back as it was stored before anything was sealed."""
    cipher = town.app.services.cipher
    for draft in session.exec(select(FormDraft)):
        draft.draft = cipher.decrypt_fields(draft.draft)
    for row in session.exec(select(Outgoing)):
        row.payload = cipher.decrypt_fields(row.payload)


async def test_with_another_key_a_draft_is_as_good_as_none_and_an_answer_is_dropped(
    telegram: Telegram, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot.telegram.delivery")
    async with living(telegram, database_url) as town:
        jo = await begins(town)
        outage = await waits(town, jo)
        settings = replace(town.app.settings, text_key=SecretStr(OTHER_KEY))
    outage.times = 0

    async with reopened(telegram, settings) as town:
        await town.settles()
        assert await last_reply(town) == "dropped"
        logged = [vars(one) for one in caplog.records]
        dropped = [one["figures"] for one in logged if one.get("event") == "outbox_row_dropped"]
        assert {"kind": "reply", "why": "unreadable"} in dropped
        jo.says("nurse")
        assert "your profession?" not in (await jo.hears()).text
        jo.says("/todo")
        assert "not registered" in (await jo.hears()).text
        jo.says("/start")
        assert "Leave your interest" in (await jo.hears()).text
        jo.says("/mydata")
        document = (await jo.hears(lambda one: one.document is not None)).document
        assert document is not None
        assert json.loads(document.content)["drafts"][0]["draft"] is None

        founded = await town.founds("Zuid")
        jo.says(f"/start {founded.member.partition('start=')[2]}\nname: Jo\nprofession: nurse")
        await jo.hears("sector")
        assert not any(ANSWERED in one.text for one in jo.chat.messages if one.sender.is_bot)


@pytest.mark.parametrize("is_folder", [False, True], ids=["no key in it", "not readable"])
async def test_a_key_file_that_is_none_stops_the_start_in_one_line(
    telegram: Telegram, sqlite_url: str, is_folder: bool
) -> None:
    settings = settings_for(telegram, sqlite_url)
    if is_folder:
        settings.text_key_file.mkdir()
    else:
        settings.text_key_file.write_text("hunter2\n")

    with pytest.raises(CannotStartError) as refused:
        async with App(settings, Clock(wall("2026-09-01 10:00")), UNHURRIED).alive():
            pass

    assert str(refused.value).startswith("TEXT_KEY: ")
    assert str(refused.value).isprintable()
    assert "hunter2" not in str(refused.value)
