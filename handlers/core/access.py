"""Which roles somebody holds in a community, and whom a command or a button serves."""

from collections.abc import Collection

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.routes import COORDINATING, SERVED, Who
from storage import members
from storage.members import Membership

EVERY_ROLE = frozenset(Role)
MODERATOR = SERVED[Who.MODERATOR]
LEAD = SERVED[Who.LEAD]
LEADING = SERVED[Who.LEADING]


def membership(
    session: Session,
    context: Context,
    community_id: int | None,
    roles: Collection[Role] = EVERY_ROLE,
) -> Membership | None:
    """The visitor's membership of a community, as it is now; None without one of these roles.

    Rooms ask this of what a button names, in the transaction that reads it: buttons can be forged
    and forwarded, and roles change.
    """
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    return membership_of(session, person.id if person else None, community_id, roles)


def membership_of(
    session: Session,
    person_id: int | None,
    community_id: int | None,
    roles: Collection[Role] = EVERY_ROLE,
) -> Membership | None:
    """The same of any person."""
    if person_id is None or community_id is None:
        return None
    own = members.membership(session, person_id, community_id)
    return own if own is not None and own.role in roles else None


def serving(context: Context, who: Who) -> list[Membership]:
    """The visitor's memberships that a command may be about: here, with the right role."""
    here = context.requester.community_here
    return [
        membership
        for membership in context.requester.memberships
        if (context.is_private or membership.community_id == here)
        and (who not in SERVED or membership.role in SERVED[who])
    ]


def is_served(context: Context, who: Who) -> bool:
    """Whether the visitor holds somewhere the role that a row is for."""
    if who is Who.ANYONE or (context.is_coordinator and who in COORDINATING):
        return True
    roles = {membership.role for membership in context.requester.memberships}
    return who is not Who.COORDINATOR and bool(roles & SERVED[who] if who in SERVED else roles)


def not_for_you(context: Context, who: Who) -> str:
    """Why a command or a button does nothing for the visitor."""
    if who is Who.COORDINATOR:
        return context.words("This command is for Brusano's coordinators.")
    if who in (Who.MODERATOR, Who.FOLLOWING):
        return context.words("This command is for the moderators of the community.")
    if who is Who.LEAD:
        return context.words("This command is for the monitoring lead of the community.")
    if who is Who.LEADING:
        return context.words(
            "This command is for the moderators and the monitoring lead of the community."
        )
    if context.is_private:
        return context.words(
            "You are not registered in a community. Ask a moderator or Brusano for an invitation."
        )
    return context.words("You are not registered in this community.")
