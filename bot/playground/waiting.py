"""Waits for messages of the bot and for answers to presses, for tests and the story."""

import time
from collections.abc import Callable, Generator
from typing import Any

from bot.playground.model import CallbackQuery, Chat, Message
from bot.playground.state import State

Wanted = Callable[[Message], Any] | str | None

PATIENCE = 30.0
"""Seconds until what is waited for counts as missing; a busy machine must not look like a fault."""


class Press:
    """A press on a button; `await` it for the bot's answer, whose pop-up is `.text`."""

    def __init__(self, state: State, query: CallbackQuery) -> None:
        self.state = state
        self.query = query

    def __await__(self) -> Generator[Any, None, CallbackQuery]:
        return self.answer().__await__()

    async def answer(self, within: float = PATIENCE) -> CallbackQuery:
        """The query once the bot has answered it: `.text`, `.alert`, `.url`."""
        deadline = time.monotonic() + within
        while not self.query.answered:
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(
                    f"{self.query.person.first_name} pressed {self.query.data!r} and got no answer "
                    f"within {within:g} s\n{transcript(self.query.message.chat)}"
                )
            await self.state.wait_for_change(left)
        return self.query


def is_from_bot(message: Message) -> bool:
    return message.sender.is_bot and message.service is None


def fits(message: Message, wanted: Wanted) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return wanted in message.text
    return bool(wanted(message))


async def found(
    state: State, chat: Chat, wanted: Wanted, within: float, since: int, who: str
) -> Message:
    deadline = time.monotonic() + within
    while True:
        for message in reversed(chat.messages):
            if message.changed > since and is_from_bot(message) and fits(message, wanted):
                return message
        left = deadline - time.monotonic()
        if left <= 0:
            name = repr(wanted) if isinstance(wanted, str) else "what was expected"
            raise AssertionError(
                f"{who} did not hear {name} within {within:g} s\n{transcript(chat)}"
                f"\nlast refusals: {refusals(state)}"
            )
        await state.wait_for_change(left)


def refusals(state: State) -> list[str]:
    """The last calls that were refused, with Telegram's reason."""
    return [f"{one.method}: {one.error}" for one in state.calls if not one.ok][-5:]


def transcript(chat: Chat, last: int = 12) -> str:
    """The chat's last messages, one or more lines each, for error messages."""
    title = chat.title or (chat.person.name if chat.person else "")
    lines = [f"--- {title} ({chat.kind} {chat.id}) ---"]
    for message in chat.messages[-last:]:
        edited = " (edited)" if message.edited else ""
        text = message.text or ", ".join(message.service or ())
        lines.append(f"{message.id} {message.sender.first_name}{edited}: {text}")
        lines += ["    " + " ".join(f"[{one.text}]" for one in row) for row in message.rows]
    return "\n".join(lines)
