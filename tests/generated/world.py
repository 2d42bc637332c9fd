"""The program without its wire, on a peopled database: presses go in, what is said is noted."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, SQLModel, select

import handlers
import locales
from bot.rules.cases import State
from bot.settings import load
from handlers.core.context import Services
from handlers.core.memory import EphemeralState
from handlers.core.telegram_client import TelegramClient
from storage.cases import CaseWindow
from storage.cases.urn import Urns
from storage.core.database import Database
from storage.core.text_encryption import TextCipher
from tests.generated.filling import COORDINATOR, MARK, NOW, Peopled
from tests.generated.peopled import fill
from tests.least_cost import LEAST_COST

CARD = 700
"""The message in each group under which is pressed."""

OWNERS = ("person_id", "author_id", "owner_id", "shared_by", "written_by")
"""The columns that say whose a row is."""

WRITES = ("INSERT", "UPDATE", "DELETE")

Rows = dict[str, list[dict[str, Any]]]


class Bot:
    """Takes every call of the Bot API, and notes it."""

    id = 1

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self._ids = count(10_000)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        async def call(*arguments: Any, **named: Any) -> Any:
            self.calls.append((method, f"{arguments} {named}"))
            return SimpleNamespace(message_id=next(self._ids))

        return call


@dataclass(frozen=True, slots=True)
class Effect:
    """What a press brought about."""

    said: tuple[tuple[str, str], ...]
    """The calls of the Bot API: the method, and all that it was given."""
    changed: Mapping[str, list[dict[str, Any]]]
    """The rows by table that came, went or are another now; empty when nothing changed."""

    @property
    def is_failed(self) -> bool:
        """Whether the action raised an error."""
        return any("Something went wrong on our side" in text for _, text in self.said)

    @property
    def marks(self) -> set[str]:
        """The letters of those whose texts were shown."""
        return {
            text[place + len(MARK)]
            for _, text in self.said
            for place in range(len(text))
            if text.startswith(MARK, place)
        }

    @property
    def methods(self) -> set[str]:
        """What was asked of Telegram beside the pop-up."""
        asked = {method for method, _ in self.said if not method.startswith("get_")}
        return asked - {"answerCallbackQuery"}


@dataclass
class World:
    """A peopled database, and the program that answers presses on it."""

    database: Database
    services: Services
    bot: Bot
    peopled: list[Peopled]
    telegram: TelegramClient
    rows: Rows = field(default_factory=dict)
    _updates: Any = field(default_factory=count)
    _has_written: bool = False

    def note_writes(self) -> None:
        """Know from now on whether a statement wrote something."""

        def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self._has_written |= statement.lstrip().upper().startswith(WRITES)

        event.listen(self.database.engine, "before_cursor_execute", before)

    async def press(self, telegram_id: int, data: str, chat_id: int | None = None) -> Effect:
        """Somebody presses a button with this data, in private or in a group."""
        self.bot.calls.clear()
        self._has_written = False
        place = {"id": chat_id or telegram_id, "type": "supergroup" if chat_id else "private"}
        sender = {"id": telegram_id, "first_name": "Someone", "language_code": "en"}
        # The worst place: a message with a button of the same room.
        beside = {"text": "x", "callback_data": data.partition(":")[0]}
        message = {
            "message_id": CARD,
            "chat": place,
            "text": "x",
            "date": 0,
            "reply_markup": {"inline_keyboard": [[beside]]},
        }
        number = next(self._updates)
        query = {"id": str(number), "from": sender, "message": message, "data": data}
        await handlers.handle(self.services, {"update_id": number, "callback_query": query})
        await self.telegram.drain()
        said = tuple(self.bot.calls)
        return Effect(said, await self._changes() if self._has_written else {})

    async def _changes(self) -> dict[str, list[dict[str, Any]]]:
        now = await self.database.read(stored)
        return {
            name: [row for row in rows if row not in self.rows[name]]
            + [row for row in self.rows[name] if row not in rows]
            for name, rows in now.items()
            if rows != self.rows[name]
        }

    def is_own(self, row: dict[str, Any], telegram_id: int) -> bool:
        """Whether a row is of this person and nobody else."""
        person = next(
            (one["id"] for one in self.rows["person"] if one["telegram_id"] == telegram_id), None
        )
        if row.get("telegram_id") == telegram_id:
            return True
        return person is not None and any(row.get(column) == person for column in OWNERS)

    async def restore(self) -> None:
        """Everything is again as it was in the beginning."""
        await self.database.write(self._restore)
        self.services.ephemeral.__init__()  # type: ignore[misc]

    def _restore(self, session: Session) -> None:
        connection = session.connection()
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in SQLModel.metadata.sorted_tables:
            if rows := self.rows[table.name]:
                connection.execute(table.insert(), rows)


def stored(session: Session) -> Rows:
    """Every row of every table."""
    return {
        table.name: sorted(
            (dict(row._mapping) for row in session.connection().execute(table.select())),
            key=lambda row: json.dumps(row, default=str, sort_keys=True),
        )
        for table in SQLModel.metadata.sorted_tables
    }


@asynccontextmanager
async def peopled_world(url: str, folder: Path) -> AsyncIterator[World]:
    """A world on an empty database with all tables."""
    database, bot = Database(url), Bot()

    async def answer(fields: dict[str, str]) -> int:
        bot.calls.append(("answerCallbackQuery", str(fields)))
        return 200

    telegram = TelegramClient(bot, lambda _chat_id: None, answer)  # type: ignore[arg-type]
    settings = load(
        {"BOT_TOKEN": f"1:{'x' * 35}", "COORDINATORS": str(COORDINATOR), "LANGUAGE": "en"}, None
    )
    services = Services(
        database,
        telegram,
        locales.load(settings.timezone, "en"),
        settings,
        lambda: NOW,
        "bot",
        TextCipher(bytes(32)),
        Urns(folder / "urns", LEAST_COST),
        EphemeralState(),
        handlers.WHEN_REACHABLE,
    )
    peopled = await database.write(lambda session: fill(session, services.cipher))
    for window in await database.read(_open_windows):
        services.urns.of(window).create()
    world = World(database, services, bot, peopled, telegram)
    world.rows = await database.read(stored)
    world.note_writes()
    try:
        yield world
    finally:
        await database.close()


def _open_windows(session: Session) -> list[int]:
    found = session.exec(select(CaseWindow.id).where(CaseWindow.state == State.OPEN.value))
    return [key for key in found if key is not None]
