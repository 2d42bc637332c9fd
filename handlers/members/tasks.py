"""Lines of `/todo` for moderators about people: waiting, unreachable, strangers."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from handlers.members.roster import AGREEMENT, UNREACHABLE
from storage import communities, members
from storage.members import Membership, consent


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """The waiting list."""
    if membership.role != Role.MODERATOR:
        return
    number = len(members.waiting(session, membership.community_id))
    if number:
        yield TodoItem(
            context.words.plural(
                "{number} person waits for a seat: /members.",
                "{number} people wait for a seat: /members.",
                number,
            )
        )


def out_of_reach(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """For moderators: the people whom the bot cannot write to."""
    if membership.role != Role.MODERATOR:
        return
    seated = members.seated(session, membership.community_id)
    lost = [one.person.name for one in seated if not one.person.is_reachable]
    if lost:
        told = context.words("I can't write to: {names}.", names=", ".join(lost))
        yield TodoItem(f"{UNREACHABLE} {told}")


def not_agreed(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """For moderators: how many have not agreed to the current agreement."""
    if membership.role != Role.MODERATOR:
        return
    seated = members.seated(session, membership.community_id)
    number = sum(not consent.has_agreed(session, one.membership) for one in seated)
    if number:
        told = context.words.plural(
            "{number} person has not agreed to the new agreement: /members.",
            "{number} people have not agreed to the new agreement: /members.",
            number,
        )
        yield TodoItem(f"{AGREEMENT} {told}")


def strangers(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """For moderators: how many are in the group chat without being registered."""
    chat = communities.chat_of(session, membership.community_id)
    if membership.role != Role.MODERATOR or chat is None or not chat.is_present:
        return
    found = members.strangers(session, chat.id or 0, membership.community_id)
    if found:
        yield TodoItem(
            context.words.plural(
                "{number} person is in the group chat without being registered: /members.",
                "{number} people are in the group chat without being registered: /members.",
                len(found),
            )
        )
