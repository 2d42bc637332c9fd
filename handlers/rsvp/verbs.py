"""The buttons by which people answer for a meeting."""

from typing import Final

from bot.rules.rsvp import Answer
from handlers.core.arguments import MEETING, MOMENT, PERSON, choice, mark
from handlers.core.callback_data import Room

ROOM = Room("rsvp")

_START = MOMENT.or_none()
"""The start that the message showed, so that nobody says yes to a date they did not see."""
_IS_MINE = mark("mine")
"""Set on the buttons of a message that shows the reader's own answer: a press redraws it."""

ANSWERS: Final = {answer: ROOM.verb(answer.value, MEETING, _START, _IS_MINE) for answer in Answer}
PARTNER = ROOM.verb("partner", MEETING, _IS_MINE)
FOR = ROOM.verb("for", PERSON, choice(Answer), MEETING)
