"""Lines of `/todo` about hand-overs: notes to write, and unread notes of a community."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from handlers.handover.verbs import BEGIN, OPEN
from storage import handover
from storage.core.columns import row_id
from storage.handover import items
from storage.meetings import Meeting
from storage.members import Membership


def todo_items(session: Session, context: Context, own: Membership) -> Iterator[TodoItem]:
    """The notes to write and to read, and what this person took up."""
    yield from _to_write(session, context, own)
    yield from _to_read(session, context, own)
    taken_up = [
        item
        for item in items.still_open(session, own.seat_id, own.person_id)
        if item.owner_id == own.person_id
    ]
    if taken_up:
        yield TodoItem(
            context.words.plural(
                "{number} thing from a hand-over is still yours to do: /handover.",
                "{number} things from a hand-over are still yours to do: /handover.",
                len(taken_up),
            )
        )


def _to_write(session: Session, context: Context, own: Membership) -> Iterator[TodoItem]:
    words = context.words
    for found in handover.owed_by(session, own):
        if handover.standing(session, found) is not None:
            number = session.get_one(Meeting, found.meeting_id).number
            label = f"✏️ {words.plain('Hand over session {number}', number=number)}"
            told = words("Hand over session {number} to your partner.", number=number)
            yield TodoItem(told, ((BEGIN.button(label, row_id(found)),),))


def _to_read(session: Session, context: Context, own: Membership) -> Iterator[TodoItem]:
    words = context.words
    for found in handover.for_reader(session, own):
        if found.read_at is None and handover.standing(session, found) is not None:
            number = session.get_one(Meeting, found.meeting_id).number
            label = words.plain("Read the note of session {number}", number=number)
            told = words("Your partner handed over session {number}: read it.", number=number)
            yield TodoItem(told, ((OPEN.button(f"📖 {label}", row_id(found)),),))


def unread(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """For moderators: the people with an unread note; never its content."""
    if membership.role != Role.MODERATOR:
        return
    waiting = handover.unread(session, membership.community_id)
    if waiting:
        names = sorted({person.name for person, _ in waiting})
        told = context.words("A hand-over note waits unread for: {names}.", names=", ".join(names))
        yield TodoItem(f"📖 {told}")
