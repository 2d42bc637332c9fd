"""The handlers of changes of a group chat: joining, leaving, migrating."""

from typing import Final

from handlers.communities import group
from handlers.core.dispatch import ChatEventHandler
from handlers.core.updates import AskedToJoin, Left, Migrated, Placed, Seen
from handlers.members import join_requests

CHAT_EVENT_HANDLERS: Final[dict[type, ChatEventHandler]] = {
    AskedToJoin: join_requests.on_asked_to_join,
    Seen: join_requests.on_seen,
    Left: join_requests.on_left,
    Placed: group.on_placed,
    Migrated: group.on_migrated,
}
