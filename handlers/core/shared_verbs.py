"""Verbs of rooms whose buttons stand under the messages of rooms that they import themselves."""

from handlers.core.arguments import COMMUNITY, LIBRARY_ITEM, WORD
from handlers.core.callback_data import Room
from locales import Words


def not_leading(words: Words) -> str:
    """Why a button of prompts does nothing."""
    return words("This is for the monitoring lead of the community. /todo shows what is yours.")


PROMPTS = Room("prompt", not_leading)
PROMPT_FROM_THEME = PROMPTS.verb("theme", WORD, COMMUNITY)
"""Under a theme: the room `prompts` asks the room `themes` what themes are called."""


def no_item(words: Words) -> str:
    """Why there is no such item of the library for a person."""
    return words("This is no longer in the library, or not in that of your community.")


LIBRARY_ITEMS = Room("library", no_item)
BACK_TO_ITEM = LIBRARY_ITEMS.verb("back", LIBRARY_ITEM, COMMUNITY)
"""Under what goes to other communities: the room `library` imports the room `links`."""


FOUNDING = Room("choose")
ACCEPTED = FOUNDING.verb("accepted", COMMUNITY)
"""Under the links of a community: the room `interest` imports the room `communities`."""
