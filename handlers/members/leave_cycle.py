"""❌ when a new cycle begins: asked once more, then the seat is free."""

from sqlmodel import Session

from bot.rules import closing as rules
from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.screens import Screen, paragraphs
from handlers.members import renewal
from handlers.members.verbs import READ, STOP
from storage.communities import Community
from storage.core.columns import row_id
from storage.members import Membership, consent


def may_stop(session: Session, own: Membership) -> bool:
    """Whether ❌ ends the membership: a new cycle begins, and others can go on without them."""
    return consent.is_awaited(session, own) and rules.must_accept(Role(own.role))


def ask_to_stop(session: Session, context: Context, own: Membership) -> Screen:
    """Do you stop?"""
    words = context.words
    text = paragraphs(
        title(session.get(Community, own.community_id)),
        words("Do you stop? Then you are no longer in the community, and your seat is free."),
    )
    row = (
        STOP.button(f"✅ {words('I stop')}", row_id(own)),
        READ.button(f"❌ {words('Not yet')}", row_id(own)),
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
