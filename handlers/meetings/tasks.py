"""The line in `/todo` of moderators: the cycle has to be planned."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.closing.public import is_to_close
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from storage import meetings
from storage.members import Membership


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """Yield the item where no meeting is to come and no cycle has to be closed first."""
    if membership.role != Role.MODERATOR:
        return
    if is_to_close(session, membership.community_id, context.now):
        return
    if meetings.next_meeting(session, membership.community_id, context.now) is None:
        yield TodoItem(context.words("No meeting is planned: /plan."))
