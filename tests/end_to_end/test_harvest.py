"""`/export` and `export DIR`: for whom, in which language, and whatever happens meanwhile."""

import asyncio
import json
import signal
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from sqlmodel import Session
from telegram.error import BadRequest

from bot.commands.export import HarvestError, export
from bot.playground.api_json import query_json
from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.rules.harvest import Format
from bot.rules.languages import OWN_NAMES
from bot.rules.summaries import Part
from bot.settings import load
from handlers.harvest import send
from handlers.harvest.send import HarvestExport
from handlers.harvest.xlsx_writer import FOLDER
from storage import communities, migrations, summaries
from storage.core import outbox
from storage.core.database import Database
from tests.end_to_end.handing import having
from tests.end_to_end.process import STARTED, environment, program
from tests.end_to_end.town import COORDINATOR, TEXT_KEY, Town
from tests.storage.seats import found, plan

SHARED, KEPT = "huurschuld <b>& meer", "Winterkoning"
COMMANDS = {"nl": "/oogst", "fr": "/recolte", "en": "/export"}


def hold(session: Session, town: Town, name: str) -> None:
    """A meeting of a community that was held long ago, of whose summary one part is shared."""
    community = communities.by_name(session, name.casefold())
    assert community is not None
    (meeting,) = plan(session, community, -30)
    said = {Part.BROUGHT: SHARED, Part.LEARNED: KEPT}
    seal = town.app.services.cipher
    at = meeting.ends_at
    summaries.publish(session, meeting.id or 0, said, (Part.BROUGHT,), None, seal, at)


async def held(town: Town, *names: str) -> None:
    """Communities that have met."""
    for name in names:
        await town.founds(name)
        await town.app.database.write(partial(hold, town=town, name=name))


def files(person: Person) -> dict[str, bytes]:
    """The documents that somebody was sent, by name."""
    sent = [one.document for one in person.chat.messages if one.document is not None]
    return {one.name: one.content for one in sent}


async def asks(person: Person, text: str = "/export") -> Message:
    """Have somebody ask; the screen with what is chosen."""
    person.says(text)
    return await person.hears(having("📨"))


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_moderator_gets_the_files_of_their_own_community(town: Town, language: str) -> None:
    community = await town.founds("Noord", language=language)
    await town.app.database.write(partial(hold, town=town, name="Noord"))
    await held(town, "Zuid")
    mo = await town.registers(community, "Mo", community.moderators[0], language)
    asked = await asks(mo, COMMANDS[language])
    assert [one for one in asked.buttons if one.startswith("☑")] == [
        f"☑ {OWN_NAMES[language]}",
        "☑ Word .docx",
        "☑ Excel .xlsx",
    ]
    await mo.presses("☐ JSON", asked)
    await mo.hears(having("☑ JSON"))
    pop_up = await mo.presses("📨", asked)
    assert (pop_up.text or "").startswith("✅")
    await town.settles()
    sent = files(mo)
    assert set(sent) == {"Noord.docx", "Noord.xlsx", "Noord.json"}
    (one,) = json.loads(sent["Noord.json"])["communities"]
    assert one["sessions"][0]["summary"] == {"brought": SHARED}
    book = openpyxl.load_workbook(BytesIO(sent["Noord.xlsx"]))
    assert book.worksheets[2]["F2"].value == SHARED
    with ZipFile(BytesIO(sent["Noord.docx"])) as archive:
        body = archive.read("word/document.xml").decode()
    assert "huurschuld &lt;b&gt;&amp; meer" in body
    assert KEPT not in body
    assert asked.text.startswith("✅")
    assert not asked.buttons


async def test_a_coordinator_gets_all_communities_together_or_one(town: Town) -> None:
    await held(town, "Noord", "Zuid")
    els = town.brusano
    els.says("/export")
    listed = await els.hears(having("🌾", "Noord", "Zuid"))
    await els.presses("🌾", listed)
    await els.presses("📨", await els.hears(having("📨")))
    await town.settles()
    assert set(files(els)) == {"harvest.zip", "harvest.xlsx"}
    with ZipFile(BytesIO(files(els)["harvest.zip"])) as archive:
        assert sorted(archive.namelist()) == ["Noord.docx", "Zuid.docx"]
    asked = await asks(els, "/export\ncommunauté: ZUID\ntaal: fr\nformat: json\nkleur: rood")
    assert "kleur: rood" in asked.text
    assert [one for one in asked.buttons if one.startswith("☑")] == ["☑ Français", "☑ JSON"]
    await els.presses("📨", asked)
    await town.settles()
    record = json.loads(files(els)["Zuid.json"])
    assert (record["language"], len(record["communities"])) == ("fr", 1)
    els.says("/export Oost")
    assert (await els.hears(having("🌾", "Noord"))).text.startswith("⛔")


async def test_forged_buttons_bring_nothing(town: Town) -> None:
    noord = await town.founds("Noord")
    await held(town, "Zuid")
    mo = await town.registers(noord, "Mo", noord.moderators[0])
    sara = await town.registers(noord, "Sara", noord.member)
    asked = await asks(mo)
    old = await asks(town.brusano, "/export Noord")
    for data in (
        "harvest:make:2:nl:dxj",
        "harvest:make:0:nl:d",
        "harvest:of:2",
        "harvest:of:0",
        "harvest:set:99:nl:d",
        "harvest:make:1:xx:d",
        "harvest:make:1:nl:",
        "harvest:make:1",
        "harvest:make",
        "harvest:steal:1",
        "harvest:set:-1:nl:d",
    ):
        said = await mo.forges(data, asked)
        if data != "harvest:make:1":
            assert (said.text or "").startswith("⛔"), data
    await town.settles()
    assert set(files(mo)) == {"Noord.docx", "Noord.xlsx"}
    sara.says("/export")
    assert (await sara.hears("⛔")).text
    for data in ("harvest:make:1:nl:d", "harvest:list:0", "harvest:of:1"):
        assert ((await sara.forges(data, sara.chat.messages[-1])).text or "").startswith("⛔")
    # Brusano took her off the list: the buttons that she still has do nothing.
    settings = replace(town.app.services.settings, coordinators=frozenset())  # type: ignore[type-var]
    town.app.services = replace(town.app.services, settings=settings)
    assert ((await town.brusano.presses("📨", old)).text or "").startswith("⛔")
    await town.settles()
    assert (files(sara), files(town.brusano)) == ({}, {})


async def test_pressed_twice_by_one_and_once_by_another_each_gets_one(town: Town) -> None:
    noord = await town.founds("Noord")
    mo = await town.registers(noord, "Mo", noord.moderators[0])
    mia = await town.registers(noord, "Mia", noord.moderators[1])
    for_mo, for_mia = await asks(mo), await asks(mia)
    presses = [mo.presses("📨", for_mo), mo.presses("📨", for_mo), mia.presses("📨", for_mia)]
    again = query_json(presses[0].query)
    town.telegram.world.queue_update("callback_query", again)
    await asyncio.gather(*presses)
    await town.settles()
    for person in (mo, mia):
        names = [one.document.name for one in person.chat.messages if one.document]
        assert names == ["Noord.docx", "Noord.xlsx"]


async def test_who_lost_the_right_before_it_was_made_gets_nothing(town: Town) -> None:
    noord = await town.founds("Noord")
    mo = await town.registers(noord, "Mo", noord.moderators[0])

    def act(session: Session) -> None:
        for person, community_id in ((mo, 0), (mo, 2), (mo, 99)):
            formats = (Format.RECORD,)
            harvest = HarvestExport(person.id, community_id, "nl", formats, "nl", community_id)
            outbox.put(session, harvest, town.clock())

    await held(town, "Zuid")
    await town.app.database.write(act)
    await town.settles()
    assert files(mo) == {}


async def many(database_url: str, number: int) -> None:
    """So many communities in a database that no program uses now."""

    def act(session: Session) -> None:
        for place in range(number):
            plan(session, found(session, f"Wijk {place:03}"), -30)

    database = Database(database_url)
    migrations.upgrade(database.engine)
    await database.write(act)
    await database.close()


async def test_killed_in_the_middle_nothing_stays_behind_and_all_of_it_comes(
    telegram: Telegram, sqlite_url: str, tmp_path: Path
) -> None:
    await many(sqlite_url, 60)
    room = tmp_path / "room"
    room.mkdir()
    environ = environment(telegram, sqlite_url, TMPDIR=str(room))
    els = telegram.world.person("Els", user_id=COORDINATOR, language_code="en")
    async with program(environ) as running:
        await running.writes(STARTED)
        els.says("/export")
        await els.presses("🌾", await els.hears(having("🌾")))
        asked = await els.hears(having("📨"))
        await els.presses("📨", asked)
        await els.hears("⏳")
        running.process.kill()
        await running.ends()
    # What is in the making is cleared by who makes it anew.
    assert all(name.startswith(FOLDER) for name in within(room))
    assert files(els) == {}
    async with program(environ):
        await els.hears("The harvest is made", within=30)
    first = next(one for one in els.chat.messages if one.document)
    assert "repeat" in first.text
    with ZipFile(BytesIO(files(els)["harvest.zip"])) as archive:
        assert len(archive.namelist()) == 60
    assert within(room) == set()


def within(folder: Path) -> set[str]:
    """The names of what lies in a folder."""
    return {one.name for one in folder.iterdir()}


async def exports(environ: dict[str, str], *arguments: str) -> tuple[int, str]:
    """Run `export`; its exit status and what it says on the standard error."""
    async with program(environ, "export", *arguments) as running:
        status = await running.ends(within=30)
    return status, "".join(running.lines)


async def test_the_command_line_writes_whole_files_into_its_folder_alone(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    await held(town, "Noord", "Zuid/..")
    environ = environment(town.telegram, database_url, BOT_TOKEN="", LOG_LEVEL="WARNING")
    folder = tmp_path / "a" / "harvest"
    assert await exports(environ, str(folder), "--language", "fr") == (0, "")
    names = within(folder)
    assert {"Noord.docx", "Zuid.docx"} < names
    assert len(names) == 4
    (name,) = (one for one in names if one.endswith(".json"))
    assert json.loads((folder / name).read_text())["language"] == "fr"
    before = (folder / "Noord.docx").stat().st_ino
    assert (await exports(environ, str(folder), "--language", "fr"))[0] == 0
    assert (folder / "Noord.docx").stat().st_ino != before
    assert within(folder) == names
    alone = tmp_path / "alone"
    assert (await exports(environ, str(alone), "--community", "noord"))[0] == 0
    assert not (alone / "Zuid.docx").exists()
    assert within(tmp_path / "a") == {"harvest"}


async def test_the_command_line_refuses_in_one_plain_line(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    await held(town, "Noord")
    environ = environment(town.telegram, database_url, BOT_TOKEN="", LOG_LEVEL="WARNING")
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.docx").write_text("mine")
    (tmp_path / "file").write_text("mine")
    status, said = await exports(environ, str(other))
    assert (status, said) == (1, f"{other}: it holds other files; choose an empty folder\n")
    missing = {"DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}
    for folder, name, more, why in (
        ("file", None, {}, "File exists"),
        ("new", "Oost", {}, "there is no community of that name"),
        ("new", None, missing, "there is no database at DATABASE_URL yet"),
    ):
        settings = load(environ | more, None, token_needed=False)
        with pytest.raises(HarvestError, match=why):
            await export(settings, tmp_path / folder, None, name, town.clock())
    assert {name for name in within(tmp_path) if "test.db" not in name} == {"file", "other"}
    assert within(other) == {"letter.docx"}


async def test_a_killed_command_leaves_no_half_file_and_the_next_one_clears_up(
    sqlite_url: str, telegram: Telegram, tmp_path: Path
) -> None:
    await many(sqlite_url, 60)
    environ = environment(telegram, sqlite_url, TEXT_KEY=TEXT_KEY)
    folder = tmp_path / "harvest"
    async with program(environ, "export", str(folder)) as running:
        async with asyncio.timeout(20):
            while not list(folder.glob(".harvest-*/*.docx")):
                await asyncio.sleep(0.01)
        running.process.send_signal(signal.SIGSTOP)
        assert "another export" in (await exports(environ, str(folder)))[1]
        running.process.kill()
        await running.ends()
    assert [one for one in folder.iterdir() if one.is_file()] == []
    assert (await exports(environ, str(folder)))[0] == 0
    assert len(list(folder.iterdir())) == 62
    assert all(one.is_file() for one in folder.iterdir())


@pytest.mark.parametrize("error", [OSError(28, "full"), BadRequest("Request Entity Too Large")])
async def test_what_fails_is_said_in_place_of_the_progress(
    town: Town, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fails(*_given: object) -> bool:
        raise error

    await town.founds("Noord")
    asked = await asks(town.brusano, "/export Noord")
    monkeypatch.setattr(send, "_send_all", fails)
    await town.brusano.presses("📨", asked)
    await town.settles()
    assert asked.text.startswith("⛔")
    assert files(town.brusano) == {}
