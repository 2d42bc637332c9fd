"""The buttons of registration, of the agreement asked again, of waiting lists and of `/members`."""

from bot.rules.frame import agreement_version
from handlers.core.arguments import COMMUNITY, LANGUAGE, MEMBERSHIP, PERSON, WORD
from handlers.core.callback_data import Room
from locales import Words


def not_in(words: Words) -> str:
    """Why somebody answers no agreement."""
    return words("You are no longer in this community.")


def not_yours(words: Words) -> str:
    """Why somebody answers for nobody else."""
    return words("This is for the moderators of the community.")


JOINING = Room("join")
CONTINUE = JOINING.verb("continue")
SPEAK = JOINING.verb("language", LANGUAGE)
REGISTER = JOINING.verb("agree", COMMUNITY.or_none(), WORD.or_else(agreement_version(0)))
"""Carries the version that was read; without one it is that of the default agreement."""

AGREEING = Room("agree", not_in)
READ = AGREEING.verb("read", MEMBERSHIP)
AGREE = AGREEING.verb("yes", MEMBERSHIP, WORD.or_else(""))
"""With the version that was read, for an older one can't be agreed to."""
DISAGREE = AGREEING.verb("no", MEMBERSHIP, WORD.or_else(""))
STOP = AGREEING.verb("stop", MEMBERSHIP)

WAITING = Room("seat")
TAKE_SEAT = WAITING.verb("take", COMMUNITY)
WAIT_NO_LONGER = WAITING.verb("no", COMMUNITY)

MEMBERS = Room("members", not_yours)
CHOOSE = MEMBERS.verb("choose", COMMUNITY)
FOR = MEMBERS.verb("for", COMMUNITY, PERSON)
