"""Outbox kinds about answers: for duo partners, and for moderators about late changes."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from handlers.core.answer_words import ANSWER_WORDS
from handlers.core.context import Services
from handlers.core.meeting_heading import heading, title
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message, reader
from handlers.core.screens import Screen, lines, paragraphs
from handlers.rsvp.public import answer_row
from locales import Words
from storage import meetings, members, rsvp
from storage.communities import Community
from storage.core.outbox_kind import ToPerson
from storage.meetings import Meeting
from storage.members import Person


@dataclass(frozen=True, slots=True)
class TurnPassed(ToPerson, Rendered):
    """Tells a duo partner that the other one noted them as coming."""

    name = "turn"
    key_format = "turn:{meeting_id}:{person_id}"
    meeting_id: int
    by_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Who asks for it, the meeting, and the answer buttons to change it."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        by = session.get(Person, self.by_id)
        if found is None or meeting is None or by is None or meeting.is_cancelled:
            return Dropped.GONE
        _, words = found
        total = meetings.cycle_length(session, meeting.community_id)
        text = paragraphs(
            f"🔁 {words('{name} asks you to take your seat at this meeting.', name=by.name)}",
            lines(
                title(session.get(Community, meeting.community_id)), heading(words, meeting, total)
            ),
            words("I noted that you come. Is that not so? Change it here."),
        )
        return new_message(words, Screen(text, (answer_row(words, meeting),)))


@dataclass(frozen=True, slots=True)
class Replaced(ToPerson, Rendered):
    """Tells a person who had said yes that their duo partner comes in their place."""

    name = "replaced"
    key_format = "replaced:{meeting_id}:{person_id}"
    meeting_id: int
    by_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Who comes; dropped where the partner's yes no longer stands."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        by = session.get(Person, self.by_id)
        if found is None or meeting is None or by is None or meeting.is_cancelled:
            return Dropped.GONE
        person, words = found
        own = members.membership(session, person.id, meeting.community_id)
        given = rsvp.answer_of(session, meeting.id or 0, own.seat_id) if own else None
        if given is None or given.person_id != by.id or not given.given.is_coming:
            return Dropped.OUTDATED
        text = words(
            "{name} comes in your place on {day} at {time}.",
            name=by.name,
            day=words.day(meeting.starts_at),
            time=words.time(meeting.starts_at),
        )
        community = session.get(Community, meeting.community_id)
        return new_message(words, Screen(lines(title(community), f"🔁 {text}")))


@dataclass(frozen=True, slots=True)
class LateChange(ToPerson, Rendered):
    """Tells a moderator of answers that changed, or first said no, after the deadline.

    `seats` are the ids of the seats, one message for all of them.
    """

    name = "late"
    key_format = "late:{meeting_id}:{person_id}"
    meeting_id: int
    seats: tuple[int, ...]

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The present answers of those seats; dropped where none has one."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        community = session.get(Community, meeting.community_id) if meeting else None
        if found is None or meeting is None or community is None:
            return Dropped.GONE
        _, words = found
        changed = [_late(session, words, meeting, seat_id) for seat_id in self.seats]
        if not any(changed):
            return Dropped.OUTDATED
        when = words(
            "{community}, {day} at {time}",
            community=community.name,
            day=words.day(meeting.starts_at),
            time=words.time(meeting.starts_at),
        )
        return new_message(words, Screen(lines(*changed, when)))


def _late(session: Session, words: Words, meeting: Meeting, seat_id: int) -> str | None:
    """The present answer of a seat, one line; None where it has none any more."""
    given = rsvp.answer_of(session, meeting.id or 0, seat_id)
    who = session.get(Person, given.person_id) if given else None
    if given is None or who is None:
        return None
    late = words(ANSWER_WORDS[given.given].late, name=who.name)
    return f"{given.given.sign} {late}"


OUTBOX_KINDS: Final = (TurnPassed, Replaced, LateChange)
