"""The buttons of hand-overs."""

from handlers.core.arguments import COMMUNITY, FLAG, HANDOVER, HANDOVER_QUESTION, OPEN_ITEM, WORD
from handlers.core.callback_data import Room
from locales import Words


def gone(words: Words) -> str:
    """Why there is no such hand-over for a person."""
    return words("This hand-over is not yours, or is no longer there. /handover shows yours.")


ROOM = Room("handover", gone)

# Of the author
BEGIN = ROOM.verb("begin", HANDOVER)
LATER = ROOM.verb("later", HANDOVER)
TOMORROW = ROOM.verb("tomorrow", HANDOVER)
SEND = ROOM.verb("send", HANDOVER)
CHANGE = ROOM.verb("change", HANDOVER)
ANSWER = ROOM.verb("answer", HANDOVER_QUESTION)

# Of the reader
READ = ROOM.verb("read", HANDOVER)
"""Under the note, which is drawn again."""
SEEN = ROOM.verb("seen", HANDOVER)
"""In a message that holds more than the note."""
RESTATE = ROOM.verb("restate", HANDOVER)
ASK = ROOM.verb("ask", HANDOVER)

# Of both
OPEN = ROOM.verb("open", HANDOVER)
SURE = ROOM.verb("sure", WORD)
"""Sends a sentence all the same; with the topic of its form."""
TICK = ROOM.verb("tick", OPEN_ITEM, FLAG, COMMUNITY)
"""On the list of a community, which is drawn anew."""
DONE = ROOM.verb("done", OPEN_ITEM, FLAG, COMMUNITY)
"""In a message that holds more than the list."""
