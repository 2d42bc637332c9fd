"""What moving or cancelling a meeting sets going, and what people hear of it."""

from datetime import UTC, datetime

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.rsvp import Answer
from handlers.answers import answer_row, heading
from handlers.meetings.shown import when
from handlers.outgoing import Parcel, parcel, reader
from handlers.screens import Screen, paragraphs
from handlers.visit import House
from storage import meetings, members, outbox, rhythm, rsvp
from storage.communities import Community
from storage.meetings import Meeting
from storage.outbox import Outgoing
from storage.rhythm import Timing

MOVED, CANCELLED = "moved", "cancelled"


def is_moderator(session: Session, telegram_id: int, community_id: int) -> bool:
    """Whether this person moderates that community, at this moment."""
    person = members.person_at(session, telegram_id)
    own = members.membership(session, person.id, community_id) if person is not None else None
    return own is not None and own.role == Role.MODERATOR


def move(
    session: Session,
    meeting: Meeting,
    start: datetime,
    end: datetime,
    timing: Timing,
    now: datetime,
) -> None:
    """Hold a meeting at another moment: answers no longer count, whoever answered is asked again.

    The caller renumbers the cycle and has the card redrawn.
    """
    if end > now:
        _ask_again(session, meeting, now, useful_until=end)
    meeting.starts_at, meeting.ends_at = start, end
    meeting.planned_at = now
    meeting.sequence += 1
    session.add(meeting)
    rsvp.forget_answers(session, meeting.id or 0)
    rhythm.plan(session, meeting, timing, now)


def _ask_again(
    session: Session, meeting: Meeting, now: datetime, *, useful_until: datetime
) -> None:
    """Who answered, or was asked again after an earlier move, must hear of this one."""
    for place in rhythm.places(session, meeting):
        key = f"{MOVED}:{meeting.id}:{place.person.id}"
        earlier = outbox.by_key(session, key)
        if place.answer is None and earlier is None:
            continue
        was = int(meeting.starts_at.timestamp())
        if earlier is not None and earlier.state == outbox.DUE:
            # They never heard of the moment in between.
            was = earlier.payload["was"]
        row = Outgoing(
            key=key,
            kind=MOVED,
            person_id=place.person.id,
            payload={"meeting": meeting.id, "was": was},
            due_at=now,
            useful_until=useful_until,
        )
        outbox.renew(session, row)


def call_off(session: Session, meeting: Meeting, now: datetime) -> None:
    """Cancel a meeting: whoever did not say no is told, nobody is reminded of it any more.

    The caller renumbers the cycle and has the card redrawn.
    """
    for place in rhythm.places(session, meeting):
        may_come = place.answer is not None and place.answer.answer != Answer.NO
        if may_come and meeting.ends_at > now:
            _tell_cancelled(session, meeting, place.person.id, now)
    meeting.is_cancelled = True
    meeting.sequence += 1
    session.add(meeting)
    rhythm.rewrite(session, meeting.id or 0, {})


def _tell_cancelled(
    session: Session, meeting: Meeting, person_id: int | None, now: datetime
) -> None:
    row = Outgoing(
        key=f"{CANCELLED}:{meeting.id}:{person_id}",
        kind=CANCELLED,
        person_id=person_id,
        payload={"meeting": meeting.id},
        due_at=now,
        useful_until=meeting.ends_at,
    )
    outbox.put(session, row)


def settle(session: Session, community_id: int, now: datetime) -> None:
    """After changes: number the cycle anew and have its card drawn."""
    meetings.renumber(session, community_id)
    rsvp.redraw(session, community_id, now)


def compose_moved(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a person who had answered: the new moment, and the question again."""
    found = reader(session, row, house.locales)
    meeting = session.get(Meeting, row.payload["meeting"])
    if found is None or meeting is None or meeting.is_cancelled:
        return None
    person, words = found
    own = members.membership(session, person.id, meeting.community_id)
    if own is None or rsvp.answer_of(session, meeting.id or 0, own.seat_id) is not None:
        return None
    was = datetime.fromtimestamp(row.payload["was"], UTC)
    text = paragraphs(
        "🔄 "
        + words(
            "The meeting of {day} at {time} has moved.", day=words.day(was), time=words.time(was)
        ),
        heading(words, meeting, meetings.total(session, meeting.community_id)),
        words("Your answer no longer counts. Do you come at the new moment?"),
    )
    return parcel(words, Screen(text, (answer_row(words, meeting),)))


def compose_cancelled(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a person who had not said no: the meeting is not held."""
    found = reader(session, row, house.locales)
    meeting = session.get(Meeting, row.payload["meeting"])
    community = session.get(Community, meeting.community_id) if meeting else None
    if found is None or meeting is None or community is None or not meeting.is_cancelled:
        return None
    _, words = found
    text = words(
        "The meeting of {community} on {when} is cancelled. You don't need to do anything.",
        community=community.name,
        when=when(words, meeting.starts_at, meeting.ends_at),
    )
    return parcel(words, Screen("❌ " + text))
