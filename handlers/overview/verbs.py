"""The buttons of `/overview`."""

from bot.rules.communities import Zone
from handlers.core.arguments import COMMUNITY, PAGE, choice
from handlers.core.callback_data import Room

ROOM = Room("overview")

FRONT = ROOM.verb("front")
ZONE = ROOM.verb("zone", choice(Zone), PAGE)
NEEDS = ROOM.verb("needs", PAGE)
OLD = ROOM.verb("old", PAGE)
ONE = ROOM.verb("one", COMMUNITY)
FILE = ROOM.verb("file")
