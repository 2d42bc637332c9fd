"""An announcement as each reader gets it, and the one message that shows how far it has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session
from telegram.error import BadRequest

from handlers.announcing import outbox_rows
from handlers.announcing.views import screen, text_for
from handlers.core.context import Services
from handlers.core.coordinator_access import words_for
from handlers.core.outgoing import OutgoingMessage, new_message, reader
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from storage import announcing
from storage.announcing import Announcement
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.outbox import Outgoing

PROGRESS = "announcement_progress"

APART = timedelta(seconds=3)
"""Between two drawings of how far it has come."""


def follow(session: Session, said: Announcement, due_at: datetime) -> None:
    """Have the message that shows how far it has come drawn."""
    row = Outgoing(
        key=f"{PROGRESS}:{said.id}",
        kind=PROGRESS,
        telegram_id=said.written_by,
        payload={"announcement": said.id},
        due_at=due_at,
    )
    outbox.renew(session, row)


def render_announcement(
    session: Session, row: Outgoing, services: Services
) -> OutgoingMessage | None:
    """The text in the reader's language; None once it is stopped, or who wrote it is gone."""
    said = session.get(Announcement, row.payload["announcement"])
    if said is None or said.stopped_at is not None:
        return None
    if said.written_by not in services.settings.coordinators:
        return None
    texts = announcing.texts(said, services.cipher)
    if not texts:
        return None
    if row.chat_id is not None:
        chat = session.get(Chat, row.chat_id)
        community = session.get(Community, chat.community_id) if chat else None
        if community is None:
            return None
        words, language = services.locales.group(community.language), community.language
    else:
        found = reader(session, row, services.locales)
        if found is None:
            return None
        words = found[1]
        language = words.language
    return new_message(words, Screen(text_for(words, language, texts)))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The message that stands, if one does."""

    standing: int | None

    async def send(self, client: TelegramClient, chat_id: int, shown: Screen) -> int | None:
        """Edit it, or say it anew where it is gone."""
        if self.standing is not None:
            try:
                await client.edit(chat_id, self.standing, shown)
            except BadRequest:
                return await client.send(chat_id, shown)
            return self.standing
        return await client.send(chat_id, shown)


def render_progress(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """How far it has come: one message, edited until nothing is left to send."""
    said = session.get(Announcement, row.payload["announcement"])
    words = words_for(session, services, said.written_by if said else None)
    if said is None or words is None:
        return None
    progress = outbox_rows.progress(session, said.id)
    drawing = _Drawing(said.message_id)
    # While nothing falls due, as at night, there is nothing new to show.
    again = max(services.now() + APART, progress.next_at) if progress.next_at else None
    return OutgoingMessage(
        screen(words, said, progress),
        send=drawing.send,
        sent=partial(_note, announcement_id=said.id or 0, again=again),
        is_new=said.message_id is None,
    )


def _note(
    session: Session, message_id: int | None, announcement_id: int, again: datetime | None
) -> None:
    said = session.get(Announcement, announcement_id)
    if said is None:
        return
    said.message_id = message_id or said.message_id
    session.add(said)
    if again is not None:
        follow(session, said, again)
