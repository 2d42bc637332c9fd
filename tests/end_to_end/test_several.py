"""Several processes behind one webhook address on PostgreSQL: one delivers, another takes over."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import aiohttp
import psycopg
import pytest
from aiohttp import web

from bot.app import App
from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from tests.end_to_end.process import STARTED, Program, environment, program
from tests.end_to_end.town import Clock, Founded, Town
from tests.postgresql import cluster

pytestmark = pytest.mark.postgresql

DELIVERING = "event=delivery_lock_acquired"
REPEAT = "This may be a repeat"
SIGNS = {"yes": "✅", "no": "❌", "unsure": "🤔"}
SECRET = "abc-123"
DAY = (datetime.now(UTC) + timedelta(days=60)).date()


@dataclass
class Street:
    """A web server in front of the programs: each request goes to the next of them."""

    address: str = ""
    targets: list[str] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    """Updates taken, by target."""
    _turn: Iterator[int] = field(default_factory=itertools.count)

    async def pass_on(self, request: web.Request) -> web.Response:
        target = self.targets[next(self._turn) % len(self.targets)]
        try:
            async with (
                aiohttp.ClientSession() as client,
                client.post(target, data=await request.read(), headers=request.headers) as answer,
            ):
                self.taken[target] = self.taken.get(target, 0) + answer.ok
                return web.Response(status=answer.status)
        except aiohttp.ClientError:
            return web.Response(status=502)


@asynccontextmanager
async def street() -> AsyncIterator[Street]:
    """A street without houses yet."""
    built = Street()
    served = web.Application()
    served.router.add_post("/hook", built.pass_on)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    built.address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield built
    finally:
        await runner.cleanup()


@asynccontextmanager
async def two_programs(
    telegram: Telegram, database_url: str, ports: Callable[[], int]
) -> AsyncIterator[tuple[Street, list[Program]]]:
    """Two programs on one database behind one address; the first delivers."""
    async with AsyncExitStack() as stack:
        built = await stack.enter_async_context(street())
        programs: list[Program] = []
        for awaited in (DELIVERING, STARTED):
            port = ports()
            environ = environment(
                telegram,
                database_url,
                PORT=str(port),
                WEBHOOK_URL=built.address,
                WEBHOOK_SECRET=SECRET,
            )
            running = await stack.enter_async_context(program(environ))
            await running.writes(awaited)
            programs.append(running)
            built.targets.append(f"http://127.0.0.1:{port}/hook")
        yield built, programs


async def until(holds: Callable[[], bool], within: float = 30) -> float:
    """Wait until something holds; the seconds that took."""
    began = time.monotonic()
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.01)
    return time.monotonic() - began


class TownOfProcesses(Town):
    """A town whose programs run in processes of their own."""

    async def settles(self) -> None:
        """Wait until every update is handled; the outbox of a process can't be looked into."""
        await self.telegram.handled()


class Crowd:
    """A community with a planned meeting, whose members press as fast as they are answered."""

    def __init__(self, telegram: Telegram) -> None:
        self.town = TownOfProcesses(telegram, cast("App", None), Clock(datetime.now(UTC)))
        self.founded: Founded | None = None
        self.members: list[Person] = []
        self.last: dict[int, str] = {}
        self.presses = 0
        self.stop = asyncio.Event()

    async def gather(self, number: int) -> Message:
        """Have so many members register; the card of their meeting."""
        town = self.town
        self.founded = founded = await town.founds(language="en")
        self.mo = mo = await town.registers(founded, "Mo", founded.moderators[0], "en")
        group = await town.ties(founded, mo)
        for place in range(number):
            person = await town.registers(founded, f"Lid {place}", founded.member, "en")
            person.joins(group)
            self.members.append(person)
        mo.says(f"/plan\n{DAY} 14:00-16:30 Citisen")
        await mo.hears("14:00")
        await mo.presses("✅")
        return await mo.sees("Citisen", chat=group, within=20)

    async def press(self, person: Person, card: Message) -> None:
        """Press until told to stop; each press must be answered with its own sign."""
        answers = itertools.cycle(SIGNS)
        data = {
            name: str(found.data) for name, sign in SIGNS.items() if (found := card.button(sign))
        }
        while not self.stop.is_set():
            name = next(answers)
            said = await person.forges(data[name], card).answer(30)
            assert (said.text or "").startswith(SIGNS[name])
            self.presses += 1
            self.last[person.id] = name

    @asynccontextmanager
    async def pressing(self, card: Message) -> AsyncIterator[None]:
        """All members press while the block lasts."""
        self.stop.clear()
        async with asyncio.TaskGroup() as group:
            for person in self.members:
                group.create_task(self.press(person, card))
            yield
            self.stop.set()

    def is_shown(self, card: Message) -> bool:
        """Whether the card counts the last answers."""
        given = list(self.last.values())
        return all(f"{sign} {given.count(name)}" in card.text for name, sign in SIGNS.items())


def stored(address: str) -> list[tuple[int, str]]:
    """Every stored answer with the Telegram id of who gave it."""
    question = "SELECT telegram_id, answer FROM answer JOIN person ON person.id = person_id"
    with psycopg.connect(address.replace("postgresql+psycopg://", "postgresql://")) as connection:
        return sorted(connection.execute(question).fetchall())


async def test_presses_through_either_process_are_answered_stored_once_and_soon_shown(
    telegram: Telegram, postgresql_url: str, unused_tcp_port_factory: Callable[[], int]
) -> None:
    async with two_programs(telegram, postgresql_url, unused_tcp_port_factory) as (built, programs):
        crowd = Crowd(telegram)
        card = await crowd.gather(6)
        async with crowd.pressing(card):
            await until(lambda: crowd.presses >= 60)
        # The first press after a quiet while is drawn at once, whichever process took it.
        await until(lambda: crowd.is_shown(card))
        for person in crowd.members[:2]:
            await asyncio.sleep(3)  # the group's own gap between two edits
            before, crowd.last[person.id] = crowd.last[person.id], "no"
            await person.forges(str(card.rows[0][1].data), card)
            assert before == "no" or await until(lambda: crowd.is_shown(card)) < 2
        assert stored(postgresql_url) == sorted(crowd.last.items())
        assert min(built.taken.values()) > 20
        assert DELIVERING not in "".join(programs[1].lines)


async def test_another_process_takes_over_within_five_seconds_and_marks_what_may_be_a_repeat(
    telegram: Telegram, postgresql_url: str, unused_tcp_port_factory: Callable[[], int]
) -> None:
    async with two_programs(telegram, postgresql_url, unused_tcp_port_factory) as (built, programs):
        crowd = Crowd(telegram)
        card = await crowd.gather(8)
        for person in crowd.members:
            await person.presses("✅", card)
        asked_first = first_data(card)
        crowd.mo.says(f"/session 1\ndate: {DAY + timedelta(days=1)}")
        await crowd.mo.hears("14:00")
        telegram.faults.latency["sendMessage"] = 0.3
        await crowd.mo.presses("✅")
        await until(lambda: any(asked_again(person) for person in crowd.members))
        programs[0].process.kill()
        took = await until(lambda: DELIVERING in "".join(programs[1].lines))
        telegram.faults.latency.clear()

        assert took < 5
        await until(lambda: all(asked_again(person) for person in crowd.members))
        for person in crowd.members:
            assert all(REPEAT in one.text for one in asked_again(person)[1:])
        # The card asks for the new moment now: its old buttons say yes to nothing any more.
        await until(lambda: first_data(card) != asked_first)
        # What comes to the dead process is refused, and comes again to the living one.
        crowd.last = {}
        async with crowd.pressing(card):
            await until(lambda: crowd.presses >= 20)
        await telegram.handled(20)
        assert stored(postgresql_url) == sorted(crowd.last.items())
        assert built.taken[built.targets[1]] > built.taken[built.targets[0]]


def first_data(card: Message) -> str:
    return str(card.rows[0][0].data)


def asked_again(person: Person) -> list[Message]:
    return [one for one in person.chat.messages if "🔄" in one.text]


@asynccontextmanager
async def one_program(
    telegram: Telegram, database_url: str, _ports: Callable[[], int]
) -> AsyncIterator[tuple[None, list[Program]]]:
    """One program that polls: the presses of all reach it together."""
    async with program(environment(telegram, database_url)) as running:
        await running.writes(DELIVERING)
        yield None, [running]


@pytest.mark.parametrize("started", [two_programs, one_program])
async def test_a_server_stopped_hard_in_the_middle_of_traffic_loses_nothing_answered(
    telegram: Telegram,
    unused_tcp_port_factory: Callable[[], int],
    started: Callable[..., AbstractAsyncContextManager[tuple[object, list[Program]]]],
) -> None:
    async with AsyncExitStack() as stack:
        data = stack.enter_context(cluster())
        crowd = Crowd(telegram)
        with data.running() as server:
            url = server.address("postgres")
            context = started(telegram, url, unused_tcp_port_factory)
            _, programs = await stack.enter_async_context(context)
            card = await crowd.gather(12)
            pressing = asyncio.gather(*(crowd.press(person, card) for person in crowd.members))
            await until(lambda: crowd.presses >= 60)
            data.stop_hard()
        await asyncio.sleep(1)
        with data.running():
            back = crowd.presses
            await until(lambda: crowd.presses >= back + 60)
            crowd.stop.set()
            await pressing
            await until(lambda: crowd.is_shown(card))

            assert stored(url) == sorted(crowd.last.items())
            assert [one.process.returncode for one in programs] == [None] * len(programs)
