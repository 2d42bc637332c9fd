"""How the story's people hold a talk with the bot: they know signs and links, not its words."""

import asyncio
import time
from collections.abc import Callable

from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.waiting import transcript

LONGEST_FLOW = 12
PATIENCE = 10.0


def everything(message: Message) -> str:
    """The text of a message with the addresses behind its links and buttons."""
    hidden = [one.get("url", "") for one in message.entities]
    hidden += [one.url or "" for row in message.rows for one in row]
    return "\n".join([message.text, *hidden])


def has(message: Message, sign: str) -> bool:
    """Whether a message has a button that begins with this sign."""
    return message.button(sign) is not None


def is_card(message: Message) -> bool:
    """The message that asks who comes: it can be answered with yes and with no."""
    return has(message, "✅") and has(message, "❌")


async def finish(person: Person, done: Callable[[Message], bool]) -> Message:
    """Press ✅ until the answer looked for comes."""
    for _ in range(LONGEST_FLOW):
        message = await person.hears(lambda one: done(one) or has(one, "✅"), within=PATIENCE)
        if done(message):
            return message
        person.presses("✅", message)
    raise AssertionError(f"this talk has no end\n{transcript(person.chat)}")


async def until(true: Callable[[], bool], otherwise: str) -> None:
    """Wait for something in the world."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        await asyncio.sleep(0.02)
