"""Outbox kinds about meetings that are moved, held elsewhere or cancelled."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self, TypeVar

from sqlmodel import Session

from handlers.core.context import Services
from handlers.core.meeting_heading import heading, title
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message, reader
from handlers.core.screens import Screen, lines, paragraphs
from handlers.meetings.views import when
from handlers.rsvp.public import answer_row
from locales import Words
from storage import meetings, members, rsvp
from storage.communities import Chat, Community
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup, ToPerson
from storage.meetings import Meeting

Former = TypeVar("Former", datetime, str)


@dataclass(frozen=True, slots=True)
class Moved(ToPerson, Rendered):
    """Tells a person who had answered or been asked that the meeting has moved."""

    name = "moved"
    key_format = "moved:{meeting_id}:{person_id}"
    meeting_id: int
    was: datetime

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The old and the new moment, and the answer buttons; dropped if answered since."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        if found is None or meeting is None or meeting.is_cancelled:
            return Dropped.GONE
        person, words = found
        own = members.membership(session, person.id, meeting.community_id)
        if own is None or rsvp.answer_of(session, meeting.id or 0, own.seat_id) is not None:
            return Dropped.OUTDATED
        text = paragraphs(
            "🔄 "
            + words(
                "The meeting of {day} at {time} has moved.",
                day=words.day(self.was),
                time=words.time(self.was),
            ),
            lines(
                title(session.get(Community, meeting.community_id)),
                heading(words, meeting, meetings.cycle_length(session, meeting.community_id)),
            ),
            words("Earlier answers no longer count. Do you come at the new moment?"),
        )
        return new_message(words, Screen(text, (answer_row(words, meeting),)))


@dataclass(frozen=True, slots=True)
class Changed(ToGroup, Rendered):
    """Tells the group which meetings are moved, held elsewhere or cancelled."""

    name = "changed"
    key_format = "changed:{once}"
    changes: tuple[tuple[int, datetime], ...]
    """Meeting ids, each with the start that the group knew."""
    venues: tuple[tuple[int, str], ...]
    """Meeting ids, each with the venue that the group knew."""
    once: str
    """Makes the key unique: the meeting and sequence of the first change in the post."""

    def and_moment(self, meeting: Meeting) -> Self:
        """Return the post with a meeting added that is about to be moved or cancelled."""
        return replace(
            self, changes=_add_unless_known(self.changes, row_id(meeting), meeting.starts_at)
        )

    def and_venue(self, meeting: Meeting) -> Self:
        """Return the post with a meeting added whose venue is about to change."""
        return replace(self, venues=_add_unless_known(self.venues, row_id(meeting), meeting.venue))

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The present state of each meeting, one line; dropped where none differs any more."""
        chat = session.get(Chat, self.chat_id)
        community = session.get(Community, chat.community_id) if chat else None
        if community is None:
            return Dropped.GONE
        words = services.locales.group(community.language)
        moment_lines = [
            _moment_line(words, meeting, was)
            for meeting_id, was in self.changes
            if (meeting := session.get(Meeting, meeting_id)) and meeting.ends_at > services.now()
        ]
        venue_lines = [
            _venue_line(words, meeting, was)
            for meeting_id, was in self.venues
            if (meeting := session.get(Meeting, meeting_id)) and meeting.starts_at > services.now()
        ]
        text = lines(*moment_lines, *venue_lines)
        return new_message(words, Screen(text)) if text else Dropped.OUTDATED


def _add_unless_known(
    known: tuple[tuple[int, Former], ...], meeting_id: int, was: Former
) -> tuple[tuple[int, Former], ...]:
    """Add what the group knew of a meeting, unless an earlier change has noted it already."""
    is_known = any(one == meeting_id for one, _ in known)
    return known if is_known else known + ((meeting_id, was),)


def _moment_line(words: Words, meeting: Meeting, was: datetime) -> str | None:
    """The line of a meeting that was to begin at `was`; None where that has not changed."""
    if meeting.is_cancelled:
        return f"❌ {words.whole(lambda each: _cancelled_text(each, was))}"
    if meeting.starts_at == was:
        return None
    return f"🔄 {words.whole(lambda each: _moved_text(each, meeting, was))}"


def _cancelled_text(words: Words, was: datetime) -> str:
    return words(
        "The meeting of {day} at {time} is cancelled.", day=words.day(was), time=words.time(was)
    )


def _moved_text(words: Words, meeting: Meeting, was: datetime) -> str:
    return words(
        "The meeting of {day} at {time} has moved to {when}. Earlier answers no longer count.",
        day=words.day(was),
        time=words.time(was),
        when=when(words, meeting.starts_at, meeting.ends_at),
    )


def _venue_line(words: Words, meeting: Meeting, was: str) -> str | None:
    """The line of a meeting whose venue was `was`; None where that has not changed."""
    if meeting.is_cancelled or meeting.venue == was:
        return None
    return f"📍 {words.whole(lambda each: _venue_text(each, meeting))}"


def _venue_text(words: Words, meeting: Meeting) -> str:
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


@dataclass(frozen=True, slots=True)
class Cancelled(ToPerson, Rendered):
    """Tells a person who had not said no that the meeting is cancelled."""

    name = "cancelled"
    key_format = "cancelled:{meeting_id}:{person_id}"
    meeting_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Which meeting, and that there is nothing to do."""
        found = reader(session, self.person_id, services.locales)
        meeting = session.get(Meeting, self.meeting_id)
        community = session.get(Community, meeting.community_id) if meeting else None
        if found is None or meeting is None or community is None or not meeting.is_cancelled:
            return Dropped.GONE
        _, words = found
        text = words(
            "The meeting of {community} on {when} is cancelled. You don't need to do anything.",
            community=community.name,
            when=when(words, meeting.starts_at, meeting.ends_at),
        )
        return new_message(words, Screen("❌ " + text))


OUTBOX_KINDS: Final = (Moved, Changed, Cancelled)
