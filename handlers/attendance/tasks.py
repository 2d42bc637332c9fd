"""The lines in `/todo` of moderators: the attendance lists that are missing."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.attendance.verbs import OPEN
from handlers.core.context import Context
from handlers.core.meeting_heading import short_day
from handlers.core.todo_items import TodoItem
from storage import attendance
from storage.core.columns import row_id
from storage.members import Membership

MOST_LISTS = 3
"""Most lists asked for on one screen."""


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """Yield the meetings that are over and have no saved list."""
    if membership.role != Role.MODERATOR:
        return
    words = context.words
    unticked = attendance.meetings_without_list(session, membership.community_id, context.now)
    for meeting in unticked[:MOST_LISTS]:
        short = short_day(words, meeting.starts_at)
        label = f"✏️ {words.plain('Attendance of {day}', day=short)}"
        question = words("Who was there on {day}?", day=words.day(meeting.starts_at))
        yield TodoItem(question, ((OPEN.button(label, row_id(meeting)),),))
