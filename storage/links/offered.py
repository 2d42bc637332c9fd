"""To which communities a release can be offered, whom that reaches, and what posting it leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.rules.links import MAY_POST
from storage import library, members, themes
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem
from storage.links import subjects
from storage.members import Membership, Person
from storage.releases import Kind, Offer, Release
from storage.themes import Tagged


def _open_to(found: Release) -> list[ColumnElement[bool]]:
    """Communities that are not archived, not its own, and were not offered it before."""
    before = select(Offer.community_id).where(Offer.release_id == found.id)
    return [
        col(Community.archived_at).is_(None),
        col(Community.id) != found.community_id,
        col(Community.id).not_in(before),
    ]


def numbers(session: Session, found: Release) -> dict[str, int]:
    """How many communities of each zone a release can still be offered to."""
    rows = session.exec(
        select(Community.zone, func.count()).where(*_open_to(found)).group_by(Community.zone)
    )
    return dict(rows.all())


def choices(session: Session, found: Release, zone: str) -> list[Community]:
    """The communities of a zone to which a release can still be offered, by name."""
    return list(
        session.exec(
            select(Community)
            .where(*_open_to(found), Community.zone == zone)
            .order_by(Community.name_key)
        )
    )


def still_open(session: Session, found: Release, chosen: Collection[int]) -> list[int]:
    """Those of these communities to which a release can still be offered."""
    rows = session.exec(select(Community.id).where(*_open_to(found), col(Community.id).in_(chosen)))
    return sorted(one for one in rows if one is not None)


def _posters(session: Session, community_id: int) -> list[Person]:
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
    """An offer, what it offers, to whom, and from whom."""

    offer: Offer
    release: Release
    community: Community
    origin: Community


def offered(session: Session, offer_id: int | None) -> Offered | None:
    """An offer with all it speaks of; None when it is gone."""
    found = session.get(Offer, offer_id) if offer_id is not None else None
    if found is None:
        return None
    release = session.get_one(Release, found.release_id)
    community = session.get_one(Community, found.community_id)
    return Offered(found, release, community, session.get_one(Community, release.community_id))


def role(session: Session, community_id: int, person_telegram_id: int) -> str | None:
    """What someone is in a community at this moment."""
    person = members.person_at(session, person_telegram_id)
    own = members.membership(session, person.id, community_id) if person is not None else None
    return own.role if own is not None else None


def take_over(
    session: Session, found: Offered, cipher: TextCipher, now: datetime
) -> LibraryItem | None:
    """Put a released item into the library of the community that posts it; None of a passage."""
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
    """The group was not there: what was noted as posted is offered again, its copy goes."""
    found = session.get(Offer, offer_id) if offer_id is not None else None
    if found is None:
        return
    copy = session.get(LibraryItem, found.item_id) if found.item_id is not None else None
    if copy is not None:
        library.withdraw(session, copy, now)
    found.posted_at = found.posted_by = found.item_id = None
    session.add(found)


def is_item(found: Release) -> bool:
    """Whether a release is of something in a library."""
    return found.kind == Kind.ITEM
