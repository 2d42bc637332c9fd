"""Interest in counts and by pages, for coordinators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, not_, or_, select, true

from bot.rules import interest as of_interest
from bot.rules import members as rules
from bot.rules.members import Role
from storage import members
from storage.communities import Community, Invitation
from storage.interest import Interest
from storage.members import waiting_list as waiting_lists


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many wait to be placed, have an open invitation, or neither.

    The others did not open theirs in time, or somebody else did.
    """

    waiting: int = 0
    invited: int = 0
    lapsed: int = 0

    @property
    def all(self) -> int:
        """The number of all."""
        return self.waiting + self.invited + self.lapsed


def _in_zone(zone: str | None) -> ColumnElement[bool]:
    return true() if zone is None else col(Interest.zone) == zone


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)


def numbers_by_zone(session: Session, now: datetime) -> dict[str, Numbers]:
    """The numbers of each zone that has any."""
    waits = col(Interest.community_id).is_(None)
    is_open = and_(not_(waits), _is_open(now))
    rows = session.exec(
        select(
            Interest.zone,
            func.count().filter(waits),
            func.count().filter(is_open),
            func.count(),
        )
        .join(Invitation, col(Invitation.token) == Interest.invitation, isouter=True)
        .group_by(Interest.zone)
    )
    return {
        zone: Numbers(waiting, invited, total - waiting - invited)
        for zone, waiting, invited, total in rows
    }


def numbers_by_source(session: Session, most: int) -> list[tuple[str, int]]:
    """The links by which people came and how many, most first, without direct ones."""
    return list(
        session.exec(
            select(Interest.source, func.count())
            .where(Interest.source != "")
            .group_by(Interest.source)
            .order_by(func.count().desc(), Interest.source)
            .limit(most)
        )
    )


def number_by_source(session: Session, source: str) -> int:
    """How many people came by this link."""
    return session.exec(select(func.count()).where(Interest.source == source)).one()


def numbers_by_sector(session: Session, zone: str | None) -> dict[str, int]:
    """How many people work in each sector."""
    rows = session.exec(
        select(Interest.sector, func.count()).where(_in_zone(zone)).group_by(Interest.sector)
    )
    return dict(rows.all())


def numbers_by_profession(session: Session, zone: str | None) -> dict[str, int]:
    """How many people have each profession, as they wrote it."""
    rows = session.exec(
        select(Interest.profession, func.count())
        .where(_in_zone(zone))
        .group_by(Interest.profession)
    )
    return dict(rows.all())


def page(session: Session, zone: str | None, number: int, size: int) -> list[Interest]:
    """A page of people (the first is 0): those to be placed first, longest waiting first."""
    return list(
        session.exec(
            select(Interest)
            .where(_in_zone(zone))
            .order_by(col(Interest.community_id).is_not(None), col(Interest.id))
            .offset(number * size)
            .limit(size)
        )
    )


def numbers_announced(session: Session, at: datetime) -> dict[str, int]:
    """How many people in the news of this moment still wait, by zone."""
    rows = session.exec(
        select(Interest.zone, func.count())
        .where(Interest.announced_at == at, col(Interest.community_id).is_(None))
        .group_by(Interest.zone)
    )
    return dict(rows.all())


def page_of_communities(session: Session, zone: str, number: int, size: int) -> list[Community]:
    """A page of communities: those of this zone first, then the others, by name."""
    return list(
        session.exec(
            select(Community)
            .where(col(Community.archived_at).is_(None))
            .order_by(col(Community.zone) != zone, col(Community.name_key))
            .offset(number * size)
            .limit(size)
        )
    )


def number_invited(
    session: Session, community_id: int, now: datetime, but: int | None = None
) -> int:
    """How many people hold an open invitation into a community, without interest `but`."""
    return session.exec(
        select(func.count())
        .select_from(Interest)
        .join(Invitation, col(Invitation.token) == Interest.invitation)
        .where(
            Interest.community_id == community_id,
            _is_open(now),
            or_(but is None, col(Interest.id) != but),
        )
    ).one()


def number_of_places(
    session: Session, interest: Interest, community: Community, now: datetime
) -> int:
    """How many more people can be invited into a community."""
    community_id = community.id or 0
    return of_interest.places_left(
        rules.free_seats(Role.MEMBER, members.seat_numbers(session, community_id)),
        waiting_lists.number_kept_for_others(session, None, community_id, now),
        number_invited(session, community_id, now, but=interest.id),
    )


def number_of_communities(session: Session) -> int:
    """How many communities people can be placed in."""
    return session.exec(select(func.count()).where(col(Community.archived_at).is_(None))).one()
