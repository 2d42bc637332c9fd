"""Offers of a release: to which communities it can go, and what posting it stores."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.rules.links import MAY_POST
from storage import library, themes
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem
from storage.links import subjects
from storage.members import Membership, Person
from storage.releases import Kind, Offer, Release
from storage.themes import Tagged


def _open_to(found: Release) -> list[ColumnElement[bool]]:
    """Conditions: communities that are not archived, not the origin, and not offered it before."""
    before = select(Offer.community_id).where(Offer.release_id == found.id)
    return [
        col(Community.archived_at).is_(None),
        col(Community.id) != found.community_id,
        col(Community.id).not_in(before),
    ]


def number_open_by_zone(session: Session, found: Release) -> dict[str, int]:
    """The number of communities that a release can still be offered to, by zone."""
    rows = session.exec(
        select(Community.zone, func.count()).where(*_open_to(found)).group_by(Community.zone)
    )
    return dict(rows.all())


def open_communities(session: Session, found: Release, zone: str) -> list[Community]:
    """The communities of a zone that a release can still be offered to, by name."""
    return list(
        session.exec(
            select(Community)
            .where(*_open_to(found), Community.zone == zone)
            .order_by(Community.name_key)
        )
    )


def still_open(session: Session, found: Release, chosen: Collection[int]) -> list[int]:
    """Those of these communities that a release can still be offered to."""
    rows = session.exec(select(Community.id).where(*_open_to(found), col(Community.id).in_(chosen)))
    return sorted(one for one in rows if one is not None)


def posters(session: Session, community_id: int) -> list[Person]:
    """Those of a community who may post what is offered to it, and can be written to."""
    return list(
        session.exec(
            select(Person)
            .join(Membership, col(Membership.person_id) == Person.id)
            .where(
                Membership.community_id == community_id,
                col(Membership.role).in_(MAY_POST),
                col(Person.is_reachable).is_(True),
            )
            .order_by(col(Person.id))
        )
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with its release, its origin and its receiver."""

    offer: Offer
    release: Release
    community: Community
    origin: Community


def read_offer(session: Session, offer_id: int | None) -> Offered | None:
    """An offer with its rows; None when one of them is gone."""
    found = session.get(Offer, offer_id) if offer_id is not None else None
    if found is None:
        return None
    release = session.get_one(Release, found.release_id)
    community = session.get_one(Community, found.community_id)
    return Offered(found, release, community, session.get_one(Community, release.community_id))


def take_over(
    session: Session, found: Offered, cipher: TextCipher, now: datetime
) -> LibraryItem | None:
    """Copy a released item into the library of the posting community; None for a passage."""
    from_origin = subjects.item_of(found.release, cipher)
    if from_origin is None:
        return None
    copy = library.share(session, from_origin, found.community.id or 0, None, now)
    tags = themes.tags(session, Tagged.ITEM, found.release.subject_id)
    library.tag(session, copy, tags, now)
    found.offer.item_id = copy.id
    session.add(found.offer)
    session.flush()
    return copy


def unpost(session: Session, offer_id: int | None, now: datetime) -> None:
    """Undo a post that reached no group: it is offered again, and the copy is deleted."""
    found = session.get(Offer, offer_id) if offer_id is not None else None
    if found is None:
        return
    copy = session.get(LibraryItem, found.item_id) if found.item_id is not None else None
    if copy is not None:
        library.withdraw(session, copy, now)
    found.posted_at = found.posted_by = found.item_id = None
    session.add(found)


def is_item(found: Release) -> bool:
    """Whether a release is of a library item."""
    return found.kind == Kind.ITEM
