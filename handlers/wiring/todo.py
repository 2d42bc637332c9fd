"""What `/todo` says, room by room, in the order in which it is shown."""

from typing import Final

from handlers.attendance import tasks as attendance
from handlers.cases import tasks as cases
from handlers.closing import tasks as closing
from handlers.communities import tasks as communities
from handlers.core.todo_items import TodoItemsOf
from handlers.handover import tasks as handover
from handlers.meetings import tasks as meetings
from handlers.members import consent
from handlers.members import tasks as members
from handlers.prompts import tasks as prompts
from handlers.rsvp import tasks as rsvp
from handlers.summaries import tasks as summaries
from handlers.value import callbacks

TODO_ITEMS: Final[tuple[TodoItemsOf, ...]] = (
    consent.todo_items,
    rsvp.todo_items,
    handover.todo_items,
    meetings.todo_items,
    attendance.todo_items,
    summaries.todo_items,
    prompts.todo_items,
    communities.todo_items,
    members.todo_items,
    callbacks.todo_items,
    closing.todo_items,
)
"""What a person still has to do."""

STATUS_ITEMS: Final[tuple[TodoItemsOf, ...]] = (
    rsvp.unanswered,
    rsvp.uncovered,
    handover.unread,
    cases.urn,
    members.not_agreed,
    members.out_of_reach,
    members.strangers,
)
"""How the community of a moderator stands."""
