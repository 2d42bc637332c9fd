"""The buttons of the greeting, of `/language` and of `/forget`."""

from handlers.core.arguments import LANGUAGE, WORD
from handlers.core.callback_data import Room

SPEAK_AT_START = Room("start").verb("language", LANGUAGE, WORD.or_else(""))
"""The word is the source in the link by which the person came, empty without one."""
SPEAK = Room("language").verb("set", LANGUAGE)

FORGET = Room("forget").verb("yes")
FORGET_NOTHING = Room("forget").verb("no")
