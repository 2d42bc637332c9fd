"""What the people do whose phones are not on the page: they answer when everyone is asked.

One of them brings a case of his own to the first call, so that a visitor's is not alone in the urn.
Once the story is told they also say who comes, vote, answer what is asked between two meetings, and
the monitoring lead asks it.
"""

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from bot.playground.model import Chat, Message
from bot.playground.page_views import Cast
from bot.playground.people import Person
from bot.playground.refusals import ImpossibleError
from bot.playground.story.conversation import PATIENCE, has, is_card
from bot.playground.story.people import BRINGER, LEAD
from bot.playground.world import World

PAUSE = 0.5
"""Seconds that somebody takes to look."""

KINDS = 4
"""People are of so many kinds: those of one never say whether they come, those of one can't."""

VALUES = ("🎯", "💡", "🔧", "🌱")
"""The signs of the answers to what a meeting brought."""

QUESTION = (
    "/prompt\nvraag: Wat probeerde je sinds de vorige bijeenkomst, en hoe ging het?\nwanneer: nu"
)
ANSWERS = (
    "Ik ging samen met een collega aanbellen. Ze deed open.",
    "Un petit mot dans la boîte aux lettres, sans question. Il m’a rappelée.",
)

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
        self.is_told = False
        self.seen: set[tuple[int, int]] = set()

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
        if kind != "message" or not thing.sender.is_bot or thing.service:
            return
        if thing.chat.private:
            self.hear_privately(thing)
        elif self.is_told and (thing.chat.id, thing.id) not in self.seen:
            self.seen.add((thing.chat.id, thing.id))
            for person in self.beside_the_page(thing.chat):
                self.heard.put_nowait((person, thing))

    def hear_privately(self, message: Message) -> None:
        part = self.cast.get(message.chat.id)
        asks = is_call(message) or is_key(message) or (self.is_told and is_proposal(message))
        if part is not None and not part.shown and asks:
            self.heard.put_nowait((self.world.people[message.chat.id], message))

    def beside_the_page(self, group: Chat) -> list[Person]:
        """Those in a group whose phones are not on the page, but for the monitoring lead."""
        return [
            self.world.people[user.id]
            for user in group.present
            if (part := self.cast.get(user.id)) and not part.shown and part.role != LEAD.role
        ]

    def story_is_told(self, group: Chat) -> None:
        """From now on they answer in the group too; what stands there is answered already."""
        self.seen.update((group.id, message.id) for message in group.messages)
        self.is_told = True

    async def answer(self, person: Person, message: Message) -> None:
        """A key is noted; to a call one brings a case, and the others have nothing this time."""
        if message.deleted:
            return
        if not message.chat.private:
            await self.answer_in_group(person, message)
        elif is_key(message):
            await person.presses("✅", message)
        elif is_proposal(message):
            await ask(person)
        elif is_call(message) and person.id == BRINGER.user_id and not self.has_brought:
            self.has_brought = True
            await bring(person, message, CASE)
        elif is_call(message):
            await person.presses("➡️", message)

    async def answer_in_group(self, person: Person, message: Message) -> None:
        """Who comes, which case comes first, what the meeting brought, and a question to all."""
        place = person.id % KINDS
        if is_card(message):
            if place:
                await person.presses("❌" if place == 1 else "✅", message)
        elif has(message, VALUES[0]):
            await person.presses(VALUES[place % len(VALUES)], message)
        elif is_ballot(message):
            labels = message.buttons
            await person.presses(labels[place % len(labels)], message)
        elif is_prompt(message) and place < len(ANSWERS):
            await reply(person, message, ANSWERS[place])


def is_call(message: Message) -> bool:
    """The question to everyone: bring a case, or nothing this time."""
    return message.text.startswith("🗳") and has(message, "✏️") and has(message, "➡️")


def is_key(message: Message) -> bool:
    """The words of an urn, to be noted."""
    return message.text.startswith("🔑") and has(message, "✅")


def is_proposal(message: Message) -> bool:
    """For the monitoring lead: ask the group something?"""
    return "💬" in message.text and has(message, "✏️") and has(message, "➡️")


def is_prompt(message: Message) -> bool:
    """A question to the group, to be answered privately."""
    return message.text.startswith("💬") and has(message, "✏️")


def is_ballot(message: Message) -> bool:
    """The group's vote on the cases."""
    return message.text.startswith("🗳") and has(message, "🗳")


async def ask(lead: Person) -> None:
    """Ask the group something, as it was previewed."""
    lead.says(QUESTION)
    await lead.presses("📨", await lead.hears(lambda one: has(one, "📨"), within=PATIENCE))


async def reply(person: Person, prompt: Message, text: str) -> None:
    """Answer a question to the group, with one's name."""
    await person.presses("✏️", prompt)
    await person.hears(lambda one: has(one, "❌"), within=PATIENCE)
    person.says(text)
    await person.presses("📨", await person.hears(lambda one: has(one, "📨"), within=PATIENCE))


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
