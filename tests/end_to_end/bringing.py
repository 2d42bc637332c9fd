"""A community whose urn is open, and the doings of those who bring a case to it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData
from sqlmodel import Session

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.cases import State
from storage.cases import CaseWindow
from storage.cases.urn import Urn
from tests.end_to_end.handing import from_bot, having
from tests.end_to_end.town import Founded, Town

NAMES = ("Ann", "Bo", "Chris", "Dora", "Eva")
PLAN = """/plan
2026-10-20 14:00-16:30 De Kade
2026-11-17 14:00-16:30 De Kade
2026-12-15 14:00-16:30 De Kade
2027-01-19 14:00-16:30 De Kade
2027-02-16 14:00-16:30 De Kade"""
CALL_DAY, AGENDA_DAY, AFTER = "2026-09-21 14:00", "2026-10-06 14:00", "2026-10-21 09:30"
CASE = "How do we keep contact with a young man who no longer opens his door to anyone at all?"
URN, CALL, WARNED = "🗳", "✏️", "⚠️"

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Called:
    """Seven people who were called for the meeting of 20 October; Mo and Mia hold the key."""

    town: Town
    founded: Founded
    key: str
    calls: dict[str, int]
    """By name, the id of the message by which somebody was called."""

    def since(self, person: Person) -> list[str]:
        """What stands in a private chat from the call on, whoever wrote it."""
        first = self.calls[person.first_name]
        return [one.text for one in person.chat.messages if one.id >= first]

    def person(self, name: str) -> Person:
        """Someone by name."""
        return self.founded.people[name]

    @property
    def everyone(self) -> list[Person]:
        """All who were called."""
        return [self.founded.people[name] for name in (*NAMES, "Mo", "Mia")]

    def urn(self, window_id: int = 1) -> Urn:
        """The urn of a window."""
        return self.town.app.services.urns.of(window_id)

    async def begins(self, person: Person) -> Message:
        """Have a person go from the call to the outline."""
        await person.presses("✏️", call_of(person))
        await person.presses("➡️", await person.hears(having("❗")))
        return await person.hears(lambda said: having("❌")(said) and not having("❗")(said))

    async def writes(self, person: Person, text: str = CASE) -> Message:
        """Have a person type a case after the call; its preview."""
        await self.begins(person)
        person.says(text)
        return await person.hears(having("📨"))

    async def brings(self, person: Person, text: str = CASE) -> str:
        """Have a person bring a case; the words of the receipt."""
        preview = await self.writes(person, text)
        receipt = receipt_in(preview)
        await person.presses("📨", preview)
        await self.town.settles()
        return receipt

    async def nothing_from(self, people: Sequence[Person]) -> None:
        """Have these people say that they have nothing this time."""
        for person in people:
            await person.presses("➡️", call_of(person))
        await self.town.settles()

    async def opens(self, by: str = "Mo", words: str | None = None) -> Message:
        """Have a moderator open the urn at its time; what they are told."""
        moderator = self.person(by)
        moderator.says("/cases")
        await moderator.presses("🔑", await moderator.hears(having("🔑")))
        await moderator.hears(having("🗑"))
        moderator.says(words or self.key)
        return await moderator.hears(lambda said: said.text.startswith(("✅", "⛔")))

    async def lets_go(self, window_id: int) -> None:
        """Have a window be done with, as when its urn was opened."""

        def opened(session: Session) -> None:
            window = session.get_one(CaseWindow, window_id)
            window.state = State.OPENED.value
            session.add(window)

        await self.town.app.database.write(opened)

    async def rows(self) -> Rows:
        """Every row of every table of the main database."""
        return await self.town.app.database.read(dumped)


def dumped(session: Session) -> Rows:
    """Every row of every table, in an order of their own."""
    connection = session.connection()
    known = MetaData()
    known.reflect(connection)
    return {
        table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
        for table in known.sorted_tables
    }


def call_of(person: Person) -> Message:
    """The call in somebody's chat."""
    return next(one for one in reversed(from_bot(person)) if having("✏️", "➡️")(one))


def receipt_in(preview: Message) -> str:
    """The words of the receipt on a preview."""
    code = next(one for one in preview.entities if one["type"] == "code")
    units = preview.text.encode("utf-16-le")
    start = 2 * code["offset"]
    return units[start : start + 2 * code["length"]].decode("utf-16-le")


async def called(
    town: Town, languages: Sequence[str] = ("en",), names: Sequence[str] = NAMES
) -> Called:
    """Have the window of 20 October opened; the members speak these languages in turn."""
    founded = await town.founds(language="en")
    mo = await town.registers(founded, "Mo", founded.moderators[0], language="en")
    await town.registers(founded, "Mia", founded.moderators[1], language="en")
    await town.ties(founded, mo)
    for place, name in enumerate(names):
        language = languages[place % len(languages)]
        person = await town.registers(founded, name, founded.member, language=language)
        await town.settles()
        assert founded.group is not None
        person.joins(founded.group)
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    await town.moves_to(CALL_DAY)
    await town.settles()
    calls = {name: call_of(person).id for name, person in founded.people.items()}
    return Called(town, founded, key_in(mo), calls)


def key_in(moderator: Person) -> str:
    """The words of the key that a moderator was given last."""
    given = [one for one in from_bot(moderator) if "🔑" in one.text and having("✅")(one)]
    return receipt_in(given[-1])


async def until(condition: Callable[[], bool], within: float = 20) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.02)
