"""The lines in `/todo` about answers: one's own; for moderators those that are missing."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from handlers.rsvp.public import answer_row
from locales import Words
from storage import duos, meetings, members, rsvp
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.reminders import steps


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """Yield the next meeting, if it waits for this person's answer; a lead need not answer."""
    meeting = meetings.next_meeting(session, membership.community_id, context.now)
    if meeting is None or membership.role == Role.LEAD:
        return
    is_turn = duos.turn_of(session, membership.seat_id, meeting) == membership.person_id
    if is_turn and rsvp.answer_of(session, meeting.id or 0, membership.seat_id) is None:
        question = context.words(
            "Do you come? {meeting}", meeting=_meeting_line(context.words, meeting)
        )
        yield TodoItem(question, (answer_row(context.words, meeting),), meeting)


def _meeting_line(words: Words, meeting: Meeting) -> str:
    when = words.span(meeting.starts_at, meeting.ends_at)
    return f"{meeting.number} · {words.day(meeting.starts_at)}, {when}"


def unanswered(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """Yield, for moderators, who has not answered for the next meeting."""
    meeting = meetings.next_meeting(session, membership.community_id, context.now)
    if meeting is None or membership.role != Role.MODERATOR:
        return
    names = [one.person.name for one in steps.places(session, meeting) if one.is_awaited]
    if names:
        line = context.words.plural(
            "{number} has not answered for session {session}: {names}.",
            "{number} have not answered for session {session}: {names}.",
            len(names),
            session=meeting.number,
            names=", ".join(names),
        )
        yield TodoItem(line)


def uncovered(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """Yield, for moderators, each duo without a yes for the next meeting, and whose turn it is."""
    meeting = meetings.next_meeting(session, membership.community_id, context.now)
    if meeting is None or membership.role != Role.MODERATOR:
        return
    for place in steps.places(session, meeting):
        if place.is_uncovered:
            sharing = members.on_seat(session, place.seat_id)
            turn = session.get_one(Person, duos.turn_of(session, place.seat_id, meeting))
            line = context.words(
                "Of {duo} nobody has said yes yet; the turn is for {name}.",
                duo=" + ".join(one.person.name for one in sharing),
                name=turn.name,
            )
            yield TodoItem(f"🔁 {line}")
