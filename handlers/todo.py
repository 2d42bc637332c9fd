"""What `/todo` says, room by room, in the order in which it is shown."""

from typing import Final

from handlers import value
from handlers.attendance import owed as attendance
from handlers.cases import owed as cases
from handlers.closing import owed as closing
from handlers.communities import owed as communities
from handlers.handover import owed as handover
from handlers.meetings import owed as meetings
from handlers.members import agreeing
from handlers.members import owed as members
from handlers.owed import Owe
from handlers.prompts import owed as prompts
from handlers.rsvp import owed as rsvp
from handlers.summaries import owed as summaries

OWES: Final[tuple[Owe, ...]] = (
    agreeing.owed,
    rsvp.owed,
    handover.owed,
    meetings.owed,
    attendance.owed,
    summaries.owed,
    prompts.owed,
    communities.owed,
    members.owed,
    value.owed,
    closing.owed,
)
"""What a person still has to do."""

STANDS: Final[tuple[Owe, ...]] = (
    rsvp.unanswered,
    rsvp.uncovered,
    handover.unread,
    cases.urn,
    members.not_agreed,
    members.out_of_reach,
    members.strangers,
)
"""How the community of a moderator stands."""
