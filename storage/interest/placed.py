"""People who were placed in a community and have not registered there yet."""

from collections.abc import Collection
from typing import Final

from sqlmodel import Session, col, func, select

from bot.rules.communities import Zone
from storage.interest import Interest

CHOOSING: Final = {zone: f"founding_{zone.value}" for zone in Zone}
"""The topics under which the groups are kept that a coordinator is putting together."""

FOUNDED: Final = "founded"
"""The topic under which is noted what a coordinator founded last: confirmed again, it is shown."""


def number_placed(session: Session, community_id: int) -> int:
    """How many there are, also with expired invitations."""
    counted = select(func.count()).where(Interest.community_id == community_id)
    return session.exec(counted).one()


def in_community(session: Session, community_id: int, most: int) -> list[Interest]:
    """The people placed in a community, up to a limit, in order of placement."""
    return list(
        session.exec(
            select(Interest)
            .where(Interest.community_id == community_id)
            .order_by(col(Interest.placed_at), col(Interest.id))
            .limit(most)
        )
    )


def by_id(session: Session, keys: Collection[int]) -> dict[int, Interest]:
    """The interest rows with these ids, by id."""
    found = session.exec(select(Interest).where(col(Interest.id).in_(keys)))
    return {one.id or 0: one for one in found}
