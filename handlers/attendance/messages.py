"""The section of the step after a meeting: asks the moderators who was there."""

from bot.rules.rhythm import Step
from handlers.attendance.sheet import sheet_of
from handlers.attendance.verbs import OPEN
from handlers.attendance.views import list_screen
from handlers.cockpit.public import note_lines
from handlers.core.access import MODERATOR, membership_of
from handlers.core.meeting_heading import short_day, title
from handlers.core.screens import lines, paragraphs
from handlers.core.steps import Section, SectionContext
from storage import attendance
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting


def make_after(reading: SectionContext, meeting: Meeting) -> Section | None:
    """Make the question for a moderator; None for others, or once the list is saved.

    Where it is the only section of the bundle, the list itself is sent in its place.
    """
    session, words, person = reading.session, reading.words, reading.person
    if membership_of(session, person.id, meeting.community_id, MODERATOR) is None:
        return None
    if attendance.saved(session, row_id(meeting)):
        return None
    community_title = title(session.get(Community, meeting.community_id))
    note = note_lines(words, session, meeting, Step.AFTER, reading.services.cipher)
    day = words.day(meeting.starts_at)
    question = words(
        "Who was there on {day}? One of you two ticks the list; it takes a minute.", day=day
    )
    # The label has the day, because after a weekend two lists may be asked for at once.
    short = short_day(words, meeting.starts_at)
    label = f"✅ {words.plain('Who was there on {day}?', day=short)}"
    sheet = sheet_of(session, meeting, person.telegram_id, reading.services.cipher)
    return Section(
        paragraphs(lines(community_title, question), note),
        meeting,
        rows=((OPEN.button(label, row_id(meeting)),),),
        alone=list_screen(words, sheet, note=note),
    )
