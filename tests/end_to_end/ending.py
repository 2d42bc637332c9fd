"""A community whose cycle of ten meetings is over, and the doings of its people then."""

from dataclasses import dataclass

from bot.playground.model import Chat, Message
from bot.playground.people import Person
from tests.end_to_end.handing import from_bot, having
from tests.end_to_end.town import Founded, Town

PLAN = """/plan
2026-09-15 14:00-16:30 De Kade
2026-10-20 14:00-16:30 De Kade
2026-11-17 14:00-16:30 De Kade
2026-12-15 14:00-16:30 De Kade
2027-01-19 14:00-16:30 De Kade
2027-02-16 14:00-16:30 De Kade
2027-03-16 14:00-16:30 De Kade
2027-04-20 14:00-16:30 De Kade
2027-05-18 14:00-16:30 De Kade
2027-06-15 14:00-16:30 De Kade"""
NEXT_PLAN = "/plan\n2027-09-21 14:00-16:30 De Kade\n2027-10-19 14:00-16:30 De Kade"

ENDED, MORNING_AFTER, SUMMER = "2027-06-15 17:00", "2027-06-16 09:00", "2027-07-20 10:00"
PLANNED_ANEW, BEGUN_ANEW = "2027-08-30 10:00", "2027-09-21 14:01"
RATINGS = ("worth:5", "changed:me", "recommend:yes")


@dataclass
class Cycle:
    """Mo and Mia moderate; the others are members."""

    town: Town
    founded: Founded

    @property
    def group(self) -> Chat:
        assert self.founded.group is not None
        return self.founded.group

    def person(self, name: str) -> Person:
        return self.founded.people[name]

    async def comes(self, moment: str) -> None:
        """Let it be this moment, and everything due be said."""
        await self.town.moves_to(moment)
        await self.town.settles()

    async def rates(self, person: Person, *ratings: str, going: str | None = None) -> None:
        """Have a person press these answers, and whether they go on."""
        for given in ratings:
            await person.forges(f"closing:rate:1:1:{given}", from_bot(person)[-1])
        if going is not None:
            await person.forges(f"closing:go:1:1:{going}", from_bot(person)[-1])
        await self.town.settles()

    async def closes(self, person: Person) -> Message:
        """Have somebody close the cycle from `/todo`; what they are told."""
        person.says("/todo")
        todo = await person.hears(lambda said: "closing:close:1" in data_of(said))
        await person.forges("closing:close:1", todo)
        await person.presses("✅", await person.hears(having("✅", "❌")))
        await self.town.settles()
        return from_bot(person)[-1]

    async def plans_anew(self, by: str = "Mo") -> None:
        """Have a moderator plan the next cycle, at the end of August."""
        await self.comes(PLANNED_ANEW)
        moderator = self.person(by)
        moderator.says(NEXT_PLAN)
        await moderator.presses("✅", await moderator.hears("De Kade"))
        await self.town.settles()


def data_of(said: Message) -> list[str]:
    """What the buttons of a message carry."""
    return [button.data or "" for row in said.rows for button in row]


def last(person: Person) -> Message:
    """What stands last in a private chat from the bot."""
    return from_bot(person)[-1]


async def planned(town: Town, *members: str, language: str = "nl") -> Cycle:
    """A community with ten meetings planned."""
    founded = await town.community(*members, language=language)
    mo = founded.people["Mo"]
    for person in founded.people.values():
        person.says(f"/language {language}")
        await person.hears("✅")
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return Cycle(town, founded)
