"""Killed at random moments under load, the program loses nothing; PTB's own polling does."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

import locales
from bot.playground.model import Chat, Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from handlers.communities.found import FORM
from handlers.core.outgoing import repeat_mark
from storage.communities import Community
from storage.core.database import Database
from storage.members import Membership
from storage.members import Person as Registered
from storage.rsvp import Answer
from tests.end_to_end.process import STARTED, environment, program
from tests.end_to_end.test_meetings import planned
from tests.end_to_end.town import COORDINATOR, Town, living
from tests.endurance import reminders
from tests.endurance.conftest import Announce
from tests.endurance.kills import killed
from tests.endurance.load import Load

COMMUNITIES = 3
MEMBERS = 4
MEETINGS = 10
COORDINATORS = (COORDINATOR, COORDINATOR + 1, COORDINATOR + 2)
"""The last two found communities all the while."""

SECONDS_A_KILL = 2.0
ROUND_TRIP = 0.05
"""Seconds that each call to the stand-in takes: kills must be able to come in between."""

WORDS = locales.load(ZoneInfo("Europe/Brussels"), "en").words("en")


@dataclass
class Ready:
    """A community as it stands before the first kill."""

    letter: str
    group: Chat
    people: list[Person]
    card: Message

    @property
    def venues(self) -> list[str]:
        return [f"Zaal-{self.letter}{number}" for number in range(2, MEETINGS + 1)]


async def settled(town: Town, letter: str) -> Ready:
    """Found and fill a community, and plan its meetings."""
    founded = await town.founds(f"Noord {letter}", language="en")
    mo = await town.registers(founded, "Mo", founded.moderators[0], "en")
    await town.ties(founded, mo)
    await town.registers(founded, "Mia", founded.moderators[1], "en")
    for number in range(MEMBERS):
        await town.registers(founded, f"{letter}{number}", founded.member, "en")
    group = founded.group
    assert group is not None
    first = town.clock.at + timedelta(days=30)
    days = [(first + timedelta(days=7 * number)).date() for number in range(MEETINGS)]
    lines = [f"{day} 14:00-16:30 Zaal-{letter}{n}" for n, day in enumerate(days, 1)]
    await planned(town, founded, "\n".join(["/plan", *lines]))
    card = await mo.sees(f"Zaal-{letter}1", chat=group)
    for person in founded.people.values():
        if person is not mo:
            person.joins(group)
    await town.settles()
    return Ready(letter, group, list(founded.people.values()), card)


async def prepared(telegram: Telegram, database_url: str) -> list[Ready]:
    """Communities whose reminders will fall due during the test."""
    now = datetime.now(UTC).replace(microsecond=0)
    at = now.astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%d %H:%M:%S")
    async with living(telegram, database_url, at=at, QUIET_HOURS="") as town:
        return [await settled(town, "ABCDEFGH"[number]) for number in range(COMMUNITIES)]


def kept_answer(database: Database) -> Callable[[Person], str | None]:
    """Asks the database what it keeps as a person's answer; every person answers one meeting."""
    asked = (
        select(Answer.answer)
        .join(Membership, col(Membership.seat_id) == Answer.seat_id)
        .join(Registered, col(Registered.id) == Membership.person_id)
    )

    def ask(person: Person) -> str | None:
        with database.engine.connect() as connection:
            found = connection.execute(asked.where(col(Registered.telegram_id) == person.id)).all()
        assert len(found) <= 1
        return str(found[0][0]) if found else None

    return ask


async def stormed(telegram: Telegram, database_url: str, kills: int, announce: Announce) -> None:
    """The test itself: load, kills, a last quiet run, and the reckoning."""
    chance = random.Random(kills)  # noqa: S311 - a storm to be repeated
    ready = await prepared(telegram, database_url)
    async with AsyncExitStack() as at_end:
        database = Database(database_url)
        at_end.push_async_callback(database.close)
        every = timedelta(seconds=SECONDS_A_KILL * kills / (MEETINGS - 1))
        await database.write(
            lambda session: reminders.spread(session, datetime.now(UTC) + every / 2, every)
        )
        load = Load(chance)
        _far_away(telegram)
        people = [person for one in ready for person in one.people]
        working = _working(telegram, ready, load, kept_answer(database))
        environ = environment(
            telegram,
            database_url,
            COORDINATORS=",".join(map(str, COORDINATORS)),
        )
        await killed(environ, kills, chance, telegram.world)
        async with program(environ) as running:
            await running.writes(STARTED, within=30)
            load.stop.set()
            last = await asyncio.gather(*working)
            await _falls_silent(database)
            stored = [kept_answer(database)(person) for person in people]
            assert running.process.returncode is None
        mark = repeat_mark(WORDS)
        chats = [(person.chat, one.venues) for one in ready for person in one.people]
        eves = [(one.group, one.venues[2::3]) for one in ready]
        got = reminders.received([*chats, *eves], mark)
        names = await database.read(lambda session: list(session.exec(select(Community))))
    announce(_figures(database_url, kills, load, got))
    assert load.tally.lost == []
    assert stored == last[: len(people)]
    _check_founded(load, names)
    assert got.lost == []
    assert got.unmarked == []
    assert load.tally.presses > kills
    assert load.tally.founded


def _far_away(telegram: Telegram) -> None:
    telegram.faults.slow(ROUND_TRIP)
    telegram.faults.slow(0, "getUpdates")


def _working(
    telegram: Telegram, ready: list[Ready], load: Load, stored: Callable[[Person], str | None]
) -> list["asyncio.Task[str | None]"]:
    """Everybody presses on their group's card; two coordinators found communities."""
    tasks: list[asyncio.Task[str | None]] = []
    for one in ready:
        data = {
            answer: str(button.data)
            for answer, button in zip(("yes", "no", "unsure"), one.card.rows[0], strict=True)
        }
        tasks += [
            asyncio.create_task(load.press(person, one.card, data, stored)) for person in one.people
        ]
    questions = [field.ask(WORDS) for field in FORM.fields]
    for user_id in COORDINATORS[1:]:
        founder = telegram.world.person(f"C{user_id}", user_id=user_id, language_code="en")
        tasks.append(asyncio.create_task(load.found(founder, questions)))
    return tasks


async def _falls_silent(database: Database) -> None:
    async with asyncio.timeout(120):
        while not await reminders.all_said(database, datetime.now(UTC)):
            await asyncio.sleep(0.1)


def _check_founded(load: Load, stand: list[Community]) -> None:
    """Each community that was founded stands once, with what was typed for it and no other."""
    founded = {one.name: one for one in stand if one.name.startswith("K ")}
    assert len(founded) == len([one for one in stand if one.name.startswith("K ")])
    assert set(load.tally.founded) <= set(founded)
    for name, one in founded.items():
        assert (one.zone, one.municipality) == ("north", f"Town {name.rpartition('-')[2]}")


def _figures(database_url: str, kills: int, load: Load, got: reminders.Received) -> str:
    kind = database_url.partition(":")[0].partition("+")[0]
    tally = load.tally
    return (
        f"{kind}: {kills} kills; presses {tally.presses}, answered {tally.answered}; "
        f"typed {tally.typed}, communities founded {len(tally.founded)}; "
        f"inputs lost {len(tally.lost)}; reminders {got.wanted}, lost {len(got.lost)}, "
        f"repeated {got.repeats}, unmarked {len(got.unmarked)}"
    )


@pytest.mark.long
async def test_killed_a_dozen_times_nothing_is_lost(
    telegram: Telegram, database_url: str, announce: Announce
) -> None:
    await stormed(telegram, database_url, 12, announce)


@pytest.mark.endurance
@pytest.mark.timeout(1800)
async def test_killed_over_a_hundred_times_nothing_is_lost(
    telegram: Telegram, database_url: str, announce: Announce
) -> None:
    await stormed(telegram, database_url, 110, announce)


async def control(telegram: Telegram, folder: Path, kills: int, announce: Announce) -> int:
    """Presses that PTB's own polling lost in the same test."""
    chance = random.Random(kills)  # noqa: S311 - a storm to be repeated
    environ = environment(telegram, "", STOCK_DATABASE=str(folder / "stock.db"))
    _far_away(telegram)
    people = [telegram.world.person(f"P{number}") for number in range(COMMUNITIES * 6)]
    stop = asyncio.Event()
    pressing = [asyncio.create_task(_press_on(person, stop, chance)) for person in people]
    await killed(environ, kills, chance, telegram.world, module="tests.endurance.stock")
    async with program(environ, module="tests.endurance.stock") as running:
        await running.writes(STARTED, within=30)
        stop.set()
        pressed = {query for done in await asyncio.gather(*pressing) for query in done}
        await telegram.handled()
        await asyncio.sleep(1)
    with sqlite3.connect(folder / "stock.db") as kept:
        stored = {str(row[0]) for row in kept.execute("SELECT query FROM press")}
    kept.close()
    lost = len(pressed - stored)
    announce(f"PTB's own polling: {kills} kills; presses {len(pressed)}, lost {lost}")
    return lost


async def _press_on(person: Person, stop: asyncio.Event, chance: random.Random) -> list[str]:
    """Press, wait a little for the answer, press again; the queries."""
    message = person.says("…")
    pressed: list[str] = []
    while not stop.is_set():
        press = person.forges("press:1", message)
        pressed.append(press.query.id)
        try:
            await press.answer(3)
        except AssertionError:
            continue
        await asyncio.sleep(chance.uniform(0.02, 0.25))
    return pressed


@pytest.mark.long
async def test_stock_polling_loses_presses_in_the_same_test(
    telegram: Telegram, tmp_path: Path, announce: Announce
) -> None:
    assert await control(telegram, tmp_path, 8, announce) > 0


@pytest.mark.endurance
@pytest.mark.timeout(1800)
async def test_stock_polling_loses_many_presses_in_the_full_test(
    telegram: Telegram, tmp_path: Path, announce: Announce
) -> None:
    assert await control(telegram, tmp_path, 110, announce) > 0
