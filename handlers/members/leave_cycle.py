"""❌ when a new cycle begins: asked once more, then the seat is free."""

from sqlmodel import Session

from bot.rules import closing as rules
from bot.rules.members import Role
from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.screens import Button, Screen, paragraphs
from storage.closing import renewal
from storage.communities import Community
from storage.members import Membership

ROOM = "agree"
STOP = "stop"


def may_stop(session: Session, own: Membership) -> bool:
    """Whether ❌ ends the membership: a new cycle begins, and others can go on without them."""
    return renewal.is_awaited(session, own) and rules.must_accept(Role(own.role))


def ask_to_stop(session: Session, context: Context, own: Membership) -> Screen:
    """Do you stop?"""
    words = context.words
    text = paragraphs(
        title(session.get(Community, own.community_id)),
        words("Do you stop? Then you are no longer in the community, and your seat is free."),
    )
    row = (
        Button(f"✅ {words('I stop')}", callback_data.pack(ROOM, STOP, own.id or 0)),
        Button(f"❌ {words('Not yet')}", callback_data.pack(ROOM, "read", own.id or 0)),
    )
    return Screen(text, (row,))


def stop(session: Session, context: Context, own: Membership) -> Screen:
    """End the membership of who said twice that they stop."""
    words, community = context.words, session.get(Community, own.community_id)
    renewal.stop(session, own, context.services.settings, context.now)
    text = words(
        "You have left {name}. Thank you for having been there. "
        "To come back, ask a moderator for an invitation.",
        name=community.name if community else "",
    )
    return Screen(f"✅ {text}")
