"""Thirteen people, their group and the running program, without the months that made them.

The tables are filled directly and copied for each window; the phones are made to fit.
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlmodel import Session

from bot import logs
from bot.app import App
from bot.playground.model import RIGHTS, Chat
from bot.playground.model import Member as Present
from bot.playground.people import Person as Phone
from bot.playground.telegram import Telegram
from bot.playground.world import World
from storage import communities, members, migrations
from storage.cases.urn import Urns
from storage.communities import Community, Invitation
from storage.core.database import Database
from storage.members import Membership, Person, Seat
from tests.anonymity.evidence import Member
from tests.end_to_end.town import UNHURRIED, Clock, settings_for, wall
from tests.idle import is_idle
from tests.least_cost import LEAST_COST

FIRST_PERSON = 501  # no other table counts so far
GROUP = -1_001_000_000_777
MODERATORS = 2
LANGUAGES = ("nl", "fr", "en")
FOUNDED = "2026-09-01 10:00"
DATABASE = "main.db"
NEWCOMERS = "newcomers-of-another-community"


async def founded(url: str, telegrams: Sequence[int]) -> None:
    """Fill a new database with a community whose members have these Telegram ids."""
    database = Database(url)
    await asyncio.to_thread(migrations.upgrade, database.engine)
    await database.write(lambda session: _populate(session, telegrams))
    await database.close()


async def template_at(path: Path, people: int) -> Path:
    """A file to be copied, in which the members' Telegram ids are 1 and so on."""
    await founded(f"sqlite:///{path}", range(1, people + 1))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _populate(session: Session, telegrams: Sequence[int]) -> None:
    own, other = (_community(session, name) for name in ("Noord", "Zuid"))
    chat = communities.Chat(
        community_id=own, telegram_id=GROUP, can_pin=True, can_invite=True, can_delete=True
    )
    session.add(chat)
    link = Invitation(token=NEWCOMERS, community_id=other, role="member", single_use=False)
    session.add(link)
    session.flush()
    seat = 0
    for place, telegram in enumerate(telegrams):
        person = _person(session, place, telegram)
        session.add(members.Present(chat_id=chat.id or 0, telegram_id=telegram, shown_name=""))
        is_second = place == len(telegrams) - 1  # of the duo
        seat = seat if is_second else _seat(session, own, place)
        role = "moderator" if place < MODERATORS else "member"
        session.add(
            Membership(
                person_id=person,
                community_id=own,
                seat_id=seat,
                role=role,
                turn_order=int(is_second),
                agreement_version="2026-1",
                accepted_at=wall(FOUNDED),
            )
        )
        session.flush()


def _community(session: Session, name: str) -> int:
    community = Community(
        name=name,
        name_key=name.casefold(),
        zone="north",
        language="nl",
        group_token=f"token-of-{name}",
        founded_at=wall(FOUNDED),
    )
    session.add(community)
    session.flush()
    return community.id or 0


def _seat(session: Session, community: int, place: int) -> int:
    seat = Seat(community_id=community, number=place + 1)
    session.add(seat)
    session.flush()
    return seat.id or 0


def _person(session: Session, place: int, telegram: int) -> int:
    person = Person(
        id=FIRST_PERSON + place,
        telegram_id=telegram,
        name=name_of(place),
        profession="nurse",
        sector="health care",
        organisation="Het Huis",
        language=LANGUAGES[place % len(LANGUAGES)],
    )
    session.add(person)
    session.flush()
    return FIRST_PERSON + place


def name_of(place: int) -> str:
    """A name that stands in no text by chance."""
    return f"Voornaam{place:02} Achternaam{place:02}"


def renamed(connection: sqlite3.Connection, people: Iterable[Member]) -> None:
    """Give the people of a copied database their Telegram ids."""
    for place, member in enumerate(people):
        for table in ("person", "present"):
            connection.execute(
                f"UPDATE {table} SET telegram_id = ? WHERE telegram_id = ?",  # noqa: S608
                (member.telegram, place + 1),
            )
    connection.commit()


@dataclass
class Phones:
    """The stand-in's side: a world with everybody's phone, and the group."""

    world: World
    group: Chat
    of: dict[int, Phone]

    @classmethod
    def made(cls, clock: Clock, people: Iterable[Member], first_message: int) -> "Phones":
        """Phones of these people, by person, in a world that has this clock."""
        world = World(now=clock)
        world.shared_id = first_message
        phones = {
            member.person: _phone(world, member, LANGUAGES[place % len(LANGUAGES)])
            for place, member in enumerate(people)
        }
        group = world.group("PG", phones.values(), chat_id=GROUP)
        rights = frozenset(RIGHTS)
        group.members[world.bot.id] = Present(world.bot, "administrator", rights)
        return cls(world, group, phones)


def _phone(world: World, member: Member, language: str) -> Phone:
    phone = world.person(member.name, user_id=member.telegram, language_code=language)
    phone.chat.started = True
    world.known_ids.add(phone.id)
    return phone


class Running:
    """The program, which can be cut off at any moment and started again."""

    def __init__(
        self, telegram: Telegram, url: str, clock: Clock, urns: Callable[[Urns], Urns]
    ) -> None:
        self.telegram = telegram
        self.url = url
        self.clock = clock
        self.urns = urns
        self._stack = AsyncExitStack()

    async def start(self) -> None:
        """Run it; it looks at the clock only when it is told to."""
        settings = settings_for(self.telegram, self.url, LOG_LEVEL="DEBUG", RHYTHM=RHYTHM)
        self.app = App(settings, self.clock, UNHURRIED, LEAST_COST)
        self.app._urns = self.urns(self.app._urns)
        await self._stack.enter_async_context(self.app.alive())
        self.app._alarm._job.pause()

    async def stop(self) -> None:
        """Stop in order."""
        await self._stack.aclose()

    async def restart(self) -> None:
        """Whatever is being done is cut off where it is, and the program starts again."""
        for task in [*self.app.intake._running.values()]:
            task.cancel()
        await self.stop()
        await self.start()

    async def settles(self) -> None:
        """Wait until every update is handled and nothing that is due waits in the outbox."""
        await self.telegram.handled()
        async with asyncio.timeout(15):
            while not await is_idle(self.app):
                await asyncio.sleep(0.002)

    async def passes(self, until: datetime) -> None:
        """Let the time pass, with what the program does of its own accord."""
        covers = self.app._covering._due
        while covers and min(covers.values()) <= until:
            self.clock.at = max(self.clock.at, min(covers.values()))
            await self.app.look()
            await self.app._telegram.drain()  # at this time, and not at that of the next step
        self.clock.at = until
        await self.app.look()
        await self.settles()


RHYTHM = "case=30d,agenda=14d,eve=1d"


class Overheard(logging.Handler):
    """What the program logs at DEBUG, in the lines that it writes."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.addFilter(logs._is_logged)
        self.setFormatter(logs._Line(()))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        for name in logs._OURS:
            logging.getLogger(name).setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.getLogger().removeHandler(self)
