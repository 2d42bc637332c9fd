"""A full disk and a locked database: what was sent waits and counts once, others are served."""

import asyncio
import resource
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.playground.telegram import Telegram
from storage.core.outbox import Outgoing
from tests.end_to_end.process import STARTED, environment, program
from tests.end_to_end.town import COORDINATOR, Town
from tests.faults.around import (
    NUDGE,
    answers_of,
    comes,
    heard,
    is_marked,
    peopled,
    served,
    waiting,
)

FULL = 4096
"""Bytes that a file may have while the disk is full: less than any of the database's has."""


async def test_with_a_full_disk_typed_input_waits_others_are_served_and_it_then_counts_once(
    telegram: Telegram, sqlite_url: str
) -> None:
    environ = environment(telegram, sqlite_url)
    els = telegram.world.person("Els", user_id=COORDINATOR, language_code="en")
    bo = telegram.world.person("Bo", language_code="en")
    async with program(environ) as running:
        await running.writes(STARTED)
        els.says("/community\nname: One\nzone: North\nlanguage: en")
        await els.hears("✅")
        limit = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (FULL, limit[1]))
        els.says("/community\nname: Two\nzone: South\nlanguage: en")
        await running.writes("database_away")
        assert await served(bo, 10) < 2
        await els.hears_nothing(0.1)

        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, limit)
        await els.hears("✅")
    path = sqlite_url.partition(":///")[2]
    with closing(sqlite3.connect(path)) as kept:
        names = [row[0] for row in kept.execute("SELECT name FROM community ORDER BY id")]
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert names == ["One", "Two"]


async def test_a_reminder_sent_while_nothing_could_be_noted_is_neither_lost_nor_doubled(
    town: Town,
) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    before = len(heard(anna))
    is_full = False

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if is_full and statement.startswith(("UPDATE", "INSERT", "DELETE")):
            raise OperationalError("", None, sqlite3.OperationalError("database or disk is full"))

    event.listen(town.app.database.engine, "before_cursor_execute", refuse)
    # So slow that the reminder is surely seen under way, on a busy machine too.
    town.telegram.faults.slow(3, "sendMessage")
    await town.moves_to(NUDGE)
    async with asyncio.timeout(5):
        while "sending" not in await states(town):
            await asyncio.sleep(0.01)
    town.telegram.faults.none()
    is_full = True
    await anna.hears("Citisen")
    await asyncio.sleep(0.3)
    is_full = False
    await town.settles()

    assert len(heard(anna)) == before + 1
    assert not is_marked(town, heard(anna)[-1])
    assert await waiting(town) == []


async def states(town: Town) -> list[str]:
    """The states of all that is in the outbox."""
    return list(await town.app.database.read(lambda s: list(s.exec(select(Outgoing.state)))))


async def locked(town: Town, telegram: Telegram, seconds: float) -> None:
    """Press while another program holds the file; presses wait, who only asks is served."""
    founded = await peopled(town, "Anna", "Ben")
    anna, ben = founded.people["Anna"], founded.people["Ben"]
    path = str(town.app.database.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        press = anna.presses("✅", chat=founded.group)
        holding = asyncio.get_running_loop().time()
        assert await served(ben, 20) < 2
        left = seconds - (asyncio.get_running_loop().time() - holding)
        await asyncio.sleep(max(0.0, left))
        assert not press.query.answered
        other.execute("COMMIT")
    pop_up = await press.answer(10)
    await town.settles()

    assert (pop_up.text or "").startswith("✅")
    assert (await answers_of(town))[anna.id] == "yes"
    await anna.sees("✅ 1", chat=founded.group)


async def test_a_database_locked_for_seconds_delays_presses_and_loses_none(
    town: Town, telegram: Telegram
) -> None:
    await locked(town, telegram, 3)


@pytest.mark.endurance
async def test_a_database_locked_for_half_a_minute_delays_presses_and_loses_none(
    town: Town, telegram: Telegram
) -> None:
    await locked(town, telegram, 30)


async def test_reminders_that_fall_due_while_the_database_is_locked_come_after(
    town: Town,
) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    before = len(heard(anna))
    path = str(town.app.database.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        looking = asyncio.create_task(town.moves_to(NUDGE))
        await anna.hears_nothing(0.5)
        other.execute("COMMIT")
    await looking
    await comes(town, NUDGE)
    assert len(heard(anna)) == before + 1
