"""The buttons at the end of a cycle."""

from bot.rules.closing import Going, Question
from handlers.core.arguments import COMMUNITY, NUMBER, WORD, choice
from handlers.core.callback_data import Room
from locales import Words


def not_a_member(words: Words) -> str:
    """Why somebody is asked nothing."""
    return words("You are not registered in this community.")


def not_yours(words: Words) -> str:
    """Why somebody closes nothing, and is shown nothing."""
    return words("This is for the moderators of the community.")


ASKING = Room("closing", not_a_member)
CLOSING = Room("closing", not_yours)

# With the community and the number of its cycle.
BEGIN = ASKING.verb("begin", COMMUNITY, NUMBER)
RATE = ASKING.verb("rate", COMMUNITY, NUMBER, choice(Question), WORD)
GO = ASKING.verb("go", COMMUNITY, NUMBER, choice(Going))

HOW = CLOSING.verb("how", COMMUNITY, NUMBER)
CLOSE = CLOSING.verb("close", COMMUNITY)
CLOSED = CLOSING.verb("closed", COMMUNITY, NUMBER)
KEEP = CLOSING.verb("keep", COMMUNITY)
