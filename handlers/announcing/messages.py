"""An announcement as each reader gets it, and the one message that shows how far it has come."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest

from handlers.announcing.progress import key_prefix
from handlers.announcing.progress import progress as how_far
from handlers.announcing.views import screen, text_for
from handlers.core.context import Services
from handlers.core.coordinator_access import words_for
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message, reader
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from storage import announcing
from storage.announcing import Announcement, Audience
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToTelegramId
from storage.core.text_encryption import TextCipher

APART = timedelta(seconds=3)
"""Between two drawings of how far it has come."""


def follow(session: Session, said: Announcement, due_at: datetime) -> None:
    """Add a drawing of the progress message to the outbox."""
    outbox.renew(session, AnnouncementProgress(said.written_by, row_id(said)), due_at)


@dataclass(frozen=True, slots=True)
class AnnouncementCopy(Rendered):
    """An announcement, for one moderator or one group."""

    name = "announcement"
    person_id: int | None
    chat_id: int | None
    announcement_id: int

    def key(self) -> str:
        """The unique key: announcement and reader."""
        to = f"p{self.person_id}" if self.person_id is not None else f"c{self.chat_id}"
        return f"{key_prefix(self.announcement_id)}{to}"

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The text in the reader's language, unless it was stopped, or who wrote it is gone."""
        said = session.get(Announcement, self.announcement_id)
        if said is None or said.stopped_at is not None:
            return Dropped.OUTDATED
        if said.written_by not in services.settings.coordinators:
            return Dropped.NOT_THEIRS
        texts = announcing.texts(said, services.cipher)
        if not texts:
            return Dropped.UNREADABLE
        if self.chat_id is not None:
            chat = session.get(Chat, self.chat_id)
            community = session.get(Community, chat.community_id) if chat else None
            if community is None:
                return Dropped.GONE
            words, language = services.locales.group(community.language), community.language
        else:
            found = reader(session, self.person_id or 0, services.locales)
            if found is None:
                return Dropped.GONE
            words = found[1]
            language = words.language
        return new_message(words, Screen(text_for(words, language, texts)))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The id of the progress message, if there is one."""

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


@dataclass(frozen=True, slots=True)
class AnnouncementProgress(ToTelegramId, Rendered):
    """The progress of an announcement, for its author."""

    name = "announcement_progress"
    key_format = "announcement_progress:{announcement_id}"
    announcement_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """One message, edited until nothing is left to send."""
        said = session.get(Announcement, self.announcement_id)
        words = words_for(session, services, said.written_by if said else None)
        if said is None or words is None:
            return Dropped.GONE
        progress = how_far(session, said.id)
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


TOGETHER: Final = 20
"""Messages that fall due in the same second: Telegram takes 30, and replies need room too."""


def announce(
    session: Session,
    cipher: TextCipher,
    audience: Audience,
    texts: Mapping[str, str],
    written_by: int,
    now: datetime,
    due_at: datetime,
) -> Announcement:
    """Keep what is said, and leave it in the outbox for everyone it is for."""
    said = Announcement(
        audience=audience.value,
        texts=cipher.encrypt(json.dumps(dict(texts), ensure_ascii=False)),
        written_by=written_by,
        written_at=now,
    )
    session.add(said)
    session.flush()
    for place, (person_id, chat_id) in enumerate(_readers(session, audience)):
        # What is not due yet can still be stopped, and lets other messages pass.
        at = due_at + timedelta(seconds=place // TOGETHER)
        outbox.put(session, AnnouncementCopy(person_id, chat_id, row_id(said)), at)
    return said


def _readers(session: Session, audience: Audience) -> list[tuple[int | None, int | None]]:
    """The recipient: the id of a person, or of a row of `chat`."""
    if audience is Audience.MODERATORS:
        return [(one.id, None) for one in announcing.moderators(session)]
    return [(None, one.id) for one in announcing.groups(session)]


OUTBOX_KINDS: Final = (AnnouncementCopy, AnnouncementProgress)
