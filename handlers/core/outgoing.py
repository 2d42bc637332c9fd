"""What the rooms hand to delivery: composed at the last moment, in the reader's language."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import ClassVar

from sqlmodel import Session
from telegram.error import RetryAfter

from bot.rules.languages import nearest_language
from handlers.core.context import Services
from handlers.core.pages import Pages
from handlers.core.reply import Reply
from handlers.core.screens import Screen, unpacked
from handlers.core.telegram_client import TelegramClient
from locales import Locales, Words
from storage import communities, members
from storage.core.outbox import Outgoing
from storage.core.outbox_kind import OutboxKind
from storage.members import Person

Note = Callable[[Session], None]
Sent = Callable[[Session, int | None], None]
Send = Callable[[TelegramClient, int, Screen], Awaitable[int | None]]


async def as_new(client: TelegramClient, chat_id: int, screen: Screen) -> int | None:
    """Send the screen as a new message."""
    return await client.send(chat_id, screen)


class BrokenOffError(RetryAfter):
    """Telegram asks to wait when the first of several messages has arrived already."""


async def _in_order(
    client: TelegramClient, chat_id: int, screen: Screen, before: Sequence[Screen]
) -> int | None:
    said = 0
    try:
        for one in before:
            await client.send(chat_id, one)
            said += 1
        return await client.send(chat_id, screen)
    except RetryAfter as error:
        if not said:
            raise
        raise BrokenOffError(error.retry_after) from None


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One thing to say now, and what to note once it is said, refused, or nobody is there."""

    screen: Screen
    repeat_mark: str = ""
    send: Send = as_new
    sent: Sent | None = None
    refused: Note | None = None
    unreachable: Note | None = None
    is_new: bool = True
    """Whether it adds a message: sent twice, it may then be read twice, and is marked."""


class Dropped(Enum):
    """Why a row is not said when its time has come."""

    GONE = auto()
    """Its reader can't be written to, or what it speaks of is no more."""
    OUTDATED = auto()
    """It is no longer true, or was answered meanwhile."""
    NOT_THEIRS = auto()
    """Its reader may not have it, or not any more."""
    UNREADABLE = auto()
    """It was encrypted with another key."""


@dataclass(frozen=True, slots=True)
class Rendered(OutboxKind):
    """A kind of outbox row that makes its own message when the row is sent."""

    is_kept: ClassVar[bool] = True
    """Whether the row stays once it is said; one that tells who asked for something goes."""

    @abstractmethod
    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The message by what is true now, in its reader's language."""


def person_words(session: Session, person: Person, locales: Locales) -> Words:
    """The words for a person who is not visiting: their choice, Telegram's code, their group's."""
    language = person.language or nearest_language(person.language_code)
    return locales.words(language or members.group_language(session, person.id))


def reader(
    session: Session,
    person_id: int,
    locales: Locales,
    *,
    even_lost: bool = False,
) -> tuple[Person, Words] | None:
    """A person who is to read something, with their words; None when they are gone or unreachable.

    `even_lost` tries who is unreachable all the same, so that `unreachable` of a message follows.
    """
    person = session.get(Person, person_id)
    if person is None or not (person.is_reachable or even_lost):
        return None
    return person, person_words(session, person, locales)


def new_message(words: Words, screen: Screen) -> OutgoingMessage:
    """A new message in the reader's language."""
    return OutgoingMessage(screen, repeat_mark(words))


def pages_message(
    words: Words,
    what: Pages,
    *,
    sent: Sent | None = None,
    refused: Note | None = None,
    unreachable: Note | None = None,
) -> OutgoingMessage:
    """A text in the reader's language that may take several new messages."""
    return OutgoingMessage(
        what.last,
        repeat_mark(words),
        partial(_in_order, before=what.before) if what.before else as_new,
        sent,
        refused,
        unreachable,
    )


def screens_of(message: OutgoingMessage) -> tuple[Screen, ...]:
    """All that a message sends, in order."""
    if isinstance(message.send, partial) and message.send.func is _in_order:
        return (*message.send.keywords["before"], message.screen)
    return (message.screen,)


def repeat_mark(words: Words) -> str:
    """What marks a message that may have arrived before."""
    return words("This may be a repeat: the connection broke while it was being sent.")


@dataclass(frozen=True, slots=True)
class ReplyMessage(Reply, Rendered):
    """An answer that Telegram could not take at once."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The screen that was to be shown."""
        payload = services.cipher.decrypt_fields_or_none(self.packed)
        if payload is None:
            return Dropped.UNREADABLE
        return new_message(services.locales.words(payload.get("language")), unpacked(payload))


def address(session: Session, row: Outgoing) -> int | None:
    """The Telegram chat of a row; None when its person or group is gone."""
    if row.telegram_id is not None:
        return row.telegram_id
    if row.person_id is not None:
        person = session.get(Person, row.person_id)
        return person.telegram_id if person else None
    chat = session.get(communities.Chat, row.chat_id)
    return chat.telegram_id if chat and chat.is_present else None


def lost(session: Session, row: Outgoing) -> None:
    """Note that nobody is there: the person blocked the bot, or the group removed it."""
    if row.person_id is not None:
        person = session.get(Person, row.person_id)
        if person is not None:
            members.mark_reachable(session, person.telegram_id, yes=False)
    if row.chat_id is not None and (chat := session.get(communities.Chat, row.chat_id)):
        chat.is_present = False
        session.add(chat)
