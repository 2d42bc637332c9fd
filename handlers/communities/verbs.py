"""The buttons of founding communities."""

from handlers.core.arguments import COMMUNITY
from handlers.core.callback_data import Room

ROOM = Room("community")

NEW = ROOM.verb("new")
LINKS = ROOM.verb("links", COMMUNITY)
