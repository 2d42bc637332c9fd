"""The buttons of summaries."""

from handlers.core.arguments import MEETING
from handlers.core.callback_data import Room

ROOM = Room("summary")

BEGIN = ROOM.verb("begin", MEETING)
