"""Makes hand-overs fall due: asking authors, delivering notes, reminding of items."""

from datetime import datetime

from sqlmodel import Session

from bot.rules import handover as rules
from bot.rules.local_time import local_date
from bot.rules.rhythm import Step, still_useful
from handlers.core import bundle
from storage import members
from storage.handover import (
    Handover,
    Pair,
    adjust,
    due_asks,
    items,
    latest_of_seat,
    note_ask,
    owed_by,
    pairs,
    standing,
    to_repeat,
)
from storage.meetings import Meeting
from storage.members import Membership
from storage.reminders import steps
from storage.reminders.steps import Timing


def fall_due(session: Session, timing: Timing, now: datetime) -> None:
    """Ask the authors and remind the owners whose time has come."""
    for found in due_asks(session, now):
        _ask(session, timing, found, now)
    for item in items.with_due_reminder(session, now):
        if item.remind_at is None:
            # Told along with the one before it.
            continue
        items.remind(session, [item])
        meeting = _meeting_of(session, item)
        if meeting is not None and item.owner_id is not None and item.done_at is None:
            _put(session, timing, item.owner_id, Step.ITEM, meeting, now)
            items.remind(session, _near(session, timing, item.seat_id, item.owner_id, now))


def _meeting_of(session: Session, item: items.OpenItem) -> Meeting | None:
    note = session.get(Handover, item.handover_id) if item.handover_id else None
    return session.get_one(Meeting, note.meeting_id) if note is not None else None


def _near(
    session: Session, timing: Timing, seat_id: int, owner_id: int, now: datetime
) -> list[items.OpenItem]:
    """How far ahead a message about items also lists those that fall due soon."""
    return items.due_soon(
        session, seat_id, owner_id, local_date(now + rules.WITHIN, timing.timezone)
    )


def _ask(session: Session, timing: Timing, found: Handover, now: datetime) -> None:
    """Ask the author, once for this meeting."""
    found.ask_at = None
    session.add(found)
    if found.written_at is not None or standing(session, found) is None:
        return
    meeting = session.get_one(Meeting, found.meeting_id)
    messages = steps.coming_moments(session, meeting.community_id, steps.ASKING)
    again = rules.asked_again(
        found.asked_at or now, now, timing.quiet_hours, timing.timezone, messages
    )
    note_ask(session, found, now, again)
    _put(session, timing, found.author_id, Step.HANDOVER, meeting, now)


def _put(
    session: Session, timing: Timing, person_id: int, step: Step, meeting: Meeting, at: datetime
) -> None:
    """Add a step to the one message that waits for a person, outside of the quiet hours."""
    allowed = steps.allowed_from(at, meeting, timing)
    until = meeting.starts_at if step is Step.NOTE else None
    bundle.put_part(session, person_id, step, meeting, allowed, until)


def take_after(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """After a meeting: the partner who came is asked."""
    for pair in pairs(session, meeting.community_id):
        ask_anew(session, timing, meeting, pair, at)


def ask_anew(session: Session, timing: Timing, meeting: Meeting, pair: Pair, at: datetime) -> None:
    """Compare notes with attendance and answers: those who now have to write one are asked."""
    found = adjust(session, meeting, pair)
    if found is not None:
        _ask(session, timing, found, at)


def on_attendance(session: Session, timing: Timing, meeting: Meeting, now: datetime) -> None:
    """A moderator ticked who was there: duos hand over accordingly, once asking has begun.

    Ticks that are put right long afterwards make nobody write; the note may be erased by then.
    """
    is_late = not still_useful(Step.HANDOVER, meeting.starts_at, meeting.ends_at, now)
    if is_late or not steps.is_past(session, meeting, Step.AFTER):
        return
    for pair in pairs(session, meeting.community_id):
        ask_anew(session, timing, meeting, pair, now)


def take_nudge(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Add the items that fall due soon to a bundle that the person gets anyway."""
    for pair in pairs(session, meeting.community_id):
        for one in (pair.first, pair.second):
            _remind_along(session, timing, one.membership, at)


def take_eve(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Before a meeting: give the partner whose turn it is the other one's notes.

    A partner who gets a bundle anyway is also asked for the note that is missing.
    """
    for pair in pairs(session, meeting.community_id):
        for one in (pair.first, pair.second):
            if has_something(session, meeting, one.membership):
                _put(session, timing, one.membership.person_id, Step.NOTE, meeting, at)
            _remind_along(session, timing, one.membership, at)
            _ask_along(session, one.membership, at)


def _remind_along(session: Session, timing: Timing, own: Membership, at: datetime) -> None:
    found = _near(session, timing, own.seat_id, own.person_id, at)
    meeting = _meeting_of(session, found[0]) if found else None
    if meeting is not None and bundle.ride(session, own.person_id, Step.ITEM, meeting, at):
        items.remind(session, found)


def _ask_along(session: Session, own: Membership, at: datetime) -> None:
    for found in owed_by(session, own)[-1:]:
        if found.asks and standing(session, found) is not None:
            meeting = session.get_one(Meeting, found.meeting_id)
            bundle.ride(session, own.person_id, Step.HANDOVER, meeting, at)


def on_swap(session: Session, meeting: Meeting, person_id: int, now: datetime) -> None:
    """The turn changed hands after the eve: the one who comes now gets the notes now.

    Whether it is still their turn is seen when the message is made.
    """
    own = members.membership(session, person_id, meeting.community_id)
    if own is None or not steps.is_past(session, meeting, Step.EVE):
        return
    if to_repeat(session, meeting, own) or missing(session, own) is not None:
        until = meeting.starts_at
        bundle.put_part(session, person_id, Step.NOTE, meeting, now, until)


def has_something(session: Session, meeting: Meeting, own: Membership) -> bool:
    """Whether it is this person's turn and there is a note for them, or one is missing."""
    place = steps.place_of(session, meeting, own.person_id)
    if place is None or place.holders == 1:
        return False
    if place.answer is not None and place.answer.given.is_absent:
        return False
    return bool(to_repeat(session, meeting, own)) or missing(session, own) is not None


def missing(session: Session, own: Membership) -> Handover | None:
    """The note of the latest meeting that the partner of now has not written yet."""
    latest = latest_of_seat(session, own.seat_id)
    if latest is None or latest.written_at is not None or latest.reader_id != own.person_id:
        return None
    if not latest.asks:
        # Somebody only looked at /handover: nobody was asked to write it yet.
        return None
    return latest if standing(session, latest) is not None else None
