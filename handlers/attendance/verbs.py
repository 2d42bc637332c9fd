"""The buttons of attendance lists and proofs."""

from handlers.core.arguments import COMMUNITY, FLAG, MEETING, NUMBER, PERSON
from handlers.core.callback_data import Room
from locales import Words


def not_yours(words: Words) -> str:
    """Why a person can't tick this list."""
    return words("This is for the moderators, once the meeting has begun.")


def no_proof(words: Words) -> str:
    """Why a person gets no proof."""
    return words("There is no proof yet: the cycle is not over, or you were at none of it.")


ROOM = Room("attendance", not_yours)

OPEN = ROOM.verb("open", MEETING)
CHANGE = ROOM.verb("change", MEETING)
TICK = ROOM.verb("tick", MEETING, PERSON, FLAG)
SAVE = ROOM.verb("save", MEETING)
SURE = ROOM.verb("sure", MEETING)
"""Saves a reason as it is, though it may identify a person."""
PROOF = Room("attendance", no_proof).verb("proof", COMMUNITY, NUMBER)
