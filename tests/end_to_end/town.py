"""A town for end-to-end tests: the stand-in Telegram, the real program, and people in it.

The program runs in this process, over HTTP, with a clock that the test sets.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import App
from bot.playground.model import Chat
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.playground.waiting import PATIENCE
from bot.settings import Settings
from bot.telegram.rate_limits import Paces
from tests.idle import is_idle
from tests.least_cost import LEAST_COST

UNHURRIED = Paces(overall=1000, burst=1000, group=1000, gaps=(), gap=0.02)
"""The stand-in has no limits unless a test sets them: no test waits for a minute to pass."""

BRUSSELS = ZoneInfo("Europe/Brussels")
COORDINATOR = 900
TEXT_KEY = "c2VhbGVkIHdpdGggdGhpcyBrZXkgb2YgMzIgYnl0ZXM="
"""Of programs on PostgreSQL: else they would all share a file in this folder."""
RIGHTS = ("pin_messages", "invite_users", "delete_messages")


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def wall(text: str) -> datetime:
    """The instant at which clocks in Brussels show `2027-01-19 14:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


@dataclass
class Founded:
    """A community as its founder was told of it."""

    group_link: str
    moderators: list[str]
    member: str
    lead: str
    user: str
    people: dict[str, Person] = field(default_factory=dict)
    group: Chat | None = None


class Town:
    """The stand-in, the program on it, and the usual doings of people."""

    def __init__(self, telegram: Telegram, app: App, clock: Clock) -> None:
        self.telegram = telegram
        self.app = app
        self.clock = clock
        self.brusano = telegram.world.person("Els", user_id=COORDINATOR, language_code="en")

    async def moves_to(self, text: str) -> None:
        """Set the clock to a time on the walls of Brussels and have the program look at it."""
        self.clock.at = wall(text)
        await self.app.look()

    async def settles(self) -> None:
        """Wait until every update is handled and nothing that is due waits in the outbox."""
        await self.telegram.handled()
        async with asyncio.timeout(PATIENCE):
            while not await is_idle(self.app):
                await asyncio.sleep(0.01)

    async def founds(self, name: str = "Noord", language: str = "nl") -> Founded:
        """Have the coordinator found a community, given at once."""
        self.brusano.says(f"/community\nname: {name}\nzone: Noord\nlanguage: {language}")
        said = await self.brusano.hears("✅")
        links = re.findall(r"https://t\.me/\S+", said.text)
        group, first, second, member, lead, user = links
        return Founded(group, [first, second], member, lead, user)

    async def registers(
        self, founded: Founded, name: str, link: str, language: str = "nl"
    ) -> Person:
        """Have somebody new go through a registration, given at once."""
        person = self.telegram.world.person(name, language_code=language)
        payload = link.partition("start=")[2]
        person.says(
            f"/start {payload}\nname: {name}\nprofession: nurse\nsector: health care\n"
            f"organisation: Het Huis"
        )
        await person.hears("2026-1")
        await person.presses("✅")
        await person.hears(lambda said: said.text.startswith("🎉"))
        # The way to the group follows; nobody is to take it for the answer to what they say next.
        await self.settles()
        founded.people[name] = person
        return person

    async def ties(self, founded: Founded, moderator: Person) -> Chat:
        """Have a moderator make the group chat and add the bot with its link."""
        group = self.telegram.world.group("PG", [moderator], supergroup=True)
        moderator.adds_bot(group, founded.group_link, rights=RIGHTS)
        founded.group = group
        await moderator.sees("Noord", chat=group)
        return group

    async def community(self, *members: str, language: str = "nl") -> Founded:
        """A community with two moderators (Mo and Mia), these members, and its group."""
        founded = await self.founds(language=language)
        mo = await self.registers(founded, "Mo", founded.moderators[0])
        await self.registers(founded, "Mia", founded.moderators[1])
        await self.ties(founded, mo)
        for name in members:
            person = await self.registers(founded, name, founded.member)
            await self.settles()
            assert founded.group is not None
            person.joins(founded.group)
        await self.settles()
        return founded


def is_file(database_url: str) -> bool:
    """Whether a database is a file, beside which the program then keeps its key."""
    return database_url.startswith("sqlite:")


def settings_for(telegram: Telegram, database_url: str, **environ: str) -> Settings:
    """The settings of a program on the stand-in."""
    settings = Settings.for_playground(
        environ,
        bot_token=telegram.token,
        bot_api_url=telegram.url,
        database_url=database_url,
        coordinators=frozenset({COORDINATOR}),
    )
    return settings if is_file(database_url) else replace(settings, text_key=SecretStr(TEXT_KEY))


@asynccontextmanager
async def living(
    telegram: Telegram, database_url: str, at: str = "2026-09-01 10:00", **environ: str
) -> AsyncIterator[Town]:
    """A town whose program runs until the block ends."""
    clock = Clock(wall(at))
    app = App(settings_for(telegram, database_url, **environ), clock, UNHURRIED, LEAST_COST)
    async with app.alive():
        yield Town(telegram, app, clock)
