"""Programs made leaky on purpose, each by one mistake that such programs make."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar
from unittest.mock import patch

import handlers
from bot.rules.cases import Choices
from handlers.cases import bringing, preview, putting, verbs
from handlers.core.context import Context
from handlers.core.screens import Button, Screen
from tests.anonymity.core_world import WatchedUrn
from tests.anonymity.evidence import Line
from tests.anonymity.leaks import ExactTimeUrn, UserIdUrn
from tests.anonymity.program_world import ProgramWorld


class UserIdInTheProgram(ProgramWorld):
    """The envelope's row says whose it is."""

    urn_class: ClassVar[type[WatchedUrn]] = UserIdUrn


class ExactTimeInTheProgram(ProgramWorld):
    """The envelope's row says when it came."""

    urn_class: ClassVar[type[WatchedUrn]] = ExactTimeUrn


class TextInTheLog(ProgramWorld):
    """A line at DEBUG with the text, and with who wrote it."""

    @contextlib.contextmanager
    def leaking(self) -> Iterator[None]:
        def read(message: Any) -> Any:
            found = kept(message)
            if found is not None:
                line = f"DEBUG sealing for {message['chat']['id']}: {found.text[:40]}"
                self.evidence.logs.append(Line(self.now, line))
            return found

        kept = preview.read
        with patch.object(preview, "read", read):
            yield


class WordsInTheChat(ProgramWorld):
    """A button to withdraw stays under the line, with the receipt in it."""

    @contextlib.contextmanager
    def leaking(self) -> Iterator[None]:
        async def close(context: Context, met: Any) -> None:
            read = preview.read(getattr(context.event, "message", None))
            await closed(context, met)
            if read is not None:
                row = (Button("🗑", f"cases {read.receipt}"),)
                await context.services.telegram.send(context.chat_id, Screen("🗑", (row,)))

        closed = putting.close
        with patch.object(bringing, "close", close):
            yield


class OneMessageMore(ProgramWorld):
    """Who brings a case keeps one message more in the chat: a thank-you."""

    @contextlib.contextmanager
    def leaking(self) -> Iterator[None]:
        async def seal(context: Context, window_id: int, choices: Choices) -> None:
            await sealing(context, window_id, choices)
            await context.services.telegram.send(context.chat_id, Screen("✅"))

        sealing = bringing.on_seal
        with _sealing(seal):
            yield


class AnswersInTheOutbox(ProgramWorld):
    """What is said to who brings a case waits in the outbox, and its row stays."""

    @contextlib.contextmanager
    def leaking(self) -> Iterator[None]:
        async def seal(context: Context, window_id: int, choices: Choices) -> None:
            await sealing(context, window_id, choices)
            later = context.now.replace(year=context.now.year + 1)
            await context.write(partial(context.leave, screen=Screen("✅"), due_at=later))

        sealing = bringing.on_seal
        with _sealing(seal):
            yield


class NumbersGoMissing(ProgramWorld):
    """Only the messages of who brings a case go from the chat."""

    @contextlib.contextmanager
    def leaking(self) -> Iterator[None]:
        with patch("handlers.core.memory.GONE", 0):
            yield


@contextlib.contextmanager
def _sealing(action: Any) -> Iterator[None]:
    key = (verbs.SEAL.room.name, verbs.SEAL.name)
    row = replace(handlers.TABLE.callbacks[key], action=action)
    with patch.dict(handlers.TABLE.callbacks, {key: row}):
        yield


@dataclass(frozen=True, slots=True)
class ProgramLeak:
    """A leaky program, and how it must be found out: by an attack, or by telling apart."""

    world: type[ProgramWorld]
    attacker: str
    caught_by: str
    windows: int


HITS = (
    ProgramLeak(UserIdInTheProgram, "seized", "id_scan", 2),
    ProgramLeak(TextInTheLog, "copies", "id_scan", 2),
    ProgramLeak(WordsInTheChat, "copies", "secrets_in_chats", 2),
    ProgramLeak(ExactTimeInTheProgram, "seized", "nearest_time", 16),
)
"""Those that name the author of a case."""

TELLING = (
    ProgramLeak(OneMessageMore, "copies", "messages unasked", 8),
    ProgramLeak(AnswersInTheOutbox, "copies", "rows of outbox", 8),
    ProgramLeak(NumbersGoMissing, "copies", "missing numbers", 20),
)
"""Those that only tell who are the authors."""
