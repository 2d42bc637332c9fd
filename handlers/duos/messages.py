"""Outbox kinds for a duo partner: a meeting was swapped, or the other one has left."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from handlers.core.access import membership_of
from handlers.core.context import Services
from handlers.core.meeting_heading import title
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message, reader
from handlers.core.screens import Screen, lines, paragraphs
from handlers.rsvp.public import answer_row
from storage import duos, members
from storage.communities import Community
from storage.core.outbox_kind import ToPerson
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Swapped(ToPerson, Rendered):
    """Tells the partner that the two have swapped a meeting."""

    name = "swapped"
    key_format = "swapped:{meeting_id}:{person_id}"
    meeting_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Whose turn it is now, with the answer buttons if it is the reader's."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        if found is None or meeting is None or meeting.is_cancelled:
            return Dropped.GONE
        person, words = found
        own = membership_of(session, person.id, meeting.community_id)
        sharing = members.on_seat(session, own.seat_id) if own else []
        partner = next((s.person for s in sharing if s.person.id != person.id), None)
        if own is None or partner is None:
            return Dropped.GONE
        named = title(session.get(Community, meeting.community_id))
        day, time = words.day(meeting.starts_at), words.time(meeting.starts_at)
        if duos.turn_of(session, own.seat_id, meeting) != person.id:
            text = words(
                "{name} takes your turn on {day} at {time}.", name=partner.name, day=day, time=time
            )
            return new_message(words, Screen(lines(named, f"🔁 {text}")))
        text = words(
            "{name} has swapped with you: on {day} at {time} it is your turn. Do you come?",
            name=partner.name,
            day=day,
            time=time,
        )
        return new_message(words, Screen(lines(named, f"🔁 {text}"), (answer_row(words, meeting),)))


@dataclass(frozen=True, slots=True)
class LeftAlone(ToPerson, Rendered):
    """Tells the partner who stays that the other one has left."""

    name = "alone"
    key_format = "alone:{seat_id}:{person_id}"
    community_id: int
    seat_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """That the seat is theirs alone now, and where to answer or form a new duo."""
        found = reader(session, self.person_id, services.locales)
        community = session.get(Community, self.community_id)
        if found is None or community is None:
            return Dropped.GONE
        _, words = found
        text = paragraphs(
            words(
                "Your duo partner has left {name}. The seat is now yours alone.",
                name=community.name,
            ),
            words("/todo shows whether you still have to answer; /duo forms a new duo."),
        )
        return new_message(words, Screen(text))


OUTBOX_KINDS: Final = (Swapped, LeftAlone)
