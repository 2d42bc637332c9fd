"""Who may have which harvest: coordinators all, moderators that of their own communities."""

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Services
from storage import members


def within_reach(session: Session, services: Services, telegram_id: int) -> frozenset[int] | None:
    """The communities whose harvest somebody may have at this moment; None for all of them."""
    if telegram_id in services.settings.coordinators:
        return None
    own = members.memberships(session, telegram_id)
    return frozenset(one.community_id for one in own if one.role == Role.MODERATOR)


def may_have(
    session: Session, services: Services, telegram_id: int, community_id: int | None
) -> bool:
    """Whether somebody may have this harvest at this moment; without a community, that of all."""
    among = within_reach(session, services, telegram_id)
    return among is None or community_id in among
