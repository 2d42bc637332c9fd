"""What `/todo` says of summaries: those that a moderator still has to write."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button
from handlers.core.todo_items import Owed
from handlers.summaries.views import ROOM
from storage import summaries
from storage.members import Membership

MOST = 3
"""Summaries asked for on one screen."""


def owed(session: Session, visit: Visit, membership: Membership) -> Iterator[Owed]:
    """The meetings of the last weeks that have no summary yet, for the moderators."""
    if membership.role != Role.MODERATOR:
        return
    words = visit.words
    for meeting in summaries.unwritten(session, membership.community_id, visit.now)[:MOST]:
        begin = callback_data.pack(ROOM, "begin", meeting.id or 0)
        label = words.plain("Summary of session {number}", number=meeting.number)
        told = words(
            "The summary of session {number} is still to be written.", number=meeting.number
        )
        yield Owed(told, ((Button(f"✏️ {label}", begin),),))
