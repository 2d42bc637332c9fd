"""Lines of `/todo` about the group chat: the bot in it, with its rights."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.communities import bot_rights
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from storage import communities
from storage.members import Membership


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """The bot's place in the group chat, and the rights that it lacks there."""
    if membership.role != Role.MODERATOR:
        return
    words = context.words
    chat = communities.chat_of(session, membership.community_id)
    if chat is None or not chat.is_present:
        yield TodoItem(words("I am not in your group chat. Ask Brusano for the link that adds me."))
    elif lacking := bot_rights.lacking(words, chat):
        yield TodoItem(
            words(
                "In the group chat I lack these rights: {rights}. "
                "Make me an administrator with them.",
                rights=", ".join(lacking),
            )
        )
