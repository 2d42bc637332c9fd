"""Messages about group chats: the greeting, missing rights, the join link, the farewell."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session
from telegram.error import BadRequest, Forbidden

from bot.rules.members import Role
from handlers.communities import bot_rights
from handlers.core.context import Services
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    new_message,
    reader,
    repeat_mark,
)
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.core.telegram_client import TelegramClient
from storage import communities
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup, ToPerson, ToTelegramId

UNFOUNDED: Final = "unfounded"
TAKEN: Final = "taken"
MOVED: Final = "moved"
"""Why the bot leaves a group."""


@dataclass(frozen=True, slots=True)
class Greeting(ToGroup, Rendered):
    """The greeting in a group that was tied."""

    name = "greeting"
    key_format = "greeting:{community_id}:{group}"
    community_id: int
    group: int
    """The Telegram id of the group chat."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """What the bot does, with the button to register."""
        chat = session.get(Chat, self.chat_id)
        community = session.get(Community, chat.community_id) if chat else None
        if community is None:
            return Dropped.GONE
        words = services.locales.group(community.language)
        text = paragraphs(
            words("Hello! I help the community {name} with its meetings.", name=community.name),
            words("Register with me privately; from then on you answer with one press."),
        )
        invited = [
            link
            for link in communities.invitations(session, community.id or 0)
            if link.role == Role.MEMBER
        ]
        rows = tuple(
            (Button(words("Register"), url=services.link(link.token)),) for link in invited[:1]
        )
        return new_message(words, Screen(text, rows))


@dataclass(frozen=True, slots=True)
class RightsLacking(ToPerson, Rendered):
    """For a moderator: the rights that the bot lacks in the group."""

    name = "rights"
    key_format = "rights:{chat}:{person_id}"
    chat: int
    """Our own key of the group."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Which they are by now, and how to give them."""
        found = reader(session, self.person_id, services.locales)
        chat = session.get(Chat, self.chat)
        if found is None or chat is None:
            return Dropped.GONE
        _, words = found
        lacking = bot_rights.lacking(words, chat)
        if not lacking:
            return Dropped.OUTDATED
        text = paragraphs(
            words("In the group chat I still lack these rights:"),
            lines(*(f"• {name}" for name in lacking)),
            words("Make me an administrator of the group with these rights."),
        )
        return new_message(words, Screen(text))


@dataclass(frozen=True, slots=True)
class WayIn(ToPerson, Rendered):
    """For a member: the link into the group chat."""

    name = "join"
    key_format = "join:{group}:{person_id}"
    chat: int
    """Our own key of the group."""
    group: int
    """Its Telegram id."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The button that asks to join."""
        found = reader(session, self.person_id, services.locales)
        chat = session.get(Chat, self.chat)
        if found is None or chat is None or chat.join_link is None:
            return Dropped.GONE
        _, words = found
        button = Button(words("Ask to join the group"), url=chat.join_link)
        text = words("The group chat of your community is open. Ask to join; I let members in.")
        return new_message(words, Screen(text, ((button,),)))


@dataclass(frozen=True, slots=True)
class Goodbye(ToTelegramId, Rendered):
    """One line for a group that is nobody's; then the bot leaves and keeps nothing."""

    name = "goodbye"
    key_format = "goodbye:{telegram_id}"
    is_kept = False
    why: str

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Why it leaves; nothing for a group that was tied meanwhile."""
        if communities.chat_by_telegram_id(session, self.telegram_id) is not None:
            return Dropped.OUTDATED
        words = services.locales.words(None)
        reasons = {
            TAKEN: words(
                "This community has another group chat, so I leave. "
                "A moderator of it or Brusano can move it here with the same link."
            ),
            MOVED: words("The community now has another group chat, so I leave this one."),
        }
        text = reasons.get(self.why) or words(
            "Nobody founded a community for this group, so I leave. Brusano gives the link for it."
        )
        return OutgoingMessage(
            Screen(f"⛔ {text}"),
            repeat_mark(words),
            send=_say_and_leave,
        )


async def _say_and_leave(client: TelegramClient, chat_id: int, screen: Screen) -> None:
    """Leave, also where the one line may not be said; gone already is gone too."""
    with suppress(BadRequest, Forbidden):
        await client.send(chat_id, screen)
    with suppress(BadRequest, Forbidden):
        await client.leave(chat_id)


def tell_rights(
    session: Session, chat: Chat, person_id: int, now: datetime, *, changed: bool = False
) -> None:
    """Add a message to a moderator about missing rights: once, and again when they change."""
    if chat.can_pin and chat.can_invite and chat.can_delete:
        return
    lacking = RightsLacking(person_id, row_id(chat))
    if changed:
        outbox.renew(session, lacking, now)
    else:
        outbox.put(session, lacking, now)


OUTBOX_KINDS: Final = (Greeting, RightsLacking, WayIn, Goodbye)
