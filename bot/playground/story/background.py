"""Answers of the people whose phones are not on the page, given when the bot asks everyone.

One of them brings a case at the first call, so that the visitor's case is not the only one. After
the story they also answer the cards of meetings, vote, and answer questions between meetings; the
monitoring lead asks one.
"""

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from bot.playground.model import Chat, Message
from bot.playground.page_views import Cast
from bot.playground.people import Person
from bot.playground.refusals import ImpossibleError
from bot.playground.story.conversation import TIMEOUT, has, is_card
from bot.playground.story.people import BRINGER, LEAD
from bot.playground.world import World

PAUSE = 0.5
"""Seconds before somebody answers."""

KINDS = 4
"""People fall into so many kinds: one kind never answers the card, one answers no, two yes."""

VALUES = ("🎯", "💡", "🔧", "🌱")
"""The signs of the answers to the value question."""

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


class BackgroundPeople:
    """Everyone whom `cast` does not show on the page."""

    def __init__(self, world: World, cast: Cast) -> None:
        self.world = world
        self.cast = cast
        self.heard: asyncio.Queue[tuple[Person, Message]] = asyncio.Queue()
        self.has_brought = False
        self.answers_in_groups = False
        self.seen: set[tuple[int, int]] = set()

    async def run(self) -> None:
        """Answer until cancelled; an answer that fails is dropped."""
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
        elif self.answers_in_groups and (thing.chat.id, thing.id) not in self.seen:
            self.seen.add((thing.chat.id, thing.id))
            for person in self.off_the_page(thing.chat):
                self.heard.put_nowait((person, thing))

    def hear_privately(self, message: Message) -> None:
        part = self.cast.get(message.chat.id)
        asks = (
            is_call(message) or is_key(message) or (self.answers_in_groups and is_proposal(message))
        )
        if part is not None and not part.shown and asks:
            self.heard.put_nowait((self.world.people[message.chat.id], message))

    def off_the_page(self, group: Chat) -> list[Person]:
        """The members of a group whose phones are not on the page, without the monitoring lead."""
        return [
            self.world.people[user.id]
            for user in group.present
            if (part := self.cast.get(user.id)) and not part.shown and part.role != LEAD.role
        ]

    def answer_in_groups(self, group: Chat) -> None:
        """Answer in the group too from now on, but not what stands there already."""
        self.seen.update((group.id, message.id) for message in group.messages)
        self.answers_in_groups = True

    async def answer(self, person: Person, message: Message) -> None:
        """Confirm a key; answer a call with a case, once, or with nothing this time."""
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
        """Answer a card, a ballot, the value question or a question to the group."""
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
    """Whether this asks everyone for a case."""
    return message.text.startswith("🗳") and has(message, "✏️") and has(message, "➡️")


def is_key(message: Message) -> bool:
    """Whether these are the key words of a moderator, to be written down."""
    return message.text.startswith("🔑") and has(message, "✅")


def is_proposal(message: Message) -> bool:
    """Whether this proposes to the monitoring lead to ask the group something."""
    return "💬" in message.text and has(message, "✏️") and has(message, "➡️")


def is_prompt(message: Message) -> bool:
    """Whether this is a question to the group, answered privately."""
    return message.text.startswith("💬") and has(message, "✏️")


def is_ballot(message: Message) -> bool:
    """Whether this is the group's vote on its cases."""
    return message.text.startswith("🗳") and has(message, "🗳")


async def ask(lead: Person) -> None:
    """Ask the group something and confirm the preview."""
    lead.says(QUESTION)
    await lead.presses("📨", await lead.hears(lambda one: has(one, "📨"), within=TIMEOUT))


async def reply(person: Person, prompt: Message, text: str) -> None:
    """Answer a question to the group under one's name."""
    await person.presses("✏️", prompt)
    await person.hears(lambda one: has(one, "❌"), within=TIMEOUT)
    person.says(text)
    await person.presses("📨", await person.hears(lambda one: has(one, "📨"), within=TIMEOUT))


async def bring(person: Person, call: Message, text: str) -> Message:
    """Bring a case as one text: no danger, then the text, then 📨; a copy of the preview."""
    person.presses("✏️", call)
    safe = await person.hears(lambda one: has(one, "➡️") and not has(one, "✏️"), within=TIMEOUT)
    person.presses("➡️", safe)
    await person.hears(lambda one: has(one, "❌") and not has(one, "➡️"), within=TIMEOUT)
    person.says(text)
    preview = replace(await person.hears(lambda one: has(one, "📨"), within=TIMEOUT))
    await person.presses("📨", preview.chat.by_id[preview.id])
    return preview
