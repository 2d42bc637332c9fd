"""Who may export which harvest: coordinators all, moderators that of their own communities."""

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Services
from storage import members


def exportable_communities(
    session: Session, services: Services, telegram_id: int
) -> frozenset[int] | None:
    """Return the ids of the communities whose harvest a person may export; None means all."""
    if telegram_id in services.settings.coordinators:
        return None
    own = members.memberships(session, telegram_id)
    return frozenset(one.community_id for one in own if one.role == Role.MODERATOR)


def may_export(
    session: Session, services: Services, telegram_id: int, community_id: int | None
) -> bool:
    """Whether a person may export this community's harvest now; `None` asks for that of all."""
    allowed = exportable_communities(session, services, telegram_id)
    return allowed is None or community_id in allowed
