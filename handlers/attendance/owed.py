"""What moderators still owe: the lists of who was there."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers import buttons
from handlers.answers import short_day
from handlers.attendance.shown import ROOM
from handlers.owed import Owed
from handlers.screens import Button
from handlers.visit import Visit
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
        open_list = buttons.pack(ROOM, "open", meeting.id or 0)
        short = short_day(words, meeting.starts_at)
        button = Button(f"✏️ {words.plain('Attendance of {day}', day=short)}", open_list)
        asked = words("Who was there on {day}?", day=words.day(meeting.starts_at))
        yield Owed(asked, ((button,),))
