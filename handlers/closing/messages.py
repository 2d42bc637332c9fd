"""The farewell: the group's last post of a cycle."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import TelegramError

from handlers.closing import schedule
from handlers.closing.schedule import Farewell
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, repeat_mark
from handlers.core.screens import Screen, paragraphs
from handlers.core.telegram_client import TelegramClient
from storage import summaries
from storage.communities import Chat, Community
from storage.core.columns import row_id


@dataclass(frozen=True, slots=True)
class FarewellMessage(Farewell, Rendered):
    """The group's last post of a cycle."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Thanks to all, unless another cycle was planned meanwhile."""
        community = session.get(Community, self.community_id)
        chat, cycle = session.get(Chat, self.chat_id), self.cycle
        found = schedule.latest(session, row_id(community)) if community is not None else None
        if community is None or chat is None or found is None:
            return Dropped.GONE
        if community.archived_at is None or found.number != cycle:
            return Dropped.OUTDATED
        words = services.locales.group(community.language)
        over = words.plural(
            "The cycle of {name} is over: {number} meeting. Thank you all for what you shared.",
            "The cycle of {name} is over: {number} meetings. Thank you all for what you shared.",
            len(found.standing),
            name=community.name,
        )
        text = paragraphs(
            f"👋 {over}",
            words(
                "I send no reminders any more. Your proof of attendance is in /agenda, privately."
            ),
            words("When a new cycle is planned, I ask each of you whether you go on."),
        )
        leave = Leaving(_pinned(session, community, chat))
        note = partial(_note, community_id=row_id(community))
        return OutgoingMessage(Screen(text), repeat_mark(words), leave.send, note)


def _pinned(session: Session, community: Community, chat: Chat) -> tuple[int, ...]:
    """The messages of summaries that are pinned in the group."""
    return tuple(
        summary.message_ids[0]
        for _, summary in summaries.pinned(session, row_id(community))
        if summary.message_ids and summary.posted_in == chat.telegram_id
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """The farewell, and what is no longer pinned then."""

    pinned: Sequence[int]

    async def send(self, client: TelegramClient, chat_id: int, screen: Screen) -> int:
        """Post it, and take the pins away: that is tidying, and no reason to post it twice."""
        message_id = await client.send(chat_id, screen)
        for pinned in self.pinned:
            with suppress(TelegramError):
                await client.unpin(chat_id, pinned)
        return message_id


def _note(session: Session, _message_id: int | None, community_id: int) -> None:
    for _, summary in summaries.pinned(session, community_id):
        summaries.note_pin(session, summary.id, is_pinned=False)


OUTBOX_KINDS: Final = (FarewellMessage,)
