"""The buttons of interest: those of who left it, and those of coordinators."""

from typing import Final

from bot.rules.communities import Zone
from bot.rules.languages import GROUP_CODES
from handlers.core.arguments import COMMUNITY, INTEREST, NUMBER, PAGE, WORD, choice, word_of
from handlers.core.callback_data import Room
from handlers.core.shared_verbs import ACCEPTED, FOUNDING

__all__ = ["ACCEPTED"]

ALL: Final = "all"
"""In the place of a zone: all of them."""

ROOM = Room("interest")

# What everyone may do, about themselves alone
LEAVE = ROOM.verb("leave", WORD.or_else(""))
"""With what the link carried by which the person came."""
CHANGE = ROOM.verb("change")
AGREE = ROOM.verb("agree")
WITHDRAW = ROOM.verb("withdraw")
GONE = ROOM.verb("gone")
KEEP = ROOM.verb("keep")

# What coordinators see and decide
HOME = ROOM.verb("home")
ZONE = ROOM.verb("zone", word_of((*Zone, ALL)), PAGE)
ONE = ROOM.verb("one", INTEREST)
WHERE = ROOM.verb("where", INTEREST, PAGE)
SURE = ROOM.verb("sure", INTEREST, COMMUNITY)
PLACE = ROOM.verb("place", INTEREST, COMMUNITY, NUMBER)
"""With the community in which they were placed when it was shown; 0 for none."""
ASK_FULL = ROOM.verb("ask_full", INTEREST)
FULL = ROOM.verb("full", INTEREST)
ASK_ERASE = ROOM.verb("ask_erase", INTEREST)
ERASE = ROOM.verb("erase", INTEREST)

# Choosing a group of a zone, and founding its community
OPEN = FOUNDING.verb("open", choice(Zone))
SHOW = FOUNDING.verb("show", choice(Zone), PAGE)
TAKE = FOUNDING.verb("take", choice(Zone), INTEREST, PAGE)
TAKE_OUT = FOUNDING.verb("leave", choice(Zone), INTEREST, PAGE)
AGAIN = FOUNDING.verb("again", choice(Zone))
ANEW = FOUNDING.verb("anew", choice(Zone))
LANGUAGE = FOUNDING.verb("language", choice(Zone), word_of(GROUP_CODES))
CANCEL = FOUNDING.verb("cancel", choice(Zone))
NAME = FOUNDING.verb("name", choice(Zone))
FOUND = FOUNDING.verb("found", choice(Zone), WORD)
"""With the mark of the preview above it."""

# Who has accepted their invitation
REMIND = FOUNDING.verb("remind", COMMUNITY)
OTHER = FOUNDING.verb("other", INTEREST)
INSTEAD = FOUNDING.verb("instead", INTEREST, INTEREST, COMMUNITY)
"""Lists who has not registered, and who replaces them."""
