"""The rooms of `/todo`, in the order shown."""

from typing import Final

from sqlmodel import Session

from handlers import cockpit, people
from handlers.attendance import tasks as attendance
from handlers.cases import tasks as cases
from handlers.closing import tasks as closing
from handlers.communities import tasks as communities
from handlers.core.context import Context
from handlers.core.todo_items import StatusSection, Todo, TodoItemsOf
from handlers.handover import tasks as handover
from handlers.meetings import tasks as meetings
from handlers.members import consent
from handlers.members import tasks as members
from handlers.prompts import tasks as prompts
from handlers.rsvp import tasks as rsvp
from handlers.summaries import tasks as summaries
from handlers.value import callbacks as value
from handlers.wiring.steps import STEPS
from storage.members import Membership

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
    value.todo_items,
    closing.todo_items,
)
"""The lists of what a person still has to do."""

STATUS_ITEMS: Final[tuple[TodoItemsOf, ...]] = (
    rsvp.unanswered,
    rsvp.uncovered,
    handover.unread,
    cases.urn,
    members.not_agreed,
    members.out_of_reach,
    members.strangers,
)
"""The sections about the state of a moderator's community."""


def _how_it_stands(
    session: Session, context: Context, membership: Membership
) -> StatusSection | None:
    return cockpit.section(session, context, membership, STATUS_ITEMS, STEPS)


TODO: Final = Todo(TODO_ITEMS, _how_it_stands)


async def on_command(context: Context) -> None:
    """`/todo`."""
    await people.on_todo(context, TODO)


async def redraw(context: Context, community_id: int) -> None:
    """Shows what is still to do in a community in place of the pressed message."""
    await people.show_todo(context, TODO, community_id)
