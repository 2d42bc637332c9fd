"""The buttons of announcements."""

from handlers.core.arguments import ANNOUNCEMENT, WORD
from handlers.core.callback_data import Room

ROOM = Room("announce")

SEND = ROOM.verb("send", WORD)
"""With the mark of the preview above it, so that it sends no other text."""
STOP = ROOM.verb("stop", ANNOUNCEMENT)
