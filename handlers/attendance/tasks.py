"""What moderators still owe: the lists of who was there."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.attendance.views import ROOM
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button
from handlers.core.todo_items import Owed
from handlers.meetings.public import short_day
from storage import attendance
from storage.members import Membership

MOST_LISTS = 3
"""Lists asked for on one screen."""


def owed(session: Session, visit: Visit, membership: Membership) -> Iterator[Owed]:
    """The meetings that are over and of which nobody said yet who was there."""
    if membership.role != Role.MODERATOR:
        return
    words = visit.words
    unticked = attendance.unticked(session, membership.community_id, visit.now)
    for meeting in unticked[:MOST_LISTS]:
        open_list = callback_data.pack(ROOM, "open", meeting.id or 0)
        short = short_day(words, meeting.starts_at)
        button = Button(f"✏️ {words.plain('Attendance of {day}', day=short)}", open_list)
        asked = words("Who was there on {day}?", day=words.day(meeting.starts_at))
        yield Owed(asked, ((button,),))
