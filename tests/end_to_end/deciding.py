"""Opened cases before the two moderators of a community, and what they do with them."""

from dataclasses import dataclass

from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.cases import Choices, OpenedCase, Use
from storage import cases, communities, meetings
from storage.cases import Case, CaseQuestion, CaseVote, CaseWindow
from tests.end_to_end.handing import PLAN
from tests.end_to_end.town import Founded, Town

ZWALUW, MEREL = "Zwaluw: how do we reach him?", "Merel: who pays the rent?"
MORE = "\nGrutto stands in the text below the question."


@dataclass
class Table:
    """A community with five members, three meetings, and cases out of the first urn."""

    town: Town
    founded: Founded

    @property
    def mo(self) -> Person:
        """The first moderator."""
        return self.founded.people["Mo"]

    @property
    def mia(self) -> Person:
        """The second moderator."""
        return self.founded.people["Mia"]

    def member(self, name: str) -> Person:
        """A member."""
        return self.founded.people[name]

    async def opens(self, *texts: str, use: Use = Use.SUMMARY) -> None:
        """Have these cases come out of the urn of the first meeting."""
        town = self.town

        def act(session: Session) -> None:
            community = communities.all_communities(session)[0]
            meeting = meetings.with_number(session, community.id or 0, 1)
            assert meeting is not None
            window = cases.begin_window(session, meeting, b"k" * 32, b"s" * 16)
            found = [
                OpenedCase("ABCDE"[place], text + MORE, Choices(use=use), (bytes([place]) * 32,))
                for place, text in enumerate(texts)
            ]
            cases.keep_opened(session, window, found, town.app.services.cipher)

        await town.app.database.write(act)

    async def looks(self, person: Person) -> Message:
        """Have a person give /cases; what they get."""
        person.says("/cases")
        return await person.hears()

    async def does(self, person: Person, verb: str, letter: str) -> Message:
        """Have a person open a case from the list and press what this verb names."""
        screen = await self.reads(person, letter)
        await person.forges(data_of(screen, verb), screen)
        await self.town.settles()
        return screen

    async def reads(self, person: Person, letter: str) -> Message:
        """Have a person open a case from the list."""
        listed = await self.looks(person)
        await person.forges(data_of(listed, "case", letter), listed)
        await self.town.settles()
        return await person.hears(lambda said: holds(said, "list"))

    async def settles_by(self, person: Person, verb: str) -> None:
        """Have a moderator press what settles which case comes first."""
        listed = await self.looks(person)
        await person.forges(data_of(listed, verb), listed)
        await self.town.settles()

    async def accepts(self, *letters: str) -> None:
        """Have the first moderator accept these cases."""
        for letter in letters:
            await self.does(self.mo, "accept", letter)

    async def standings(self) -> list[str]:
        """How each case stands, by letter."""
        found = await self.town.app.database.read(
            lambda session: session.exec(select(Case).order_by(Case.letter)).all()
        )
        return [case.standing for case in found]

    async def state(self) -> list[str]:
        """Everything that is stored of cases."""

        def read(session: Session) -> list[str]:
            kinds = (Case, CaseQuestion, CaseVote, CaseWindow)
            return [str(row) for kind in kinds for row in session.exec(select(kind))]

        return await self.town.app.database.read(read)

    async def ballot(self) -> Message:
        """The post by which the group votes."""
        assert self.founded.group is not None
        return await self.mo.sees(lambda said: holds(said, "for"), chat=self.founded.group)


def data_of(message: Message, verb: str, letter: str = "") -> str:
    """What the button of this verb, and with this letter, carries."""
    for row in message.rows:
        for button in row:
            if (button.data or "").split(":")[1:2] == [verb] and letter in button.text:
                return button.data or ""
    raise AssertionError(f"no {verb} {letter} in {message.buttons}")


def holds(message: Message, verb: str) -> bool:
    """Whether a message has a button of this verb."""
    data = (button.data or "" for row in message.rows for button in row)
    return any(one.split(":")[1:2] == [verb] for one in data)


async def table(town: Town, *texts: str, use: Use = Use.SUMMARY) -> Table:
    """A community whose first urn held these texts."""
    founded = await town.community("Ann", "Bo", "Eva")
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    around = Table(town, founded)
    await around.opens(*texts, use=use)
    return around
