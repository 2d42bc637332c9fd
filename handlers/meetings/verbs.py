"""The buttons of plans, of meetings and of the agenda."""

from handlers.core.arguments import COMMUNITY, MEETING, MOMENT, NUMBER, TELEGRAM_ID, WORD
from handlers.core.callback_data import Room
from locales import Words


def not_yours(words: Words) -> str:
    """Why who does not moderate is refused."""
    return words("This command is for the moderators of the community.")


def not_a_member(words: Words) -> str:
    """Why somebody gets no calendar."""
    return words("You are not registered in this community.")


ROOM = Room("meetings", not_yours)

# Under the preview of a plan, with its mark and the moderator who wrote it
PLAN = ROOM.verb("plan", COMMUNITY, WORD, TELEGRAM_ID)
DROP = ROOM.verb("drop", COMMUNITY, WORD, TELEGRAM_ID)

# Under a meeting
OPEN = ROOM.verb("open", MEETING)
CHANGE = ROOM.verb("change", MEETING, NUMBER)
"""With the position of the field that is asked."""
MOVE = ROOM.verb("move", MEETING, MOMENT, MOMENT, NUMBER)
"""With the new start and end, and the count of changes that it comes after."""
CALL_OFF = ROOM.verb("off", MEETING)
CALLED_OFF = ROOM.verb("called", MEETING)
INVITE = ROOM.verb("invite", MEETING)

CALENDAR = Room("meetings", not_a_member).verb("calendar", COMMUNITY)
