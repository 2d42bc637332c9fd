"""The buttons of what goes out by itself; they carry its moment, for a meeting may move."""

from typing import Final

from bot.rules.rhythm import STEPS
from handlers.core.arguments import MEETING, MOMENT, choice
from handlers.core.callback_data import Room
from locales import Html, Words


def not_yours(words: Words) -> Html:
    """Why somebody changes nothing of what goes out."""
    return words("This is for the moderators of the community.")


ROOM = Room("cockpit", not_yours)

_STEP: Final = choice(STEPS)

PREVIEW = ROOM.verb("preview", MEETING, _STEP, MOMENT)
SKIP = ROOM.verb("skip", MEETING, _STEP, MOMENT)
BACK = ROOM.verb("back", MEETING, _STEP, MOMENT)
NOTE = ROOM.verb("note", MEETING, _STEP, MOMENT)
SURE = ROOM.verb("sure")
"""Keeps a note as it is, though it may say who somebody is."""

SAMPLE = ROOM.verb("sample")
"""Every button in a preview: it does nothing."""
