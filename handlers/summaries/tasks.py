"""Lines of `/todo` about summaries that a moderator still has to write."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from handlers.summaries.verbs import BEGIN
from storage import summaries
from storage.core.columns import row_id
from storage.members import Membership

MOST = 3
"""Summaries asked for on one screen."""


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """The meetings of the last weeks that have no summary yet, for the moderators."""
    if membership.role != Role.MODERATOR:
        return
    words = context.words
    for meeting in summaries.meetings_without_summary(
        session, membership.community_id, context.now
    )[:MOST]:
        label = words.plain("Summary of session {number}", number=meeting.number)
        told = words(
            "The summary of session {number} is still to be written.", number=meeting.number
        )
        yield TodoItem(told, ((BEGIN.button(f"✏️ {label}", row_id(meeting)),),))
