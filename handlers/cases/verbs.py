"""The buttons of cases: of those who bring them, of moderators and the lead, and of the vote."""

from typing import Final

from bot.rules.cases import Group, packed, unpacked
from bot.rules.cases.voting import Deed
from handlers.core.arguments import (
    CASE,
    CASE_QUESTION,
    CASE_WINDOW,
    COMMUNITY,
    MEETING,
    NUMBER,
    choice,
    word_of,
)
from handlers.core.callback_data import Argument, Room
from locales import Words
from storage.cases import Standing

OPENS: Final = {group: str(place) for place, group in enumerate(Group)}
GROUPS: Final = {place: group for group, place in OPENS.items()}
CLOSED: Final = "-"
"""In the place of a group of ticks when none is unfolded."""

_CHOICES: Final = Argument(unpacked, packed)
"""The ticks of a case that is being written: nothing of it is kept."""


def no_window(words: Words) -> str:
    """Why somebody brings no case."""
    return words(
        "No urn is open now. Before each session everyone is called; then you can bring a case."
    )


def no_moderator(words: Words) -> str:
    """Why somebody opens no urn."""
    return words("This is for the moderators of the community.")


def not_to_open(words: Words) -> str:
    """Why an urn is not destroyed."""
    return words("This urn can no longer be opened.")


def not_yours(words: Words) -> str:
    """Why there is no such case for a person."""
    return words(
        "This case is not yours to see, or its author took it back. /cases shows what there is."
    )


def not_now(words: Words) -> str:
    """Why nothing is put to a vote."""
    return words("This can't be done now. /cases shows what can.")


def not_a_member(words: Words) -> str:
    """Why a vote does not count."""
    return words("You are not registered in this community. Ask a moderator for an invitation.")


# Bringing a case, with the window of its urn
BRINGING = Room("cases", no_window)
BRING = BRINGING.verb("bring", CASE_WINDOW)
DANGER = BRINGING.verb("danger", CASE_WINDOW)
SAFE = BRINGING.verb("safe", CASE_WINDOW)
FOR = BRINGING.verb("for", CASE_WINDOW, _CHOICES)
AGAIN = BRINGING.verb("again", CASE_WINDOW)
UNFOLD = BRINGING.verb("group", CASE_WINDOW, _CHOICES, word_of((CLOSED, *GROUPS)))
TICK = BRINGING.verb("tick", CASE_WINDOW, _CHOICES, word_of(tuple(GROUPS)), NUMBER)
SEAL = BRINGING.verb("seal", CASE_WINDOW, _CHOICES)
LEAVE = BRINGING.verb("leave", CASE_WINDOW)
NOTHING = BRINGING.verb("nothing", CASE_WINDOW)
WENT = BRINGING.verb("went", CASE_WINDOW, CASE, NUMBER)
"""How it went on, with the position of the answer."""
TYPED = BRINGING.verb("typed", CASE_WINDOW)
UNTYPED = BRINGING.verb("untyped")

# With a receipt
RECEIPT = BRINGING.verb("receipt", CASE_WINDOW)
MINE = BRINGING.verb("mine", CASE_WINDOW)
REPLY = BRINGING.verb("reply", CASE_WINDOW)
ANSWER = BRINGING.verb("answer", CASE_WINDOW, CASE_QUESTION)
WITHDRAW = BRINGING.verb("withdraw", CASE_WINDOW)
WITHDRAW_SURELY = BRINGING.verb("sure", CASE_WINDOW)

# Opening the urn
OPENING = Room("cases", no_moderator)
NOTED = OPENING.verb("noted")
OPEN = OPENING.verb("open", CASE_WINDOW)
LOSING = Room("cases", not_to_open)
LOST = LOSING.verb("lost", CASE_WINDOW)
VOID = LOSING.verb("void", CASE_WINDOW)
KEEP = LOSING.verb("keep", CASE_WINDOW)

# Reading and deciding
READING = Room("cases", not_yours)
LIST = READING.verb("list", COMMUNITY)
SEE = READING.verb("case", CASE)
ORIGINAL = READING.verb("original", CASE)
DEEDS: Final = {deed: READING.verb(deed.value, CASE, choice(Standing), MEETING) for deed in Deed}
"""With the state in which the case was offered."""

# The vote
VOTING = Room("cases", not_now)
PUT = VOTING.verb("put", MEETING)
FINISH = VOTING.verb("finish", MEETING)
FIRST = VOTING.verb("first", CASE)
VOTE = Room("vote", not_a_member).verb("for", CASE)
