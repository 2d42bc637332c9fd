"""The closed door of the group chat: members are let in, others declined, strangers noticed."""

from functools import partial

from sqlmodel import Session
from telegram.error import TelegramError

from handlers.screens import Screen
from handlers.updates import AskedToJoin, Left, Seen, Sender
from handlers.visit import House
from locales import guess
from storage import communities, members

NAME_LIMIT = 64


async def on_asked_to_join(house: House, event: AskedToJoin) -> None:
    """Let members in and decline others, telling them what to do instead."""
    welcome = await house.database.read(partial(_is_member, event=event))
    if welcome is None:
        return
    await house.speaker.let_in(event.place.telegram_id, event.sender.telegram_id, welcome=welcome)
    if not welcome:
        await _explain(house, event)


def _is_member(session: Session, event: AskedToJoin) -> bool | None:
    """Whether the person belongs to the chat's community; None when the chat is nobody's."""
    community = communities.of_chat(session, event.place.telegram_id)
    if community is None:
        return None
    person = members.person_at(session, event.sender.telegram_id)
    return person is not None and bool(members.membership(session, person.id, community.id or 0))


async def _explain(house: House, event: AskedToJoin) -> None:
    words = house.locales.words(guess(event.sender.language_code))
    reason = words(
        "This group is for registered members only. Ask a moderator or Brusano for an invitation, "
        "register with me, and then ask again."
    )
    try:
        await house.speaker.send(event.private_chat_id, Screen(f"⛔ {reason}"))
    except TelegramError:
        # Telegram lets us write for a few minutes only; the request itself is settled.
        return


async def on_seen(house: House, event: Seen) -> None:
    """People came into a group chat: who is not registered is a stranger in /members."""
    await house.database.write(
        partial(_note, chat_telegram_id=event.place.telegram_id, people=event.people)
    )


def _note(session: Session, chat_telegram_id: int, people: tuple[Sender, ...]) -> None:
    chat = communities.chat_at(session, chat_telegram_id)
    if chat is None or chat.id is None:
        return
    for person in people:
        members.notice(session, chat.id, person.telegram_id, person.first_name[:NAME_LIMIT])


async def on_left(house: House, event: Left) -> None:
    """Someone left a group chat."""

    def act(session: Session) -> None:
        chat = communities.chat_at(session, event.place.telegram_id)
        if chat is not None and chat.id is not None:
            members.lose_sight(session, chat.id, event.person.telegram_id)

    await house.database.write(act)
