"""Writes the cycle as an iCalendar file (RFC 5545).

Importing it again updates meetings that changed, by their `uid` and `sequence`.
"""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from handlers.core.meeting_heading import spoken
from handlers.core.screens import lines
from locales import Words
from storage.communities import Community
from storage.meetings import Meeting


def write(
    words: Words, community: Community, cycle: Iterable[Meeting], total: int, now: datetime
) -> bytes:
    """Return the file in the reader's language; cancelled meetings are in it, marked as such."""
    calendar = Calendar()
    calendar.add("prodid", "-//praktijkgemeenschap//agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", community.name)
    for meeting in cycle:
        calendar.add_component(_event(words, community, meeting, total, now))
    return bytes(calendar.to_ical())


def _event(
    words: Words, community: Community, meeting: Meeting, total: int, now: datetime
) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", _summary(words, community, meeting, total))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.venue:
        event.add("location", meeting.venue)
    if description := _description(words, meeting):
        event.add("description", description)
    return event


def _summary(words: Words, community: Community, meeting: Meeting, total: int) -> str:
    if meeting.is_cancelled:
        return words.plain("{community}: cancelled", community=community.name)
    return words.plain(
        "{community}: session {number} of {total}",
        community=community.name,
        number=meeting.number,
        total=total,
    )


def _description(words: Words, meeting: Meeting) -> str:
    return lines(
        words.plain("Theme: {theme}", theme=meeting.theme) if meeting.theme else None,
        words.plain("Speaker: {speaker}", speaker=spoken(meeting)) if meeting.speaker else None,
        words.plain("Prepare: {preparation}", preparation=meeting.preparation)
        if meeting.preparation
        else None,
    )
