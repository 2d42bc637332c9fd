"""The post of a summary in the group: sent once, pinned, and edited when corrected."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest, TelegramError

from bot.rules.value import OPEN_FOR
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, repeat_mark
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from handlers.summaries import schedule
from handlers.summaries.schedule import SummaryPost
from handlers.summaries.views import (
    shown,
    summary_pages,
)
from handlers.value import public as valuing
from storage import summaries
from storage.communities import Chat, Community
from storage.meetings import Meeting
from storage.summaries import Summary


@dataclass(frozen=True, slots=True)
class SummaryPostMessage(SummaryPost, Rendered):
    """The post of a summary in the group."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """In as many messages as it takes."""
        summary = session.get(Summary, self.summary_id)
        chat = session.get(Chat, self.chat_id)
        meeting = session.get(Meeting, summary.meeting_id) if summary is not None else None
        community = session.get(Community, meeting.community_id) if meeting is not None else None
        if summary is None or chat is None or meeting is None or community is None:
            return Dropped.GONE
        what = shown(session, meeting, summary, services.cipher)
        if not what.said:
            return Dropped.UNREADABLE
        words = services.locales.group(community.language)
        is_asked = services.now() < meeting.ends_at + OPEN_FOR
        question = valuing.question(words) if is_asked else None
        rows = valuing.value_rows(words, meeting) if is_asked else ()
        told = replace(summary_pages(session, words, what), rows=rows).framed(below=question)
        posting = Posting(
            told.texts[:-1],
            tuple(summary.message_ids) if summary.posted_in == chat.telegram_id else (),
            _to_pin(session, meeting, chat),
        )
        return OutgoingMessage(
            told.last,
            repeat_mark(words),
            posting.send,
            partial(_note, summary_id=summary.id, chat_id=chat.telegram_id, posting=posting),
            unreachable=partial(
                _tell_privately, community_id=meeting.community_id, services=services
            ),
            is_new=not posting.standing,
        )


def _tell_privately(session: Session, community_id: int, services: Services) -> None:
    schedule.without_group(session, community_id, services.settings, services.now())


@dataclass(frozen=True, slots=True)
class Pin:
    """The messages that this post's pin takes the place of, and of which summaries they are."""

    message_ids: tuple[int, ...]
    summary_ids: tuple[int, ...]


def _to_pin(session: Session, meeting: Meeting, chat: Chat) -> Pin | None:
    """None where it may not be pinned, or a later meeting's summary is pinned."""
    pinned = [
        (other, summary)
        for other, summary in summaries.pinned(session, meeting.community_id)
        if other.id != meeting.id
    ]
    if not chat.can_pin or any(other.starts_at > meeting.starts_at for other, _ in pinned):
        return None
    return Pin(
        tuple(
            summary.message_ids[0]
            for _, summary in pinned
            if summary.message_ids and summary.posted_in == chat.telegram_id
        ),
        tuple(summary.id or 0 for _, summary in pinned),
    )


@dataclass(slots=True)
class Posting:
    """How a summary comes to the group; what became of it is noted once it is there."""

    before: tuple[str, ...]
    standing: tuple[int, ...]
    pin: Pin | None
    message_ids: list[int] = field(default_factory=list)
    is_pinned: bool = False

    async def send(self, client: TelegramClient, chat_id: int, screen: Screen) -> int | None:
        """Edit the messages that stand, or post them where somebody deleted one of them."""
        screens = [*(Screen(text, protect=True) for text in self.before), screen]
        if self.standing:
            try:
                self.message_ids = await self._edited(client, chat_id, screens)
            except BadRequest:
                await _taken_away(client, chat_id, self.standing)
            else:
                return self.message_ids[-1]
        self.message_ids = await _posted(client, chat_id, screens)
        await self._pinned(client, chat_id)
        return self.message_ids[-1]

    async def _edited(
        self, client: TelegramClient, chat_id: int, screens: list[Screen]
    ) -> list[int]:
        for message_id, screen in zip(self.standing, screens, strict=False):
            await client.edit(chat_id, message_id, screen)
        more = await _posted(client, chat_id, screens[len(self.standing) :])
        await _taken_away(client, chat_id, self.standing[len(screens) :])
        return [*self.standing[: len(screens)], *more]

    async def _pinned(self, client: TelegramClient, chat_id: int) -> None:
        # What follows is tidying: the post stands, and must not be sent twice for it.
        if self.pin is None:
            return
        with suppress(TelegramError):
            await client.pin(chat_id, self.message_ids[0])
            self.is_pinned = True
            for message_id in self.pin.message_ids:
                await client.unpin(chat_id, message_id)


async def _posted(client: TelegramClient, chat_id: int, screens: list[Screen]) -> list[int]:
    """Send these; when that breaks off, none of them stays, for all are sent again."""
    message_ids: list[int] = []
    try:
        for screen in screens:
            message_ids.append(await client.send(chat_id, screen))  # noqa: PERF401
    except TelegramError:
        await _taken_away(client, chat_id, message_ids)
        raise
    return message_ids


async def _taken_away(
    client: TelegramClient, chat_id: int, message_ids: tuple[int, ...] | list[int]
) -> None:
    """Delete messages; of those too old for that, at least the text goes."""
    for message_id in message_ids:
        with suppress(TelegramError):
            if not await client.delete(chat_id, message_id):
                await client.edit(chat_id, message_id, Screen("…"))


def _note(
    session: Session,
    _message_id: int | None,
    summary_id: int | None,
    chat_id: int,
    posting: Posting,
) -> None:
    summaries.note_posts(session, summary_id, chat_id, posting.message_ids)
    if posting.is_pinned and posting.pin is not None:
        summaries.note_pin(session, summary_id, is_pinned=True)
        for other in posting.pin.summary_ids:
            summaries.note_pin(session, other, is_pinned=False)


OUTBOX_KINDS: Final = (SummaryPostMessage,)
