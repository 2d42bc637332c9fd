"""The buttons of plans, of meetings and of the agenda."""

from handlers.core.arguments import COMMUNITY, MEETING, MOMENT, NUMBER, TELEGRAM_ID, WORD
from handlers.core.callback_data import Room
from locales import Words


def not_yours(words: Words) -> str:
    """Why a person who is no moderator is refused."""
    return words("This command is for the moderators of the community.")


def not_a_member(words: Words) -> str:
    """Why a person gets no calendar file."""
    return words("You are not registered in this community.")


ROOM = Room("meetings", not_yours)

# Under the preview of a plan: community, mark of the text, Telegram id of its author
PLAN = ROOM.verb("plan", COMMUNITY, WORD, TELEGRAM_ID)
DROP = ROOM.verb("drop", COMMUNITY, WORD, TELEGRAM_ID)

# Under a meeting
OPEN = ROOM.verb("open", MEETING)
CHANGE = ROOM.verb("change", MEETING, NUMBER)
"""The number is the position of the field to ask for."""
MOVE = ROOM.verb("move", MEETING, MOMENT, MOMENT, NUMBER)
"""The new start and end, and the meeting's `sequence` when the preview was shown."""
CALL_OFF = ROOM.verb("off", MEETING)
CALLED_OFF = ROOM.verb("called", MEETING)
INVITE = ROOM.verb("invite", MEETING)

CALENDAR = Room("meetings", not_a_member).verb("calendar", COMMUNITY)
