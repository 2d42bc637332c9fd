"""The group chat of a community: tied by its founding link, greeted once, followed, left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules.members import Role
from handlers.communities import group_check
from handlers.communities.messages import MOVED, TAKEN, UNFOUNDED, Goodbye, Greeting
from handlers.core import card
from handlers.core.arrival import reachable_again
from handlers.core.context import Context, Services
from handlers.core.updates import Migrated, Placed, Said, Sender
from handlers.prompts.public import redraw_prompts
from handlers.summaries.public import tell_without_group
from storage import communities, members, rsvp
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.columns import row_id

STAY = timedelta(seconds=4)
"""How long the bot stays in a group nobody founded: the founding link's own message may follow."""


class Tied(Enum):
    """The result of a founding link in a group."""

    UNKNOWN = auto()
    HERE = auto()
    TAKEN = auto()


@dataclass(frozen=True, slots=True)
class Tie:
    """A founding link given in a group: `by` is None for who hides who they are."""

    chat_id: int
    token: str
    by: Sender | None
    is_coordinator: bool
    now: datetime


async def on_start_in_group(context: Context) -> None:
    """`/start token` in a group: the founding link ties this chat to its community."""
    tie = Tie(
        context.chat_id,
        _token(context.arguments),
        context.sender,
        context.is_coordinator,
        context.now,
    )
    await _on_token(context.services, tie, context.event.message_id)


async def on_start_by_hidden(services: Services, event: Said, arguments: str) -> None:
    """The same by an administrator who hides who they are: the link itself is the authority."""
    tie = Tie(event.place.telegram_id, _token(arguments), None, False, services.now())
    await _on_token(services, tie, event.message_id)


def _token(arguments: str) -> str:
    return arguments.split(maxsplit=1)[0] if arguments else ""


async def _on_token(services: Services, tie: Tie, message_id: int | None) -> None:
    tied = await services.database.write(partial(_tie, tie=tie))
    if tied is Tied.UNKNOWN or message_id is None:
        return
    try:
        # The link would stand there for everyone to read; without the right to, it stays.
        await services.telegram.delete(tie.chat_id, message_id)
    except TelegramError:
        return


def _tie(session: Session, tie: Tie) -> Tied:
    here = communities.chat_by_telegram_id(session, tie.chat_id)
    community = communities.by_group_token(session, tie.token) if tie.token else None
    if community is None or community.id is None:
        if here is None:
            _say_goodbye(session, tie.chat_id, tie.now, UNFOUNDED)
        return Tied.UNKNOWN
    if here is not None:
        return Tied.HERE
    chat = communities.chat_of(session, community.id)
    if chat is not None and chat.is_present:
        if not _may_move(session, community.id, tie):
            _say_goodbye(session, tie.chat_id, tie.now, TAKEN)
            return Tied.TAKEN
        _say_goodbye(session, chat.telegram_id, tie.now, MOVED)
    _settle_in(session, community, chat, tie)
    return Tied.HERE


def _may_move(session: Session, community_id: int, tie: Tie) -> bool:
    """Refuse to tie a chat that is in use: the group would lose it to anyone with the link."""
    person = members.person_by_telegram_id(session, tie.by.telegram_id) if tie.by else None
    membership = members.membership(session, person.id, community_id) if person else None
    return tie.is_coordinator or (membership is not None and membership.role == Role.MODERATOR)


def _settle_in(session: Session, community: Community, chat: Chat | None, tie: Tie) -> None:
    outbox.withdraw(session, _goodbye_key(tie.chat_id))
    if chat is None:
        chat = Chat(community_id=community.id or 0, telegram_id=tie.chat_id)
    else:
        # What was seen and said in the chat before stays behind there.
        rsvp.retire_cards(session, chat.id or 0)
        members.forget_present(session, chat.id or 0)
    chat.telegram_id, chat.former_telegram_id = tie.chat_id, None
    chat.is_present, chat.join_link = True, None
    chat.can_pin = chat.can_invite = chat.can_delete = False
    session.add(chat)
    session.flush()
    if tie.by is not None:
        members.note_seen(session, tie.chat_id, {tie.by.telegram_id: tie.by.first_name})
    _greet(session, chat, tie.now)
    group_check.look(session, chat, tie.now)
    card.redraw(session, chat.community_id, tie.now)
    redraw_prompts(session, chat.community_id, tie.now)


def _greet(session: Session, chat: Chat, now: datetime) -> None:
    outbox.put(session, Greeting(row_id(chat), chat.community_id, chat.telegram_id), now)


async def on_placed(services: Services, event: Placed) -> None:
    """The bot was added to a group, promoted, or removed; or a person blocked or unblocked it."""
    if event.place.kind == "private":
        await services.database.write(partial(_note_reachable, event=event, services=services))
        return
    await services.database.write(partial(_note_presence, event=event, services=services))


def _note_reachable(session: Session, event: Placed, services: Services) -> None:
    telegram_id = event.place.telegram_id
    was_lost = members.is_unreachable(session, telegram_id)
    members.mark_reachable(session, telegram_id, yes=event.is_present)
    if was_lost and event.is_present:
        reachable_again(session, telegram_id, services)


def _note_presence(session: Session, event: Placed, services: Services) -> None:
    chat_telegram_id, now = event.place.telegram_id, services.now()
    chat = communities.chat_by_telegram_id(session, chat_telegram_id)
    if chat is not None:
        _note_tied(session, chat, event, now)
        if not event.is_present:
            tell_without_group(session, chat.community_id, services.settings, now)
    elif not event.is_present:
        outbox.withdraw(session, _goodbye_key(chat_telegram_id))
    elif not event.was_present:
        _say_goodbye(session, chat_telegram_id, now + STAY, UNFOUNDED)


def _note_tied(session: Session, chat: Chat, event: Placed, now: datetime) -> None:
    chat.is_present = event.is_present
    session.add(chat)
    if event.by is not None:
        members.note_seen(session, chat.telegram_id, {event.by.telegram_id: event.by.first_name})
    if event.is_present:
        group_check.look(session, chat, now)
    if event.is_present and not event.was_present:
        # While the bot was away card and questions stood still.
        card.redraw(session, chat.community_id, now)
        redraw_prompts(session, chat.community_id, now)


def _goodbye_key(chat_telegram_id: int) -> str:
    return Goodbye(chat_telegram_id, UNFOUNDED).key()


def _say_goodbye(session: Session, chat_telegram_id: int, due_at: datetime, why: str) -> None:
    outbox.renew(session, Goodbye(chat_telegram_id, why), due_at)


async def on_migrated(services: Services, event: Migrated) -> None:
    """A group became a supergroup: it stays the same community's."""
    await services.database.write(partial(_migrate, event=event, now=services.now()))


def follow(session: Session, old_id: int, new_id: int, now: datetime) -> None:
    """Follow a group that became a supergroup: its card stayed behind, and is posted anew."""
    chat = communities.move_chat(session, old_id, new_id)
    if chat is not None:
        # The bot may have met the new id before it heard whose it is.
        outbox.withdraw(session, _goodbye_key(new_id))
        rsvp.retire_cards(session, row_id(chat))
        card.redraw(session, chat.community_id, now)


def _migrate(session: Session, event: Migrated, now: datetime) -> None:
    follow(session, event.old_id, event.new_id, now)
    chat = communities.chat_by_telegram_id(session, event.new_id)
    if chat is not None:
        redraw_prompts(session, chat.community_id, now)
        group_check.look(session, chat, now)
