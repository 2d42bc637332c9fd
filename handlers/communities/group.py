"""The group chat of a community: tied by its founding link, greeted once, followed, left."""

from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules.members import Role
from handlers.outgoing import tell
from handlers.updates import Migrated, Placed, Rights
from handlers.visit import House, Visit
from storage import communities, members, outbox, rsvp
from storage.communities import Chat
from storage.outbox import Outgoing

STAY = timedelta(seconds=4)
"""How long the bot stays in a group nobody founded: the founding link's own message may follow."""


async def on_start_in_group(visit: Visit) -> None:
    """`/start token` in a group: the founding link ties this chat to its community."""
    token = visit.arguments.split()[0] if visit.arguments else ""
    tied = await visit.write(partial(_tie, visit=visit, token=token))
    if tied:
        await _learn_rights(visit.house, visit.chat_id)
    elif visit.asker.community_here is None:
        await visit.house.database.write(
            partial(_say_goodbye, chat_telegram_id=visit.chat_id, due_at=visit.now)
        )


def _tie(session: Session, visit: Visit, token: str) -> bool:
    community = communities.of_group_token(session, token) if token else None
    if community is None or community.id is None:
        return False
    outbox.withdraw(session, f"goodbye:{visit.chat_id}")
    tied = communities.chat_at(session, visit.chat_id)
    if tied is not None:
        return tied.community_id == community.id
    chat = communities.chat_of(session, community.id)
    if chat is None:
        chat = Chat(community_id=community.id, telegram_id=visit.chat_id)
    chat.telegram_id, chat.is_present, chat.join_link = visit.chat_id, True, None
    session.add(chat)
    session.flush()
    members.notice(session, chat.id or 0, visit.sender.telegram_id, visit.sender.first_name)
    _greet(session, chat, visit.now)
    rsvp.redraw(session, community.id, visit.now)
    return True


def _greet(session: Session, chat: Chat, now: datetime) -> None:
    key = f"greeting:{chat.community_id}:{chat.telegram_id}"
    outbox.put(session, Outgoing(key=key, kind="greeting", chat_id=chat.id, due_at=now))


async def _learn_rights(house: House, chat_telegram_id: int) -> None:
    """Look which rights the bot has; the moderators hear which are lacking."""
    try:
        rights = await house.speaker.rights(chat_telegram_id)
    except TelegramError:
        return
    link = await _join_link(house, chat_telegram_id, rights)
    await house.database.write(
        partial(
            _note_rights,
            chat_telegram_id=chat_telegram_id,
            rights=rights,
            link=link,
            now=house.now(),
        )
    )


async def _join_link(house: House, chat_telegram_id: int, rights: Rights) -> str | None:
    chat = await house.database.read(
        partial(communities.chat_at, chat_telegram_id=chat_telegram_id)
    )
    if chat is None or chat.join_link or not rights.can_invite:
        return chat.join_link if chat else None
    try:
        return await house.speaker.join_link(chat_telegram_id)
    except TelegramError:
        return None


def _note_rights(
    session: Session, chat_telegram_id: int, rights: Rights, link: str | None, now: datetime
) -> None:
    chat = communities.chat_at(session, chat_telegram_id)
    if chat is None:
        return
    is_new_link = link is not None and chat.join_link is None
    chat.can_pin, chat.can_invite = rights.can_pin, rights.can_invite
    chat.can_delete, chat.is_present, chat.join_link = rights.can_delete, True, link
    session.add(chat)
    for seated in members.seated(session, chat.community_id):
        person_id = seated.person.id
        if seated.membership.role == Role.MODERATOR:
            tell_rights(session, chat, person_id, now)
        if is_new_link and not members.is_present(session, chat.id, seated.person.telegram_id):
            key = f"join:{chat.telegram_id}:{person_id}"
            tell(session, person_id, "join", key, now, chat=chat.id or 0)


def tell_rights(session: Session, chat: Chat, person_id: int | None, now: datetime) -> None:
    """Have a moderator told which rights the bot lacks, once for each lack."""
    lacking = f"{int(chat.can_pin)}{int(chat.can_invite)}{int(chat.can_delete)}"
    if lacking == "111":
        return
    key = f"rights:{chat.telegram_id}:{lacking}:{person_id}"
    tell(session, person_id, "rights", key, now, chat=chat.id or 0)


async def on_placed(house: House, event: Placed) -> None:
    """The bot was added to a group, promoted, or removed; or a person blocked or unblocked it."""
    if event.place.kind == "private":
        await house.database.write(
            partial(
                members.mark_reachable,
                person_telegram_id=event.place.telegram_id,
                yes=event.is_present,
            )
        )
        return
    chat_id = event.place.telegram_id
    is_tied = await house.database.write(
        partial(_note_presence, event=event, due_at=house.now() + STAY)
    )
    if is_tied and event.is_present:
        await _learn_rights(house, chat_id)


def _note_presence(session: Session, event: Placed, due_at: datetime) -> bool:
    chat = communities.chat_at(session, event.place.telegram_id)
    if chat is not None:
        chat.is_present = event.is_present
        session.add(chat)
        members.notice(session, chat.id or 0, event.by.telegram_id, event.by.first_name)
        return True
    if event.is_present and not event.was_present:
        _say_goodbye(session, event.place.telegram_id, due_at)
    return False


def _say_goodbye(session: Session, chat_telegram_id: int, due_at: datetime) -> None:
    row = Outgoing(
        key=f"goodbye:{chat_telegram_id}",
        kind="goodbye",
        telegram_id=chat_telegram_id,
        due_at=due_at,
    )
    outbox.renew(session, row)


async def on_migrated(house: House, event: Migrated) -> None:
    """A group became a supergroup: it stays the same community's."""
    await house.database.write(
        partial(communities.move_chat, old_id=event.old_id, new_id=event.new_id)
    )
    await _learn_rights(house, event.new_id)
