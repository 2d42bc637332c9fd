"""Reads the facts of one community for the screens about themes, for those who lead it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.themes import Recurrence
from handlers.core.access import LEADING, membership
from handlers.core.context import Context
from handlers.themes import public as theming
from storage import meetings, members
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.themes.recurring import cycles, recurring


@dataclass(frozen=True, slots=True)
class Sight:
    """The themes of one cycle of a community by their recurrence, and what every theme is called.

    `planned` are the meetings of that cycle that stand; `earlier` other cycles with themes.
    """

    community: Community
    role: Role
    cycle: int
    earlier: tuple[int, ...]
    planned: tuple[Meeting, ...]
    found: tuple[Recurrence, ...]
    named: Mapping[str, str]

    @property
    def is_lead(self) -> bool:
        """Whether the requester is the monitoring lead, who may also change themes."""
        return self.role is Role.LEAD


def leading(session: Session, context: Context, community_id: int) -> Role | None:
    """In which role somebody leads a community at this moment; None when they don't."""
    own = membership(session, context, community_id, LEADING)
    return Role(own.role) if own is not None else None


def is_lead(session: Session, context: Context) -> bool:
    """Whether somebody is a monitoring lead at this moment: all share one list of themes."""
    own = members.memberships(session, context.sender.telegram_id)
    return any(one.role == Role.LEAD for one in own)


def look(
    session: Session, context: Context, community_id: int, cycle: int | None = None
) -> Sight | None:
    """The themes of a cycle, or of the latest with any; None for who does not lead there."""
    role = leading(session, context, community_id)
    community = session.get(Community, community_id) if role is not None else None
    if role is None or community is None:
        return None
    key = row_id(community)
    with_themes = cycles(session, key)
    latest = with_themes[0] if with_themes else meetings.latest_cycle(session, key)
    shown = cycle if cycle in with_themes else latest
    planned = meetings.of_cycle(session, key, shown)
    return Sight(
        community,
        role,
        shown,
        tuple(one for one in with_themes if one != shown),
        tuple(planned),
        recurring(session, key, shown),
        theming.names(session, context.words),
    )
