"""The buttons by which people answer for a meeting."""

from typing import Final

from bot.rules.rsvp import Answer
from handlers.core.arguments import MEETING, MOMENT, PERSON, choice, mark
from handlers.core.callback_data import Room

ROOM = Room("rsvp")

_START = MOMENT.or_none()
"""The start that the message spoke of: none may say yes to a date the person never saw."""
_MINE = mark("mine")
"""On the buttons of a message that shows one's own answer: a press draws it anew."""

YES = ROOM.verb("yes", MEETING, _START, _MINE)
NO = ROOM.verb("no", MEETING, _START, _MINE)
UNSURE = ROOM.verb("unsure", MEETING, _START, _MINE)
PARTNER = ROOM.verb("partner", MEETING, _MINE)
FOR = ROOM.verb("for", PERSON, choice(Answer), MEETING)

ANSWERS: Final = {Answer.YES: YES, Answer.NO: NO, Answer.UNSURE: UNSURE}
