"""A harvest is made when its row is delivered: a kill in the middle begins it anew, marked."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.logs import failure
from bot.rules.harvest import Format
from handlers.core.context import Context, Services
from handlers.core.outgoing import BrokenOffError, Dropped, OutgoingMessage, Rendered, repeat_mark
from handlers.core.screens import Document, Screen
from handlers.core.telegram_client import TelegramClient
from handlers.harvest.access import may_have
from handlers.harvest.export import Wanted, make
from handlers.harvest.temp_files import Parcels
from locales import Words
from storage.communities import Community
from storage.core import outbox
from storage.core.outbox_kind import ToTelegramId

LOGGER: Final = logging.getLogger(__name__)

PAUSE: Final = 2.0
"""Seconds between two edits that show the progress."""

ALL: Final = 0
"""In the place of a community's id: all of them."""


_END: Final = object()
"""After the last file."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be made, and below which message the person reads how far it is."""

    services: Services
    wanted: Wanted
    words: Words
    message_id: int | None


def leave(
    session: Session, context: Context, community_id: int, language: str, formats: frozenset[Format]
) -> bool:
    """Leave the harvest to be made; False while another one of this person's is being made."""
    telegram_id = context.sender.telegram_id
    harvest = HarvestExport(
        telegram_id,
        community_id,
        language,
        tuple(sorted(formats)),
        context.words.language,
        context.event.message_id,
    )
    others = outbox.unfinished(session, HarvestExport, telegram_id)
    if any(one.key != harvest.key() for one in others):
        return False
    outbox.put(session, harvest, context.now)
    return True


@dataclass(frozen=True, slots=True)
class HarvestExport(ToTelegramId, Rendered):
    """A harvest that is to be made and sent."""

    name = "harvest"
    key_format = "harvest:{telegram_id}:{message}"
    community_id: int
    """`ALL` for all of them."""
    language: str
    formats: tuple[Format, ...]
    spoken: str
    """The language in which the progress is told."""
    message: int | None
    """The message that shows the progress."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The files and the progress, for who may have them."""
        key = self.community_id
        community = session.get(Community, key) if key != ALL else None
        is_gone = key != ALL and community is None
        if is_gone or not may_have(
            session, services, self.telegram_id, community.id if community else None
        ):
            return Dropped.NOT_THEIRS
        words = services.locales.words(self.spoken)
        spoken = services.locales.words(self.language)
        wanted = Wanted(
            community.id if community else None,
            frozenset(self.formats),
            spoken,
            community.name if community else spoken.plain("harvest"),
        )
        told = (
            words("Harvest of {name}", name=community.name)
            if community
            else words("Harvest of all communities")
        )
        job = _Job(services, wanted, words, self.message)
        return OutgoingMessage(
            Screen(f"🌾 {told}"), repeat_mark(words), send=partial(_send, job=job)
        )


async def _send(client: TelegramClient, chat_id: int, screen: Screen, job: _Job) -> int | None:
    """Make the files and send them; the message that was pressed shows how far it is."""
    progress = _Progress(client, chat_id, job)
    wanted, services = job.wanted, job.services
    zipped = wanted.name if wanted.community_id is None else None
    try:
        with Parcels(zipped) as parcels:
            read, now = services.database.read, services.now()
            await make(wanted, read, services.cipher, parcels, now, progress.told)
            is_whole = await _send_all(client, chat_id, screen, parcels)
    except OSError as error:
        failure(LOGGER, "export_failed", error)
        await progress.shows(_failed(job.words))
        return None
    except BadRequest:
        await progress.shows(_failed(job.words))
        raise
    await progress.shows(_done(job.words) if is_whole else _too_large(job.words))
    return None


async def _send_all(client: TelegramClient, chat_id: int, screen: Screen, parcels: Parcels) -> bool:
    """Send each file; False when one was too large. The text stands below the first."""
    is_whole, sent = True, 0
    documents = parcels.documents()
    while (found := await asyncio.to_thread(next, documents, _END)) is not _END:
        if not isinstance(found, Document):
            is_whole = False
            continue
        text = "" if sent else screen.text
        try:
            await client.send(chat_id, Screen(text, document=found))
        except RetryAfter as error:
            if not sent:
                raise
            raise BrokenOffError(error.retry_after) from None
        sent += 1
    return is_whole


class _Progress:
    """How far it is, in the message whose button was pressed: edited now and then, not always."""

    def __init__(self, client: TelegramClient, chat_id: int, job: _Job) -> None:
        self._client = client
        self._chat_id = chat_id
        self._job = job
        self._next = 0.0

    async def told(self, done: int, total: int) -> None:
        """Show it, unless that was done a moment ago."""
        now = asyncio.get_running_loop().time()
        if now < self._next:
            return
        self._next = now + PAUSE
        words = self._job.words
        far = words("{done} of {total} communities", done=done, total=total)
        await self.shows(f"⏳ {words('The harvest is being made.')}\n{far}")

    async def shows(self, text: str) -> None:
        """Put a text in the place of the message; one that is gone is no error."""
        if self._job.message_id is not None:
            with suppress(TelegramError):
                await self._client.edit(self._chat_id, self._job.message_id, Screen(text))


def _done(words: Words) -> str:
    return f"✅ {words('The harvest is made. /export makes another one.')}"


def _too_large(words: Words) -> str:
    why = words(
        "A file is too large for Telegram. Choose one community or another format; "
        "whoever runs this program can make all of it."
    )
    return f"⛔ {why}"


def _failed(words: Words) -> str:
    why = words("The harvest could not be made. Try one community, or again later.")
    return f"⛔ {why}"


OUTBOX_KINDS: Final = (HarvestExport,)
