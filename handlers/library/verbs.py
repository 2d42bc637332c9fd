"""The buttons of the library; those of items say in which community they are seen."""

from bot.rules.library import Outcome
from handlers.core.arguments import COMMUNITY, FLAG, LIBRARY_ITEM, PAGE, WORD, choice
from handlers.core.callback_data import Room
from handlers.core.shared_verbs import BACK_TO_ITEM as BACK
from handlers.core.shared_verbs import LIBRARY_ITEMS as ITEMS
from handlers.core.shared_verbs import no_item as gone
from locales import Words

__all__ = ["BACK", "gone"]


def stranger(words: Words) -> str:
    """Why there is no library for a person."""
    return words("You are not registered in this community.")


# The first screen, the lists, and what a search finds
LIBRARY = Room("library", stranger)
HOME = LIBRARY.verb("home", COMMUNITY)
LIST = LIBRARY.verb("list", COMMUNITY, WORD.or_else(""), PAGE)
FIND = LIBRARY.verb("find", COMMUNITY, PAGE, WORD.or_else(""))
SHARE = LIBRARY.verb("share", COMMUNITY)

# Under what is shared, with the topic of its form
TICK = LIBRARY.verb("tick", WORD, WORD, FLAG)
THEMES = LIBRARY.verb("themes", WORD)
SAVE = LIBRARY.verb("save", WORD)

# Under an item
ITEM = ITEMS.verb("item", LIBRARY_ITEM, COMMUNITY)
FILE = ITEMS.verb("file", LIBRARY_ITEM, COMMUNITY)
CHANGE = ITEMS.verb("change", LIBRARY_ITEM, COMMUNITY)
DROP = ITEMS.verb("drop", LIBRARY_ITEM, COMMUNITY)
DROPPED = ITEMS.verb("dropped", LIBRARY_ITEM, COMMUNITY)

# How trying it went
TRY = ITEMS.verb("try", LIBRARY_ITEM, COMMUNITY)
WENT = ITEMS.verb("went", LIBRARY_ITEM, COMMUNITY, choice(Outcome))
UNTRIED = ITEMS.verb("untried", LIBRARY_ITEM, COMMUNITY)
SURE = ITEMS.verb("sure")
"""Keeps the words as they are, though they may say who somebody is."""
