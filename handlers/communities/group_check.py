"""What the bot asks Telegram about a community's group: its rights, the way in, who leads it.

Asked by way of the outbox, so that it is asked again until Telegram answers.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session
from telegram.error import BadRequest

from bot.rules.members import Role
from handlers.communities import bot_rights
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage, tell
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from handlers.core.updates import Rights, Sender
from storage import members
from storage.communities import Chat
from storage.core import outbox
from storage.core.outbox import Outgoing


def look(session: Session, chat: Chat, now: datetime) -> None:
    """Have the group looked into: it is new, or something about the bot in it has changed."""
    row = Outgoing(key=f"look:{chat.id}", kind="look", chat_id=chat.id, due_at=now)
    outbox.renew(session, row)


@dataclass(slots=True)
class _Look:
    """What is asked of one group, and what Telegram answered."""

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
        """Write down what was learned; the moderators hear which rights are lacking."""
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
        members.see(session, chat.telegram_id, shown)
        for seated in members.seated(session, chat.community_id):
            if seated.membership.role == Role.MODERATOR:
                changed = self.rights != before
                bot_rights.tell(session, chat, seated.person.id, self.now, changed=changed)
            if is_new_link and not members.is_present(session, chat.id, seated.person.telegram_id):
                _tell_way_in(session, chat, seated.person.id, self.now)


def render_look(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """Nothing is said: the group is looked into."""
    chat = session.get(Chat, row.chat_id)
    if chat is None:
        return None
    asked = _Look(chat.id, chat.join_link, services.now())
    return OutgoingMessage(Screen(""), send=asked.ask, sent=asked.note, is_new=False)


def _tell_way_in(session: Session, chat: Chat, person_id: int | None, now: datetime) -> None:
    key = f"join:{chat.telegram_id}:{person_id}"
    tell(session, person_id, "join", key, now, chat=chat.id or 0)
