"""Asks Telegram about a community's group: rights, join link, administrators.

The check is an outbox row, so that it is repeated until Telegram answers.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest

from bot.rules.members import Role
from handlers.communities.messages import WayIn, tell_rights
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from handlers.core.updates import Rights, Sender
from storage import members
from storage.communities import Chat
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup


def look(session: Session, chat: Chat, now: datetime) -> None:
    """Order a check of the group: it is new, or something about the bot in it has changed."""
    outbox.renew(session, GroupCheck(row_id(chat)), now)


@dataclass(slots=True)
class _Look:
    """The questions about one group, with Telegram's answers."""

    chat_id: int | None
    join_link: str | None
    now: datetime
    rights: Rights | None = None
    leaders: list[Sender] = field(default_factory=list)

    async def ask(self, client: TelegramClient, chat_id: int, _screen: Screen) -> None:
        """Ask; raises TelegramError."""
        self.rights = await client.rights(chat_id)
        with suppress(BadRequest):
            if self.join_link is None and self.rights.can_invite:
                self.join_link = await client.join_link(chat_id)
            self.leaders = await client.administrators(chat_id)

    def note(self, session: Session, _message_id: int | None) -> None:
        """Save the answers; moderators are told which rights are missing."""
        chat = session.get(Chat, self.chat_id)
        if chat is None or self.rights is None:
            return
        is_new_link = self.join_link is not None and chat.join_link is None
        before = Rights(chat.can_pin, chat.can_invite, chat.can_delete)
        chat.can_pin, chat.can_invite = self.rights.can_pin, self.rights.can_invite
        chat.can_delete, chat.is_present = self.rights.can_delete, True
        chat.join_link = self.join_link
        session.add(chat)
        shown = {leader.telegram_id: leader.first_name for leader in self.leaders}
        members.note_seen(session, chat.telegram_id, shown)
        for seated in members.seated(session, chat.community_id):
            if seated.membership.role == Role.MODERATOR:
                changed = self.rights != before
                tell_rights(session, chat, row_id(seated.person), self.now, changed=changed)
            if is_new_link and not members.is_present(session, chat.id, seated.person.telegram_id):
                way_in = WayIn(row_id(seated.person), row_id(chat), chat.telegram_id)
                outbox.put(session, way_in, self.now)


@dataclass(frozen=True, slots=True)
class GroupCheck(ToGroup, Rendered):
    """A check of a group."""

    name = "look"
    key_format = "look:{chat_id}"

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Nothing is said: the group is looked into."""
        chat = session.get(Chat, self.chat_id)
        if chat is None:
            return Dropped.GONE
        asked = _Look(chat.id, chat.join_link, services.now())
        return OutgoingMessage(Screen(""), send=asked.ask, sent=asked.note, is_new=False)


OUTBOX_KINDS: Final = (GroupCheck,)
