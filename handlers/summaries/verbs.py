"""The buttons of summaries."""

from bot.rules.summaries import Part
from handlers.core.arguments import FLAG, MEETING, NUMBER, SUMMARY, WORD, choice
from handlers.core.callback_data import Room
from locales import Words


def not_for_you(words: Words) -> str:
    """Why somebody reads no summary."""
    return words("This summary is not for you, or is no longer kept.")


ROOM = Room("summary")

BEGIN = ROOM.verb("begin", MEETING)
SHARE = ROOM.verb("share", MEETING, choice(Part), FLAG)
THEME = ROOM.verb("theme", MEETING, WORD, FLAG)
MORE = ROOM.verb("more", MEETING)
SEND = ROOM.verb("send", MEETING, NUMBER, WORD)
"""With the version that it takes the place of, and the mark of the preview above it."""

READ = Room("summary", not_for_you).verb("read", SUMMARY, NUMBER)
"""Carries the version of the summary that is shown."""
