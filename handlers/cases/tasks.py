"""How far the urn of the next session is: what `/cases` shows, in short, for `/todo`."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.cases import Opening, State
from bot.rules.members import Role
from handlers.cases import moderating, opening
from handlers.cases.verbs import OPEN
from handlers.cases.views import SIGN
from handlers.core.context import Context
from handlers.core.screens import Row
from handlers.core.todo_items import TodoItem
from storage import cases, meetings
from storage.cases import CaseWindow, Standing
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership


def urn(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """How many have answered, 🔑 once it may be opened, then how many cases wait to be decided."""
    if membership.role != Role.MODERATOR:
        return
    coming = meetings.next_meeting(session, membership.community_id, context.now)
    window = cases.newest_window(session, coming.id) if coming is not None else None
    if coming is None or window is None:
        return
    if window.state == State.OPEN.value:
        yield _closed(session, context, window, coming)
    waiting = [
        case
        for case in cases.of_meeting(session, coming.id)
        if case.standing == Standing.WAITING.value
    ]
    if waiting:
        told = context.words.plural(
            "{number} case out of the urn waits for you two: /cases.",
            "{number} cases out of the urn wait for you two: /cases.",
            len(waiting),
        )
        yield TodoItem(f"{SIGN} {told}")


def _closed(session: Session, context: Context, window: CaseWindow, coming: Meeting) -> TodoItem:
    words = context.words
    door = opening.seen(session, context.services, window, coming)
    heading = words("Urn of session {number}:", number=coming.number)
    told = moderating.answered(session, context, window, coming, door.readiness)
    label = f"🔑 {words('Open the urn')}"
    key: Row = (OPEN.button(label, row_id(window)),)
    may_open = door.readiness.verdict is Opening.OK and door.problem is None
    line = f"{SIGN} {heading} {told}".replace("\n", " ")
    return TodoItem(line, (key,) if may_open else ())
