"""A community that its monitoring lead asks something, between the first and the second meeting."""

from dataclasses import dataclass

from bot.playground.model import Chat, Message
from bot.playground.people import Person
from tests.end_to_end.handing import having, holding
from tests.end_to_end.town import Founded, Town

PLAN = """/plan
2026-09-15 14:00-16:30 De Kade
2026-11-17 14:00-16:30 De Kade"""

ASKED_AT = "2026-09-21 10:00"
"""A Monday, six days after the first meeting."""

CLOSES = "2026-10-01 10:00"
QUESTION = "Wat hielp <b>echt</b> & wat niet?"
FIRST, SECOND = "Roodborst & <i>Koolmees</i>", "Winterkoning"


@dataclass
class Table:
    """Lea leads; Ann and Bo are members; Mo and Mia moderate."""

    town: Town
    founded: Founded
    lea: Person

    @property
    def group(self) -> Chat:
        assert self.founded.group is not None
        return self.founded.group

    def person(self, name: str) -> Person:
        return self.founded.people[name]

    async def asks(self, question: str = QUESTION, when: str = "now") -> Message:
        """Have the lead give it all at once; the preview."""
        self.lea.says(f"/prompt\nquestion: {question}\nwhen: {when}")
        return await self.lea.hears(having("📨"))

    async def asks_now(self, question: str = QUESTION) -> Message:
        """Have the group asked; its post."""
        await self.lea.presses("📨", await self.asks(question))
        await self.town.settles()
        return await self.lea.sees(holding(question), chat=self.group)

    async def answers(self, person: Person, text: str, post: Message, *, named: bool) -> None:
        """Have a member answer under the post, with their name or without."""
        await person.presses("✏️", post)
        await person.hears(QUESTION)
        person.says(text)
        preview = await person.hears(having("📨", "✏️", "❌"))
        await person.presses(preview.buttons[0 if named else 1], preview)
        await person.hears(lambda said: said.text.startswith("✅"))
        await self.town.settles()

    async def comes(self, moment: str) -> None:
        """Let it be this moment, and everything due be said."""
        await self.town.moves_to(moment)
        await self.town.settles()


async def table(town: Town, *, language: str = "nl", lead: str = "en") -> Table:
    """A community with members and a lead in its group; the first meeting is over."""
    founded = await town.community(language=language)
    assert founded.group is not None
    founded.people["Mia"].joins(founded.group)
    for name in ("Ann", "Bo"):
        person = await town.registers(founded, name, founded.member, language=lead)
        person.joins(founded.group)
    lea = await town.registers(founded, "Lea", founded.lead, language=lead)
    lea.joins(founded.group)
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    await town.moves_to(ASKED_AT)
    await town.settles()
    return Table(town, founded, lea)
