"""The outbox kind of an export: the files are made and sent when the row is delivered.

If the program is killed in between, the row is delivered again, marked as a repeat.
"""

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
from handlers.harvest.access import may_export
from handlers.harvest.export import ExportRequest, make
from handlers.harvest.temp_files import TempFiles
from locales import Words
from storage.communities import Community
from storage.core import outbox
from storage.core.outbox_kind import ToTelegramId

LOGGER: Final = logging.getLogger(__name__)

PAUSE: Final = 2.0
"""Seconds between two edits that show the progress."""

ALL: Final = 0
"""Used as a community's id: all communities."""

_NO_MORE: Final = object()
"""Returned by `next` after the last file."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One export; `message_id` is the message that shows the progress, in `words`."""

    services: Services
    request: ExportRequest
    words: Words
    message_id: int | None


def queue(
    session: Session, context: Context, community_id: int, language: str, formats: frozenset[Format]
) -> bool:
    """Queue the export; False while another one of this person is being made."""
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
    """The language of the progress message; `language` is that of the files."""
    message: int | None
    """The message that shows the progress."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The message that makes and sends the files; dropped where the person may not export."""
        key = self.community_id
        community = session.get(Community, key) if key != ALL else None
        is_gone = key != ALL and community is None
        if is_gone or not may_export(
            session, services, self.telegram_id, community.id if community else None
        ):
            return Dropped.NOT_THEIRS
        words = services.locales.words(self.spoken)
        file_words = services.locales.words(self.language)
        request = ExportRequest(
            community.id if community else None,
            frozenset(self.formats),
            file_words,
            community.name if community else file_words.plain("harvest"),
        )
        title = (
            words("Harvest of {name}", name=community.name)
            if community
            else words("Harvest of all communities")
        )
        job = _Job(services, request, words, self.message)
        return OutgoingMessage(
            Screen(f"🌾 {title}"), repeat_mark(words), send=partial(_send, job=job)
        )


async def _send(client: TelegramClient, chat_id: int, screen: Screen, job: _Job) -> int | None:
    """Make the files and send them; the pressed message shows the progress."""
    progress = _Progress(client, chat_id, job)
    request, services = job.request, job.services
    zipped = request.name if request.community_id is None else None
    try:
        with TempFiles(zipped) as files:
            read, now = services.database.read, services.now()
            await make(request, read, services.cipher, files, now, progress.report)
            is_complete = await _send_all(client, chat_id, screen, files)
    except OSError as error:
        failure(LOGGER, "export_failed", error)
        await progress.show(_failed(job.words))
        return None
    except BadRequest:
        await progress.show(_failed(job.words))
        raise
    await progress.show(_done(job.words) if is_complete else _too_large(job.words))
    return None


async def _send_all(client: TelegramClient, chat_id: int, screen: Screen, files: TempFiles) -> bool:
    """Send each file; False when one was too large. The first file has the text as caption."""
    is_complete, sent = True, 0
    documents = files.documents()
    while (found := await asyncio.to_thread(next, documents, _NO_MORE)) is not _NO_MORE:
        if not isinstance(found, Document):
            is_complete = False
            continue
        text = "" if sent else screen.text
        try:
            await client.send(chat_id, Screen(text, document=found))
        except RetryAfter as error:
            if not sent:
                raise
            raise BrokenOffError(error.retry_after) from None
        sent += 1
    return is_complete


class _Progress:
    """Shows the progress in the pressed message, edited at most every `PAUSE` seconds."""

    def __init__(self, client: TelegramClient, chat_id: int, job: _Job) -> None:
        self._client = client
        self._chat_id = chat_id
        self._job = job
        self._next = 0.0

    async def report(self, done: int, total: int) -> None:
        """Show how many communities are done, unless the last edit was a moment ago."""
        now = asyncio.get_running_loop().time()
        if now < self._next:
            return
        self._next = now + PAUSE
        words = self._job.words
        far = words("{done} of {total} communities", done=done, total=total)
        await self.show(f"⏳ {words('The harvest is being made.')}\n{far}")

    async def show(self, text: str) -> None:
        """Replace the text of the message; one that was deleted is no error."""
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
