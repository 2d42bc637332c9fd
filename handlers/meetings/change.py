"""What moving or cancelling a meeting sets going, and what people hear of it.

The group hears in one line. Privately hears who had answered, and who had been asked privately.
"""

from datetime import UTC, datetime

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.rsvp import Answer
from handlers.cases.public import cases_follow_meeting
from handlers.core import bundle, card
from handlers.core.context import Services
from handlers.core.meeting_heading import heading, title
from handlers.core.outgoing import OutgoingMessage, new_message, reader
from handlers.core.screens import Screen, lines, paragraphs
from handlers.meetings.views import when
from handlers.prompts.public import hold_prompts_after, prompts_follow_meeting
from handlers.rsvp.public import answer_row
from locales import Words
from storage import attendance, communities, meetings, members, rsvp
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.database import SAID
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Place, Timing

MOVED, CANCELLED, CHANGED = "moved", "cancelled", "changed"
MOMENTS, VENUES = "changes", "venues"
"""What the group's post holds: by meeting, the start or the venue that it knew."""


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
    """Hold a meeting at another moment: answers no longer count, everyone is asked again.

    The caller renumbers the cycle and has the card redrawn.
    """
    if end > now:
        _tell_group(session, meeting, now, MOMENTS, int(meeting.starts_at.timestamp()))
        _ask_again(session, meeting, now, useful_until=end)
    meeting.starts_at, meeting.ends_at = start, end
    meeting.planned_at = now
    meeting.sequence += 1
    session.add(meeting)
    rsvp.forget_answers(session, meeting.id or 0)
    if start > now:
        attendance.forget(session, meeting.id or 0)
    steps.plan(session, meeting, timing, now)
    cases_follow_meeting(session, meeting, now)
    prompts_follow_meeting(session, meeting, timing, now)


def _ask_again(
    session: Session, meeting: Meeting, now: datetime, *, useful_until: datetime
) -> None:
    """Who answered, or was asked privately, must hear of the new moment."""
    for place in _told(session, meeting):
        earlier = outbox.by_key(session, _moved_key(meeting, place))
        was = int(meeting.starts_at.timestamp())
        if earlier is not None and earlier.state == outbox.DUE:
            # They never heard of the moment in between.
            was = earlier.payload["was"]
        row = Outgoing(
            key=_moved_key(meeting, place),
            kind=MOVED,
            person_id=place.person.id,
            payload={"meeting": meeting.id, "was": was},
            due_at=now,
            useful_until=useful_until,
        )
        outbox.renew(session, row)


def _told(session: Session, meeting: Meeting) -> list[Place]:
    """The seats that answered, or were asked privately: by a reminder, or after a move."""
    was_asked = steps.was_asked_about(session, meeting.id or 0)
    return [
        place
        for place in steps.places(session, meeting)
        if place.answer is not None
        or (was_asked and place.is_awaited)
        or outbox.by_key(session, _moved_key(meeting, place)) is not None
    ]


def _moved_key(meeting: Meeting, place: Place) -> str:
    return f"{MOVED}:{meeting.id}:{place.person.id}"


def put_venue(session: Session, meeting: Meeting, venue: str, now: datetime) -> None:
    """Hold a meeting elsewhere. The card shows it; after the eve's post the group hears it too.

    The caller counts the change and has the card redrawn.
    """
    chat = communities.chat_of(session, meeting.community_id)
    is_told = chat is not None and bundle.eve_was_posted(session, meeting, chat.id)
    if is_told and meeting.starts_at > now and not meeting.is_cancelled:
        _tell_group(session, meeting, now, VENUES, meeting.venue)
    meeting.venue = venue
    session.add(meeting)


def _tell_group(
    session: Session, meeting: Meeting, now: datetime, about: str, was: int | str
) -> None:
    """All changes that the group has not heard of yet are one post."""
    chat = communities.chat_of(session, meeting.community_id)
    if chat is None or not chat.is_present:
        return
    change = [meeting.id, was]
    waiting = outbox.waiting(session, CHANGED, chat_id=chat.id)
    if waiting is None:
        row = Outgoing(
            key=f"{CHANGED}:{meeting.id}:{meeting.sequence}",
            kind=CHANGED,
            chat_id=chat.id,
            payload={about: [change]},
            due_at=now,
        )
        outbox.put(session, row)
        return
    told = waiting.payload.get(about, [])
    if meeting.id not in [known for known, _ in told]:
        waiting.payload = waiting.payload | {about: [*told, change]}
        session.add(waiting)
        session.info[SAID] = True


def call_off(session: Session, meeting: Meeting, now: datetime) -> None:
    """Cancel a meeting: whoever did not say no is told, nobody is reminded of it any more.

    The caller renumbers the cycle and has the card redrawn.
    """
    if meeting.ends_at > now:
        _tell_group(session, meeting, now, MOMENTS, int(meeting.starts_at.timestamp()))
        for place in _told(session, meeting):
            if place.answer is None or place.answer.answer != Answer.NO:
                _tell_cancelled(session, meeting, place.person.id, now)
    meeting.is_cancelled = True
    session.add(meeting)
    session.flush()
    cases_follow_meeting(session, meeting, now)
    hold_prompts_after(session, meeting)
    meeting.sequence += 1
    session.add(meeting)
    steps.rewrite(session, meeting.id or 0, {})


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
    card.redraw(session, community_id, now)


def render_moved(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For a person who had answered or been asked: the new moment, and the question again."""
    found = reader(session, row, services.locales)
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
        lines(
            title(session.get(Community, meeting.community_id)),
            heading(words, meeting, meetings.total(session, meeting.community_id)),
        ),
        words("Earlier answers no longer count. Do you come at the new moment?"),
    )
    return new_message(words, Screen(text, (answer_row(words, meeting),)))


def render_changed(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For the group: which meetings are held at another moment or elsewhere, or not at all."""
    chat = session.get(Chat, row.chat_id)
    community = session.get(Community, chat.community_id) if chat else None
    if community is None:
        return None
    words = services.locales.group(community.language)
    changed = [
        _changed(words, meeting, datetime.fromtimestamp(was, UTC))
        for meeting_id, was in row.payload.get(MOMENTS, ())
        if (meeting := session.get(Meeting, meeting_id)) and meeting.ends_at > services.now()
    ]
    elsewhere = [
        _elsewhere(words, meeting, was)
        for meeting_id, was in row.payload.get(VENUES, ())
        if (meeting := session.get(Meeting, meeting_id)) and meeting.starts_at > services.now()
    ]
    text = lines(*changed, *elsewhere)
    return new_message(words, Screen(text)) if text else None


def _changed(words: Words, meeting: Meeting, was: datetime) -> str | None:
    """How a meeting stands that was to begin at `was`; None when it stands as it did."""
    if meeting.is_cancelled:
        return f"❌ {words.whole(lambda each: _cancelled(each, was))}"
    if meeting.starts_at == was:
        return None
    return f"🔄 {words.whole(lambda each: _moved(each, meeting, was))}"


def _cancelled(words: Words, was: datetime) -> str:
    return words(
        "The meeting of {day} at {time} is cancelled.", day=words.day(was), time=words.time(was)
    )


def _moved(words: Words, meeting: Meeting, was: datetime) -> str:
    return words(
        "The meeting of {day} at {time} has moved to {when}. Earlier answers no longer count.",
        day=words.day(was),
        time=words.time(was),
        when=when(words, meeting.starts_at, meeting.ends_at),
    )


def _elsewhere(words: Words, meeting: Meeting, was: str) -> str | None:
    """Where a meeting is held that was to be at `was`; None when it stands as it did."""
    if meeting.is_cancelled or meeting.venue == was:
        return None
    return f"📍 {words.whole(lambda each: _venue(each, meeting))}"


def _venue(words: Words, meeting: Meeting) -> str:
    day, time = words.day(meeting.starts_at), words.time(meeting.starts_at)
    if not meeting.venue:
        return words(
            "The venue of the meeting of {day} at {time} is not known yet.", day=day, time=time
        )
    return words(
        "The meeting of {day} at {time} is now here: {venue}.",
        day=day,
        time=time,
        venue=meeting.venue,
    )


def render_cancelled(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For a person who had not said no: the meeting is not held."""
    found = reader(session, row, services.locales)
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
    return new_message(words, Screen("❌ " + text))
