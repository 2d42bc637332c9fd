"""Lines of `/todo` at the end of a cycle: the evaluation, and for moderators to close it."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules import closing as rules
from bot.rules.closing import Going
from bot.rules.members import Role
from handlers.closing import schedule
from handlers.closing.close import close_row, how_row
from handlers.closing.evaluation import begin_row, is_done
from handlers.closing.views import Of
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from storage import closing
from storage.communities import Community
from storage.members import Membership


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """The evaluation while it is open; for moderators that the cycle is over."""
    community = session.get(Community, membership.community_id)
    found = schedule.latest(session, membership.community_id)
    if community is None or found is None or not found.facts.is_complete:
        return
    of = (membership.community_id, found.number)
    words = context.words
    is_open = rules.is_open(found.facts, context.services.settings.retention, context.now)
    if is_open and not is_done(session, of, membership.person_id):
        line = words("The cycle is over: how was it, and do you go on?")
        yield TodoItem(line, (begin_row(words, of, community.name),))
    if membership.role == Role.MODERATOR and schedule.is_to_close(session, of[0], context.now):
        yield _to_close(session, context, of)


def _to_close(session: Session, context: Context, of: Of) -> TodoItem:
    words = context.words
    answered = closing.number_of_answers(session, *of)
    on = len(closing.names_by_going(session, *of)[Going.YES])
    line = words(
        "The cycle is over. Evaluations: {answered}. Who goes on: {on}. "
        "Make the harvest (/export), then close the cycle.",
        answered=answered,
        on=on,
    )
    return TodoItem(line, (how_row(words, of), close_row(words, of[0])))
