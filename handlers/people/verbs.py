"""The buttons of the first words, of languages and of one's own data."""

from handlers.core.arguments import LANGUAGE, WORD
from handlers.core.callback_data import Room

SPEAK_AT_START = Room("start").verb("language", LANGUAGE, WORD.or_else(""))
"""With what the link carried by which the person came."""
SPEAK = Room("language").verb("set", LANGUAGE)

FORGET = Room("forget").verb("yes")
FORGET_NOTHING = Room("forget").verb("no")
