"""The buttons of the frame: its texts for coordinators, its rhythm also for moderators."""

from typing import Final

from bot.rules import frame as rules
from bot.rules.frame import EVERY_LANGUAGE, FIRST_VERSION, TEXTS, Frame
from bot.rules.rhythm import STEPS, Step
from handlers.core.arguments import COMMUNITY, LANGUAGE, NUMBER, PAGE, WORD, choice, word_of
from handlers.core.callback_data import Argument, Room
from locales import Words

AS_ALL: Final = "all"
"""The choice of a community to have a step when all others have it."""

CHOICES: Final = (
    *("1d", "2d", "3d", "5d", "7d", "10d", "14d", "21d", "28d", "30d", "35d", "42d"),
    rules.amount(None),
)


def rhythm_not_yours(words: Words) -> str:
    """Why somebody may not change the rhythm."""
    return words("This is for the moderators of the community, and for Brusano's coordinators.")


_TEXT: Final[Argument[Frame]] = choice(TEXTS)
_STEP: Final[Argument[Step]] = choice(STEPS)
_CHOICE: Final = word_of((*CHOICES, AS_ALL))
_ANY_LANGUAGE: Final = LANGUAGE.or_else(EVERY_LANGUAGE)

TEXTS_OF_ALL = Room("frame")
ALL_TEXTS = TEXTS_OF_ALL.verb("all")
TEXT = TEXTS_OF_ALL.verb("text", _TEXT, LANGUAGE)
PEEK = TEXTS_OF_ALL.verb("peek", _TEXT, LANGUAGE)
HISTORY = TEXTS_OF_ALL.verb("history", _TEXT, LANGUAGE)
OLD = TEXTS_OF_ALL.verb("old", _TEXT, LANGUAGE, NUMBER)
AGAIN = TEXTS_OF_ALL.verb("again", _TEXT, LANGUAGE, NUMBER, NUMBER)
"""With the version to take again, and the one that stood when it was shown."""
WRITE = TEXTS_OF_ALL.verb("write", choice(Frame), _ANY_LANGUAGE)
SAVE = TEXTS_OF_ALL.verb("save", choice(Frame), _ANY_LANGUAGE, NUMBER.or_else(FIRST_VERSION))

RHYTHM_OF = Room("frame", rhythm_not_yours)
RHYTHM = RHYTHM_OF.verb("rhythm", COMMUNITY)
"""0 means all communities, here and below."""
STEP = RHYTHM_OF.verb("step", COMMUNITY, _STEP)
SHIFT = RHYTHM_OF.verb("shift", COMMUNITY, _STEP, _CHOICE)
SET = RHYTHM_OF.verb("set", COMMUNITY, _STEP, _CHOICE, WORD)
"""With the distance that stood when it was shown."""
PLACES = RHYTHM_OF.verb("places", PAGE)
