"""Every table, with what it holds of people."""

from typing import Final

from storage import announcing, communities, duos, frame, meetings, rsvp, themes, value
from storage.attendance import personal_data as attendance
from storage.cases import personal_data as cases
from storage.closing import personal_data as closing
from storage.core import form_drafts, outbox
from storage.handover import personal_data as handover
from storage.interest import personal_data as interest
from storage.library import personal_data as library
from storage.links import personal_data as links
from storage.members import personal_data as members
from storage.prompts import personal_data as prompts
from storage.reminders import steps
from storage.summaries import personal_data as summaries

PERSONAL_DATA: Final = (
    *members.PERSONAL_DATA,
    *communities.PERSONAL_DATA,
    *interest.PERSONAL_DATA,
    *meetings.PERSONAL_DATA,
    *rsvp.PERSONAL_DATA,
    *duos.PERSONAL_DATA,
    *attendance.PERSONAL_DATA,
    *handover.PERSONAL_DATA,
    *steps.PERSONAL_DATA,
    *cases.PERSONAL_DATA,
    *value.PERSONAL_DATA,
    *summaries.PERSONAL_DATA,
    *themes.PERSONAL_DATA,
    *prompts.PERSONAL_DATA,
    *library.PERSONAL_DATA,
    *links.PERSONAL_DATA,
    *closing.PERSONAL_DATA,
    *frame.PERSONAL_DATA,
    *announcing.PERSONAL_DATA,
    *form_drafts.PERSONAL_DATA,
    *outbox.PERSONAL_DATA,
)
"""In the order in which the data are told."""

TABLES: Final = tuple(declared.table for declared in PERSONAL_DATA)
