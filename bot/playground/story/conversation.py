"""Helpers of the story: they recognise messages by their signs, buttons and links."""

import asyncio
import time
from collections.abc import Callable

from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.waiting import transcript

LONGEST_FLOW = 12
TIMEOUT = 10.0


def all_text(message: Message) -> str:
    """The text of a message with the addresses behind its links and buttons."""
    hidden = [one.get("url", "") for one in message.entities]
    hidden += [one.url or "" for row in message.rows for one in row]
    return "\n".join([message.text, *hidden])


def has(message: Message, sign: str) -> bool:
    """Whether a message has a button that begins with this sign."""
    return message.button(sign) is not None


def is_card(message: Message) -> bool:
    """Whether this is the card of a meeting: it has a yes and a no."""
    return has(message, "✅") and has(message, "❌")


async def finish(person: Person, done: Callable[[Message], bool]) -> Message:
    """Press ✅ until a message satisfies `done`."""
    for _ in range(LONGEST_FLOW):
        message = await person.hears(lambda one: done(one) or has(one, "✅"), within=TIMEOUT)
        if done(message):
            return message
        person.presses("✅", message)
    raise AssertionError(f"this form does not end\n{transcript(person.chat)}")


async def until(true: Callable[[], bool], otherwise: str) -> None:
    """Wait until a condition holds; AssertionError with `otherwise` when it does not in time."""
    deadline = time.monotonic() + TIMEOUT
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        await asyncio.sleep(0.02)
