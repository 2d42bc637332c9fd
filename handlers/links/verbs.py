"""The buttons of what communities release for each other."""

from dataclasses import replace

from sqlmodel import Session

from bot.rules.communities import Zone
from handlers.core.arguments import (
    COMMUNITY,
    FLAG,
    LIBRARY_ITEM,
    NUMBER,
    OFFER,
    PAGE,
    RELEASE,
    SUMMARY,
    WORD,
    choice,
)
from handlers.core.callback_data import Room
from locales import Words
from storage.releases import Kind


def gone(words: Words) -> str:
    """Why something is not released."""
    return words("This can't go to other communities, or is not yours to release.")


def not_yours(words: Words) -> str:
    """Why something that was offered is not posted."""
    return words("This is for who moderates or monitors that community.")


def _community_id(session: Session, kind: Kind, subject_id: int, *_rest: str) -> int | None:
    """Find the community of an object: the kind says which table the number refers to."""
    table = LIBRARY_ITEM if kind is Kind.ITEM else SUMMARY
    return table.refers_to.community_id(session, subject_id) if table.refers_to else None


# Of moderators: what may go to others. A part is named of a summary only.
RELEASING = Room("links", gone)
PARTS = RELEASING.verb("parts", SUMMARY)
LOOK = replace(
    RELEASING.verb("look", choice(Kind), NUMBER, WORD.or_else("")), also_of=_community_id
)
LET = replace(
    RELEASING.verb("let", choice(Kind), NUMBER, WORD.or_else(""), WORD), also_of=_community_id
)
"""With the mark of the text above it."""
TAKE = replace(
    RELEASING.verb("take", choice(Kind), NUMBER, WORD.or_else("")), also_of=_community_id
)

# Of moderators and the monitoring lead: what was offered
OFFERED = Room("links", not_yours)
SEE_OFFER = OFFERED.verb("offer", OFFER)
POST = OFFERED.verb("post", OFFER)
PASS = OFFERED.verb("pass", OFFER)

# Of coordinators
OFFERING = Room("links")
HOME = OFFERING.verb("home", PAGE)
ONE = OFFERING.verb("one", RELEASE)
TO = OFFERING.verb("to", RELEASE)
ZONE = OFFERING.verb("zone", RELEASE, choice(Zone), PAGE)
TICK = OFFERING.verb("tick", RELEASE, choice(Zone), NUMBER, COMMUNITY, FLAG)
EVERY = OFFERING.verb("every", RELEASE, choice(Zone), NUMBER)
SEND = OFFERING.verb("send", RELEASE, WORD)
"""With the mark of the communities that are ticked."""
