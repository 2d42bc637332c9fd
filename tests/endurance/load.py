"""People who press, type and are reminded while the program is killed, and what they lost."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.model import Message
from bot.playground.people import Person

PATIENCE = 90.0
"""Seconds in which an input must be answered, kills and restarts included."""

SIGNS = {"yes": "✅", "no": "❌", "unsure": "🤔"}


@dataclass
class Tally:
    """What was done, and what went wrong with it."""

    presses: int = 0
    answered: int = 0
    typed: int = 0
    founded: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass
class Load:
    """People at work until `stop`: each waits for an answer before the next act."""

    chance: random.Random
    tally: Tally = field(default_factory=Tally)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def pauses(self) -> None:
        await asyncio.sleep(self.chance.uniform(0.02, 0.25))

    async def press(
        self,
        person: Person,
        card: Message,
        data: dict[str, str],
        stored: Callable[[Person], str | None],
    ) -> str | None:
        """Press at random; an answered press must be on disk. The answer pressed last."""
        last = None
        while not self.stop.is_set():
            last = self.chance.choice(list(SIGNS))
            press = person.forges(data[last], card)
            self.tally.presses += 1
            try:
                pop_up = await press.answer(PATIENCE)
            except AssertionError:
                self.tally.lost.append(f"press of {person.first_name}: never answered")
                return None
            self.tally.answered += 1
            if not (pop_up.text or "").startswith(SIGNS[last]):
                self.tally.lost.append(f"press of {person.first_name}: answered {pop_up.text}")
            if (kept := stored(person)) != last:
                self.tally.lost.append(
                    f"press of {person.first_name}: {last} answered, {kept} kept"
                )
            await self.pauses()
        return last

    async def found(self, person: Person, questions: list[str]) -> None:
        """Found communities step by step, each step typed once the question was read."""
        number = 0
        while not self.stop.is_set():
            number += 1
            name = f"K {person.id}-{number}"
            try:
                await self._found_one(person, name, f"Town {number}", questions)
            except AssertionError as lost:
                self.tally.lost.append(f"typed by {person.first_name}: {str(lost)[:2000]}")
                return
            self.tally.founded.append(name)

    async def _found_one(self, person: Person, name: str, town: str, questions: list[str]) -> None:
        await self._types(person, "/community", lambda said: "✏️" in "".join(said.buttons))
        person.presses("✏️")
        await person.hears(questions[0], within=PATIENCE)
        given = [name, "North", town, "en"]
        expected = [*questions[1:], name]
        for text, follows in zip(given, expected, strict=True):
            await self._types(person, text, follows)

    async def _types(
        self, person: Person, text: str, follows: "str | Callable[[Message], bool]"
    ) -> None:
        await self.pauses()
        person.says(text)
        self.tally.typed += 1
        await person.hears(follows, within=PATIENCE)
