"""The value question: counts one anonymous tap of each person who was at a meeting."""

from collections.abc import Iterator
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules import value as rules
from bot.rules.value import Refusal, Value
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.todo_items import TodoItem
from handlers.rsvp.public import dated_row
from handlers.value.public import value_rows
from handlers.value.verbs import not_a_member
from locales import Words
from storage import meetings, value
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership


class Outcome(Enum):
    """Result of a tap, besides the refusals of the rules."""

    COUNTED = auto()
    BEFORE = auto()
    UNREADABLE = auto()
    NOT_A_MEMBER = auto()
    FORGED = auto()


async def on_tap(context: Context, meeting_id: int, answer: Value) -> None:
    """Count a tap under a summary or on `/todo`; answer with a pop-up only.

    The pressed message stays as it is.
    """
    count = partial(_count, context=context, meeting_id=meeting_id, answer=answer)
    outcome = await context.write(count)
    words = context.words
    if outcome is Outcome.COUNTED:
        thanks = words.plain(
            "Thank you, counted. Only the numbers are shown, from {number} answers on.",
            number=rules.FEWEST_SHOWN,
        )
        await context.answer(f"✅ {thanks}")
    elif outcome is Outcome.BEFORE:
        await context.answer(f"✅ {words.plain('Your answer was counted before. Thank you!')}")
    else:
        await context.refuse(_refusal_text(words, outcome))


def _count(session: Session, context: Context, meeting_id: int, answer: Value) -> Outcome | Refusal:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        return Outcome.FORGED
    own = membership(session, context, meeting.community_id)
    if own is None:
        return Outcome.NOT_A_MEMBER
    was_there = value.was_there(session, meeting.id, own.person_id)
    refusal = rules.refusal(meetings.as_rules_meeting(meeting), context.now, was_there=was_there)
    if refusal is not None:
        return refusal
    cipher = context.services.cipher
    if not value.is_readable(session, cipher, meeting.id):
        return Outcome.UNREADABLE
    is_new = value.count_answer(session, cipher, row_id(meeting), own.person_id, answer)
    return Outcome.COUNTED if is_new else Outcome.BEFORE


def _refusal_text(words: Words, why: Outcome | Refusal) -> str:
    match why:
        case Outcome.UNREADABLE:
            return words("This can't be counted now.")
        case Outcome.NOT_A_MEMBER:
            return not_a_member(words)
        case Refusal.CANCELLED:
            return words("This meeting is cancelled.")
        case Refusal.NOT_BEGUN:
            return words("This meeting has not begun yet.")
        case Refusal.CLOSED:
            return words("This question is closed: the meeting was too long ago.")
        case Refusal.NOT_THERE:
            return words("This question is only for who was there.")
        case Outcome.FORGED | Outcome.COUNTED | Outcome.BEFORE:
            return words("This button no longer works. /help shows what does.")


def todo_items(session: Session, context: Context, own: Membership) -> Iterator[TodoItem]:
    """Yield the question for each recent meeting that the requester attended and has not judged."""
    words = context.words
    unanswered = [
        meeting
        for other in context.requester.memberships
        for meeting in value.unanswered_meetings(
            session, other.community_id, other.person_id, context.now
        )
    ]
    for meeting in (one for one in unanswered if one.community_id == own.community_id):
        line = words(
            "What did the meeting of {day} bring you? One tap; nobody sees who chose what.",
            day=words.day(meeting.starts_at),
        )
        rows = value_rows(words, meeting)
        yield TodoItem(line, tuple(dated_row(words, row, meeting, unanswered) for row in rows))
