"""The closed door of the group chat: members are let in, others declined, strangers noticed."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import Forbidden, TelegramError

from bot.rules.languages import nearest_language
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from handlers.core.updates import AskedToJoin, Left, Seen
from storage import communities, members
from storage.core import outbox
from storage.core.outbox_kind import ToTelegramId


async def on_asked_to_join(services: Services, event: AskedToJoin) -> None:
    """Approve or decline join requests, as soon as Telegram takes it."""
    await services.database.write(partial(_leave_at_the_door, services=services, event=event))


def _leave_at_the_door(session: Session, services: Services, event: AskedToJoin) -> None:
    if communities.by_chat(session, event.place.telegram_id) is None:
        return
    request = JoinRequest(
        event.private_chat_id,
        event.place.telegram_id,
        event.sender.telegram_id,
        nearest_language(event.sender.language_code),
    )
    outbox.renew(session, request, services.now())


@dataclass(frozen=True, slots=True)
class JoinRequest(ToTelegramId, Rendered):
    """Approve or decline a request to join."""

    name = "let_in"
    key_format = "let_in:{group}:{person}"
    is_kept = False
    group: int
    """The Telegram id of the group."""
    person: int
    """The Telegram id of who asked."""
    language: str | None

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Tell someone who was declined what to do instead."""
        community = communities.by_chat(session, self.group)
        if community is None:
            return Dropped.GONE
        person = members.person_by_telegram_id(session, self.person)
        membership = members.membership(session, person.id, community.id or 0) if person else None
        words = services.locales.words(self.language)
        reason = words(
            "This group is for registered members only. Ask a moderator or Brusano for an "
            "invitation, register with me, and then ask again."
        )
        settle = partial(
            _settle,
            group=self.group,
            person=self.person,
            welcome=membership is not None,
        )
        return OutgoingMessage(
            Screen(f"⛔ {reason}"),
            send=settle,
            is_new=False,
        )


async def _settle(
    client: TelegramClient, chat_id: int, screen: Screen, *, group: int, person: int, welcome: bool
) -> None:
    with suppress(Forbidden):
        await client.let_in(group, person, welcome=welcome)
    if not welcome:
        # Telegram lets us write for a few minutes only; the request itself is settled.
        with suppress(TelegramError):
            await client.send(chat_id, screen)


async def on_seen(services: Services, event: Seen) -> None:
    """People are in a group chat: who is not registered is a stranger in /members."""
    seen = {person.telegram_id: person.first_name for person in event.people}
    look = partial(members.not_seen_yet, chat_telegram_id=event.place.telegram_id, people=seen)
    if await services.database.read(look):
        await services.database.write(
            partial(members.note_seen, chat_telegram_id=event.place.telegram_id, seen=seen)
        )


async def on_left(services: Services, event: Left) -> None:
    """Someone left a group chat."""

    def act(session: Session) -> None:
        chat = communities.chat_by_telegram_id(session, event.place.telegram_id)
        if chat is not None and chat.id is not None:
            members.note_left(session, chat.id, event.person.telegram_id)

    await services.database.write(act)


OUTBOX_KINDS: Final = (JoinRequest,)
