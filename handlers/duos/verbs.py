"""The buttons of `/duo`."""

from handlers.core.arguments import COMMUNITY, MEETING, PERSON
from handlers.core.callback_data import Room
from locales import Words


def no_swap(words: Words) -> str:
    """Why a meeting is not swapped."""
    return words("This can't be swapped any more. /duo shows how it stands.")


def no_duo(words: Words) -> str:
    """Why there is no duo to leave."""
    return words("You are in no duo any more. /duo shows how to form one.")


SWAP = Room("duo", no_swap).verb("swap", MEETING, PERSON)
"""Names the person who will take the meeting, so that a repeated press swaps only once."""

ROOM = Room("duo", no_duo)
LEAVE = ROOM.verb("leave", COMMUNITY)
LEFT = ROOM.verb("left", COMMUNITY)
STAY = ROOM.verb("stay", COMMUNITY)
