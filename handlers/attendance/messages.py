"""The morning after: the moderators are asked who was there."""

from bot.rules.members import Role
from bot.rules.rhythm import Step
from handlers.attendance.sheet import sheet_of
from handlers.attendance.views import ROOM, list_screen
from handlers.cockpit.public import note_lines
from handlers.core import callback_data
from handlers.core.bundle_parts import Reading, Section
from handlers.core.meeting_heading import short_day, title
from handlers.core.screens import Button, lines, paragraphs
from storage import attendance, members
from storage.communities import Community
from storage.meetings import Meeting


def make_after(reading: Reading, meeting: Meeting) -> Section | None:
    """The moderators' question, until one of them has answered it; alone it is the list itself."""
    session, words, person = reading.session, reading.words, reading.person
    own = members.membership(session, person.id, meeting.community_id)
    if own is None or own.role != Role.MODERATOR:
        return None
    if attendance.saved(session, meeting.id or 0):
        return None
    named = title(session.get(Community, meeting.community_id))
    note = note_lines(words, session, meeting, Step.AFTER, reading.services.cipher)
    day = words.day(meeting.starts_at)
    question = words(
        "Who was there on {day}? One of you two ticks the list; it takes a minute.", day=day
    )
    data = callback_data.pack(ROOM, "open", meeting.id or 0)
    # It tells the day: after a weekend two lists may be asked for at once.
    short = short_day(words, meeting.starts_at)
    button = Button(f"✅ {words.plain('Who was there on {day}?', day=short)}", data)
    sheet = sheet_of(session, meeting, person.telegram_id, reading.services.cipher)
    return Section(
        paragraphs(lines(named, question), note),
        meeting,
        rows=((button,),),
        alone=list_screen(words, sheet, note=note),
    )
