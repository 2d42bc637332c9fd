"""A duo on one seat, and the doings of its two partners around a hand-over."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.model import Message
from bot.playground.people import Person
from handlers.handover.views import titles
from locales import Words
from tests.end_to_end.town import Founded, Town

PLAN = """/plan
2026-09-15 14:00-16:30 De Kade
2026-10-20 14:00-16:30 De Kade
2026-11-17 14:00-16:30 De Kade"""

MORNING_AFTER = "2026-09-16 09:00"
EVE = "2026-10-19 15:00"

GIST, UNSEEN, LEARNED = "een gezin, une famille", "le ton était lourd", "bellen op maandag"
OPEN, NEXT = "Dora: ask the housing service by 12/10", "vragen hoe het ging"
NOTE = {"gist": GIST, "unseen": UNSEEN, "learned": LEARNED, "open": OPEN, "next": NEXT}
NOTHING_URGENT = {"nl": "niets", "fr": "rien", "en": "nothing"}


@dataclass
class Duo:
    """Two partners: Ann takes the odd meetings, Dora the even ones."""

    town: Town
    founded: Founded
    ann: Person
    dora: Person

    def words(self, person: Person) -> Words:
        """The words a partner reads."""
        return self.town.app.services.locales.words(person.language_code)

    def whole(self, person: Person, **parts: str) -> str:
        """A hand-over with all six parts in one message, by the labels of this person's screen."""
        named = titles(self.words(person))
        said = {**NOTE, "urgency": NOTHING_URGENT[person.language_code or "en"], **parts}
        return "\n".join(("/handover", *(f"{named[name]}: {text}" for name, text in said.items())))

    async def comes(self, person: Person) -> None:
        """Have a partner answer ✅ for the next meeting."""
        person.says("/rsvp")
        await person.presses("✅", await person.hears(having("✅")))
        await self.town.settles()

    async def writes(self, person: Person, **parts: str) -> Message:
        """Have a partner give the whole note at once; its preview."""
        person.says(self.whole(person, **parts))
        return await person.hears(having("📨"))

    async def hands_over(self, **parts: str) -> Message:
        """Have Ann come to the first meeting and hand over the day after; the note Dora gets."""
        await self.comes(self.ann)
        await self.town.moves_to(MORNING_AFTER)
        await self.town.settles()
        await self.ann.presses("📨", await self.writes(self.ann, **parts))
        await self.town.settles()
        return await self.dora.sees(having("📖"))


def having(*signs: str) -> Callable[[Message], bool]:
    """Whether a message has a button for each of these signs."""
    return lambda said: all(said.button(sign) is not None for sign in signs)


def holding(*texts: str) -> Callable[[Message], bool]:
    """Whether all of these texts stand in a message."""
    return lambda said: all(text in said.text for text in texts)


def from_bot(person: Person) -> list[Message]:
    """What stands in a private chat from the bot."""
    return [one for one in person.chat.messages if one.sender.is_bot and not one.deleted]


async def duo(town: Town, first: str = "en", second: str = "en", *members: str) -> Duo:
    """A community with three meetings and one duo, whose first partner is Ann."""
    founded = await town.community(*members)
    ann = await town.registers(founded, "Ann", founded.member, language=first)
    ann.says("/duo")
    link = (await ann.hears("start=")).text.partition("start=")[2].split()[0]
    dora = await town.registers(founded, "Dora", f"start={link}", language=second)
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return Duo(town, founded, ann, dora)
