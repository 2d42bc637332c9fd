"""The program is killed while a case is brought or an urn is opened; a form waits beside it."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, inspect
from sqlmodel import Session

from bot.playground.telegram import Telegram
from handlers.core.menus import MenuChange
from storage.cases.urn import Urns
from tests.end_to_end.bringing import CASE, NAMES, Rows, dumped
from tests.end_to_end.handing import having
from tests.end_to_end.process import STARTED, environment, program
from tests.end_to_end.town import BRUSSELS, living
from tests.least_cost import LEAST_COST

pytestmark = pytest.mark.long


def day(after: int) -> str:
    """This hour some days from now, as the walls of Brussels show it."""
    return (datetime.now(BRUSSELS) + timedelta(days=after)).strftime("%Y-%m-%d %H:%M")


async def test_killed_around_the_seal_there_is_one_envelope_and_one_line(
    telegram: Telegram, database_url: str
) -> None:
    async with living(telegram, database_url, at=day(-15), QUIET_HOURS="") as town:
        founded = await town.community(*NAMES, language="en")
        mo = founded.people["Mo"]
        mo.says(f"/plan\n{day(20)[:10]} 14:00-16:30 De Kade")
        await mo.presses("✅", await mo.hears("De Kade"))
        await town.settles()
        await town.moves_to(day(0))
        await town.settles()
        assert having("✏️", "➡️")(founded.people["Ann"].chat.messages[-1])
        urns = town.app.services.urns.folder
    ann = founded.people["Ann"]
    environ = environment(telegram, database_url)
    before = rows(database_url)
    async with program(environ) as running:
        await running.writes(STARTED)
        call = await ann.sees(having("✏️", "➡️"))
        await ann.presses("✏️", call)
        await ann.presses("➡️", await ann.hears(having("❗")))
        ann.says(CASE)
        preview = await ann.hears(having("📨"))
        stuck = telegram.faults.next("hang", "editMessageText", chat_id=ann.id)
        ann.presses("📨", preview)
        async with asyncio.timeout(15):
            while stuck.times:
                await asyncio.sleep(0.005)
        running.process.kill()
        await running.ends()
        logged = list(running.lines)
    assert rows(database_url) == before
    urn = Urns(urns, LEAST_COST).of(1)
    assert len(urn.boxes()) == 1
    async with program(environ) as running:
        await ann.sees(lambda said: said.id == call.id and said.text.startswith("✅"), within=20)
        await telegram.handled()
        logged += running.lines
    assert len(logged) > 2
    assert not any(CASE in line or str(ann.id) in line for line in logged)
    assert len(urn.boxes()) == 1
    assert [one.text for one in ann.chat.messages if one.id >= call.id] == [call.text]
    assert rows(database_url) == before


async def test_a_form_beside_never_gets_the_text_of_a_case(
    telegram: Telegram, database_url: str
) -> None:
    async with living(telegram, database_url) as town:
        founded = await town.community(*NAMES, language="en")
        mo = founded.people["Mo"]
        mo.says("/plan\n2026-10-20 14:00-16:30 De Kade")
        await mo.presses("✅", await mo.hears("De Kade"))
        await town.settles()
        await town.moves_to("2026-09-21 14:00")
        await town.settles()
        mo.says("/session 1")
        await mo.presses("✏️", await mo.hears(having("✏️")))
        await town.settles()
        call = await mo.sees(having("✏️", "➡️"))
        await mo.presses("✏️", call)
        await mo.presses("➡️", await mo.hears(having("❗")))
        await town.settles()
        draft = (await town.app.database.read(dumped))["form_draft"]
        assert draft
    async with living(telegram, database_url, at="2026-09-21 14:05") as town:
        await town.settles()
        before = but_for_menus(await town.app.database.read(dumped))
        assert before["form_draft"] == draft
        typed = mo.says(CASE, reply_to=call)
        await mo.hears("⛔")
        await town.settles()
        assert typed.deleted
        typed = mo.says(CASE)
        asked = await mo.hears(having("🗳", "🗑"))
        assert but_for_menus(await town.app.database.read(dumped)) == before
        await mo.presses("🗳", asked)
        preview = await mo.hears(having("📨"))
        await mo.presses("📨", preview)
        await town.settles()
        assert typed.deleted
        assert call.text.startswith("✅")
        assert CASE not in str([one.text for one in mo.chat.messages])
        assert but_for_menus(await town.app.database.read(dumped)) == before


def but_for_menus(found: Rows) -> Rows:
    """The rows, but for the menus that each start publishes in its own time."""
    return found | {"outbox": [row for row in found["outbox"] if MenuChange.name not in row]}


def rows(database_url: str) -> dict[str, object]:
    """What people and the outbox are in the database, but for what each start renews."""
    engine = create_engine(database_url)
    try:
        assert inspect(engine).has_table("case_window")
        with Session(engine) as session:
            found: dict[str, object] = dict(dumped(session))
    finally:
        engine.dispose()
    return found
