"""What moderators still owe the cycle: a plan."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Visit
from handlers.core.todo_items import Owed
from storage import meetings
from storage.closing import ending
from storage.members import Membership


def owed(session: Session, visit: Visit, membership: Membership) -> Iterator[Owed]:
    """The plan of the cycle, where no meeting is to come."""
    if membership.role != Role.MODERATOR:
        return
    if ending.is_to_close(session, membership.community_id, visit.now):
        return
    if meetings.upcoming(session, membership.community_id, visit.now) is None:
        yield Owed(visit.words("No meeting is planned: /plan."))
