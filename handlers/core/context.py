"""The context of a message or press: event, requester, services, and ways to answer."""

import asyncio
import contextlib
import html
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlmodel import Session
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.rules.languages import nearest_language, single_languages
from handlers.core.memory import EphemeralState
from handlers.core.reply import Reply, encrypted
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient, is_ambiguous, is_passing
from handlers.core.updates import PRIVATE, Place, Pressed, Said, Sender
from locales import Locales, Words
from storage import communities, members
from storage.cases.urn import Urns
from storage.core import outbox
from storage.core.database import Database
from storage.core.text_encryption import TextCipher
from storage.members import Membership
from storage.reminders.steps import Timing

Result = TypeVar("Result")

PATIENCE = 1.0
"""Seconds to wait for a call: later updates of the same chat wait as long."""

GIVEN_UP = timedelta(seconds=30)
"""Time after which a call has succeeded or was given up."""


class HandlerSettings(Timing, Protocol):
    """The settings that rooms use, besides those of `Timing`."""

    @property
    def coordinators(self) -> frozenset[int]:
        """Telegram ids of Brusano's coordinators."""

    @property
    def retention(self) -> timedelta:
        """How long after a cycle its hand-over notes and cases are kept."""


WhenReachable = Callable[[Session, int, Timing, datetime], None]
"""Given a person's Telegram id, adds what waited for them to the outbox."""


@dataclass(frozen=True, slots=True)
class Services:
    """What every room works with; made once, in `bot.app`."""

    database: Database
    telegram: TelegramClient
    locales: Locales
    settings: HandlerSettings
    now: Callable[[], datetime]
    bot_username: str
    cipher: TextCipher
    urns: Urns
    ephemeral: EphemeralState
    when_reachable: Sequence[WhenReachable] = ()
    """Called when a person is reachable again: each adds what waited to the outbox."""

    def link(self, token: str) -> str:
        """The link that opens the private chat with this payload."""
        return f"https://t.me/{self.bot_username}?start={token}"

    def group_link(self, token: str) -> str:
        """The link that adds the bot to a group with this payload."""
        return f"https://t.me/{self.bot_username}?startgroup={token}"


@dataclass(frozen=True, slots=True)
class Requester:
    """The person of an update, as the database knows them when it arrives."""

    language: str | None
    memberships: tuple[Membership, ...]
    community_here: int | None
    """The community whose group chat this is; None in private."""


def identify_requester(
    session: Session, sender: Sender, place: Place | None, locales: Locales
) -> Requester:
    """Read the requester. Language: their choice, else Telegram's code, else the group's."""
    person = members.person_by_telegram_id(session, sender.telegram_id)
    here = None
    if place is not None and place.kind != PRIVATE:
        here = communities.by_chat(session, place.telegram_id)
    language = (person.language if person else None) or nearest_language(sender.language_code)
    if language is None and here is not None:
        language = single_languages(here.language)[0]
    if language is None and person is not None:
        language = members.group_language(session, person.id)
    return Requester(
        language or locales.default,
        tuple(members.memberships(session, sender.telegram_id)),
        here.id if here else None,
    )


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler is given: one message or press, its requester, and the services."""

    services: Services
    event: Said | Pressed
    sender: Sender
    place: Place | None
    requester: Requester
    words: Words
    now: datetime
    arguments: str = ""
    """Of a command: what follows it. Of a typed message: the text."""
    membership: Membership | None = None
    """Of a command about a community: the requester's membership there."""
    keeps_message: bool = False
    """Whether the message with the pressed button stays: `show` then sends a new one."""
    leaves_no_trace: bool = False
    """Whether no answer may be kept in the outbox or noted anywhere."""
    _answered: list[str] = field(default_factory=list)
    """The id of the press once it was answered; shared by all copies of this context."""

    @property
    def is_coordinator(self) -> bool:
        """Whether the requester is one of Brusano's coordinators now."""
        return self.sender.telegram_id in self.services.settings.coordinators

    @property
    def is_private(self) -> bool:
        """Whether only the requester reads the answer."""
        return self.place is None or self.place.kind == PRIVATE

    @property
    def chat_id(self) -> int:
        """The chat for answers: that of the event, or the person's when it is not known."""
        return self.place.telegram_id if self.place else self.sender.telegram_id

    @property
    def community_id(self) -> int:
        """The community of a command. Raises LookupError where it asks for no role."""
        if self.membership is None:
            raise LookupError("this route is about no community")
        return self.membership.community_id

    def speaking(self, language: str) -> "Context":
        """The same context with answers in another language."""
        return replace(self, words=self.services.locales.words(language))

    async def write(self, act: Callable[[Session], Result]) -> Result:
        """Run a transaction that writes; it is on disk when this returns."""
        return await self.services.database.write(act)

    async def read(self, ask: Callable[[Session], Result]) -> Result:
        """Run a transaction that only reads."""
        return await self.services.database.read(ask)

    async def say(self, screen: Screen, *, to: int | None = None) -> None:
        """Send a new message; it goes to the outbox if Telegram cannot take it now."""
        chat_id = to or self.chat_id
        if self.leaves_no_trace:
            await self.patiently(self._shown(screen, None))
            return
        try:
            await self._within_patience(
                self.services.telegram.send(chat_id, screen), chat_id, screen
            )
        except Forbidden:
            await self._lost(chat_id)
        except TelegramError as error:
            if not is_passing(error):
                raise
            await self._later(chat_id, screen, is_repeat=is_ambiguous(error))

    async def show(self, screen: Screen) -> None:
        """Replace the message with the pressed button by a screen, else send the screen."""
        message_id = self.event.message_id
        if self.leaves_no_trace:
            await self.show_untraced(screen)
            return
        if not isinstance(self.event, Pressed) or message_id is None or self.keeps_message:
            await self.say(screen)
            return
        edit = self.services.telegram.edit(self.chat_id, message_id, screen)
        try:
            await self._within_patience(edit, self.chat_id, screen)
        except BadRequest:
            await self.say(screen)
        except TelegramError as error:
            if not is_passing(error):
                raise
            await self._later(self.chat_id, screen, is_repeat=is_ambiguous(error))

    async def _within_patience(
        self, call: Coroutine[Any, Any, object], chat_id: int, screen: Screen
    ) -> None:
        """Wait for a call for up to PATIENCE, so that later updates of the chat do not wait.

        A call that takes longer also gets an outbox row, due once the call was given up; the row is
        withdrawn if the call succeeds after all.
        """
        under_way = asyncio.create_task(call)
        done, _ = await asyncio.wait([under_way], timeout=PATIENCE)
        if done:
            under_way.result()
            return
        await self._later(chat_id, screen, is_repeat=True, due_at=self.services.now() + GIVEN_UP)
        self.services.telegram.keep(
            asyncio.create_task(self._take_back(under_way, chat_id, screen))
        )

    async def _take_back(
        self, under_way: asyncio.Task[object], chat_id: int, screen: Screen
    ) -> None:
        try:
            await under_way
        except TelegramError:
            return
        key = self._reply(chat_id, screen).key()
        await self.write(lambda session: outbox.withdraw(session, key))

    async def show_untraced(self, screen: Screen, in_place_of: int | None = None) -> int | None:
        """Show a screen that must not be stored: in place of a message, else as a new one.

        Returns the id of the message; None when Telegram is away or slow.
        """
        message_id = in_place_of
        if message_id is None and isinstance(self.event, Pressed):
            message_id = self.event.message_id
        return await self.patiently(self._shown(screen, message_id))

    async def _shown(self, screen: Screen, message_id: int | None) -> int | None:
        telegram, chat_id = self.services.telegram, self.chat_id
        with contextlib.suppress(TelegramError):
            if message_id is not None and await telegram.replace(chat_id, message_id, screen):
                return message_id
            shown = await telegram.send_patiently(chat_id, screen)
            self.services.ephemeral.trace(self.sender.telegram_id, shown)
            return shown
        return None

    async def patiently(self, call: Coroutine[Any, Any, Result]) -> Result | None:
        """Wait for a call for up to PATIENCE; a slower one goes on in the background."""
        under_way = asyncio.create_task(call)
        done, _ = await asyncio.wait([under_way], timeout=PATIENCE)
        if done:
            return under_way.result()
        self.services.telegram.keep(under_way)
        return None

    async def quietly(self, call: Coroutine[Any, Any, int]) -> None:
        """Send a message that must not be stored, and remember its id to delete it later."""

        async def sent() -> None:
            with contextlib.suppress(TelegramError):
                self.services.ephemeral.trace(self.sender.telegram_id, await call)

        await self.patiently(sent())

    async def erase(self, *message_ids: int | None) -> None:
        """Delete messages from the chat; tried for a while when Telegram is away.

        The program's own messages that are too old to be deleted lose their text.
        """
        gone = [self.services.telegram.erase(self.chat_id, one) for one in message_ids if one]
        if self.is_private:
            self.services.ephemeral.gone(self.sender.telegram_id, len(gone))
        await self.patiently(_all(gone))

    async def gap(self) -> None:
        """Send and delete a message at once, which leaves a gap in the message ids."""
        await self.patiently(self.services.telegram.gap(self.chat_id))

    async def answer(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the press with a pop-up, in the background; later answers are ignored."""
        if isinstance(self.event, Pressed) and not self._answered:
            self._answered.append(self.event.query_id)
            await self.services.telegram.answer_soon(self.event.query_id, text, alert=alert)

    async def refuse(self, reason: str) -> None:
        """Refuse with a reason: a pop-up for a press, a message for text.

        A press that was answered before is refused with a message, and only in private.
        """
        if isinstance(self.event, Pressed) and not self._answered:
            await self.answer(f"⛔ {html.unescape(reason)}", alert=True)
        elif self.is_private or not isinstance(self.event, Pressed):
            await self.say(Screen(f"⛔ {reason}"))

    def leave(
        self,
        session: Session,
        screen: Screen,
        *,
        to: int | None = None,
        is_repeat: bool = False,
        due_at: datetime | None = None,
    ) -> None:
        """Add an answer to the outbox: it is sent whatever happens after the transaction."""
        chat_id = to or self.chat_id
        reply = self._reply(chat_id, screen)
        outbox.put(session, reply, due_at or self.now, is_repeat=is_repeat)

    def _reply(self, chat_id: int, screen: Screen) -> Reply:
        cipher = self.services.cipher
        # Two answers to one update are two; the same one is left once, however often it runs.
        once = f"{self._key()}:{cipher.fingerprint(screen.text)}"
        return Reply(chat_id, once, encrypted(cipher, screen, self.words))

    async def _later(
        self, chat_id: int, screen: Screen, *, is_repeat: bool, due_at: datetime | None = None
    ) -> None:
        leave = partial(self.leave, screen=screen, to=chat_id, is_repeat=is_repeat, due_at=due_at)
        await self.write(leave)

    def _key(self) -> str:
        if isinstance(self.event, Pressed):
            return self.event.query_id
        return str(self.event.message_id)

    async def _lost(self, chat_id: int) -> None:
        await self.write(lambda session: members.mark_reachable(session, chat_id, yes=False))


async def _all(calls: list[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*calls)
