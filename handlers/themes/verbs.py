"""The buttons of themes."""

from handlers.core.arguments import COMMUNITY, NUMBER, THEME, WORD
from handlers.core.callback_data import Room
from locales import Words


def not_leading(words: Words) -> str:
    """Why somebody sees no themes of a community."""
    return words("This is for the moderators and the monitoring lead of that community.")


def not_yours(words: Words) -> str:
    """Why somebody changes no list of themes."""
    return words("Only a monitoring lead changes the list of themes.")


SEEING = Room("themes", not_leading)
CYCLE = SEEING.verb("cycle", COMMUNITY, NUMBER)
ALL = SEEING.verb("all", COMMUNITY, NUMBER)
WHERE = SEEING.verb("where", COMMUNITY, WORD)

LISTING = Room("themes", not_yours)
NEW = LISTING.verb("new")
ADD = LISTING.verb("add")
OWN = LISTING.verb("own")
RENAME = LISTING.verb("rename", THEME)
REMOVE = LISTING.verb("remove", THEME)
