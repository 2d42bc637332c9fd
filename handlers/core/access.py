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
    """Read the requester's membership of a community; None without one of these roles.

    Rooms call this in the transaction that reads what a button names: buttons can be forged and
    forwarded, and roles change.
    """
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    return membership_of(session, person.id if person else None, community_id, roles)


def membership_of(
    session: Session,
    person_id: int | None,
    community_id: int | None,
    roles: Collection[Role] = EVERY_ROLE,
) -> Membership | None:
    """Read a person's membership of a community; None without one of these roles."""
    if person_id is None or community_id is None:
        return None
    own = members.membership(session, person_id, community_id)
    return own if own is not None and own.role in roles else None


def serving(context: Context, who: Who) -> list[Membership]:
    """List the requester's memberships with a role that `who` allows; in a group, of that group."""
    here = context.requester.community_here
    return [
        membership
        for membership in context.requester.memberships
        if (context.is_private or membership.community_id == here)
        and (who not in SERVED or membership.role in SERVED[who])
    ]


def is_served(context: Context, who: Who) -> bool:
    """Whether the requester holds a role that `who` allows, in any community."""
    if who is Who.ANYONE or (context.is_coordinator and who in COORDINATING):
        return True
    roles = {membership.role for membership in context.requester.memberships}
    return who is not Who.COORDINATOR and bool(roles & SERVED[who] if who in SERVED else roles)


def not_for_you(context: Context, who: Who) -> str:
    """The refusal for a requester without the role that `who` asks for."""
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
