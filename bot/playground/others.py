"""What the people do whose phones are not on the page: they answer when everyone is asked.

One of them brings a case of his own to the first call, so that a visitor's is not alone in the urn.
"""

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from bot.playground.chats import Message
from bot.playground.people import Person
from bot.playground.people_of_noord import BRINGER
from bot.playground.refusals import ImpossibleError
from bot.playground.talking import PATIENCE, has
from bot.playground.views import Cast
from bot.playground.world import World

PAUSE = 0.5
"""Seconds that somebody takes to look."""

CASE = (
    "Hoe houden we contact met iemand die de deur niet meer opendoet?\n"
    "Sinds de winter neemt ze de telefoon niet meer op. Drie diensten kennen haar, en elk wacht "
    "tot een ander gaat. We belden aan, schreven een kaartje, en vroegen het aan de huisarts. Zelf "
    "zei ze vroeger: laat me wat met rust, maar vergeet me niet."
)


class Others:
    """The people beside those on the page, as `cast` has them."""

    def __init__(self, world: World, cast: Cast) -> None:
        self.world = world
        self.cast = cast
        self.heard: asyncio.Queue[tuple[Person, Message]] = asyncio.Queue()
        self.has_brought = False

    async def live(self) -> None:
        """Answer until cancelled; where the bot does not do as expected, they let it be."""
        self.world.watchers.append(self.hear)
        try:
            while True:
                person, message = await self.heard.get()
                await asyncio.sleep(PAUSE)
                with contextlib.suppress(AssertionError, ImpossibleError):
                    await self.answer(person, message)
        finally:
            self.world.watchers.remove(self.hear)

    def hear(self, kind: str, thing: Any) -> None:
        if kind != "message" or not thing.chat.private or not thing.sender.is_bot:
            return
        part = self.cast.get(thing.chat.id)
        if part is not None and not part.shown and (is_call(thing) or is_key(thing)):
            self.heard.put_nowait((self.world.people[thing.chat.id], thing))

    async def answer(self, person: Person, message: Message) -> None:
        """A key is noted; to a call one brings a case, and the others have nothing this time."""
        if message.deleted:
            return
        if is_key(message):
            await person.presses("✅", message)
        elif is_call(message) and person.id == BRINGER.user_id and not self.has_brought:
            self.has_brought = True
            await bring(person, message, CASE)
        elif is_call(message):
            await person.presses("➡️", message)


def is_call(message: Message) -> bool:
    """The question to everyone: bring a case, or nothing this time."""
    return message.text.startswith("🗳") and has(message, "✏️") and has(message, "➡️")


def is_key(message: Message) -> bool:
    """The words of an urn, to be noted."""
    return message.text.startswith("🔑") and has(message, "✅")


async def bring(person: Person, call: Message, text: str) -> Message:
    """Bring a case: nobody is in danger, one text, and the preview, as it was, is right."""
    person.presses("✏️", call)
    safe = await person.hears(lambda one: has(one, "➡️") and not has(one, "✏️"), within=PATIENCE)
    person.presses("➡️", safe)
    await person.hears(lambda one: has(one, "❌") and not has(one, "➡️"), within=PATIENCE)
    person.says(text)
    preview = replace(await person.hears(lambda one: has(one, "📨"), within=PATIENCE))
    await person.presses("📨", preview.chat.by_id[preview.id])
    return preview
