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

ANSWERS: Final = {answer: ROOM.verb(answer.value, MEETING, _START, _MINE) for answer in Answer}
PARTNER = ROOM.verb("partner", MEETING, _MINE)
FOR = ROOM.verb("for", PERSON, choice(Answer), MEETING)
