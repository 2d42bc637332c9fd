"""To which communities a release can be offered, whom that reaches, and what posting it leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.rules.links import MAY_POST
from storage import library, members, releases, themes
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem
from storage.links import subjects
from storage.members import Membership, Person
from storage.releases import Kind, Offer, Release
from storage.themes import Tagged

OFFER = "link_offer"
"""The outbox kind of what each moderator and monitoring lead of a community is offered."""

POST = "link_post"
"""The outbox kind of the post in the group."""

POSTED = "link_posted"
"""The outbox kind by which the others who were offered it hear that it is posted."""


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


def offer(
    session: Session, found: Release, chosen: Collection[int], now: datetime, at: datetime
) -> list[Offer]:
    """Offer a release to communities, and leave it from `at` on for who may post it there."""
    fresh = releases.offer(session, found, still_open(session, found, chosen), now)
    for one in fresh:
        for person in _posters(session, one.community_id):
            row = Outgoing(
                key=key(OFFER, one.id, person.id),
                kind=OFFER,
                person_id=person.id,
                payload={"offer": one.id},
                due_at=at,
            )
            outbox.put(session, row)
    return fresh


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


def key(kind: str, offer_id: int | None, person_id: int | None) -> str:
    """The outbox key of what one person hears of an offer."""
    return f"{kind}:{offer_id}:{person_id}"


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


def leave_post(session: Session, found: Offered, chat: Chat, poster: Person, at: datetime) -> None:
    """Leave the post for the group, and the word that it is posted for the others who may."""
    payload = {"offer": found.offer.id}
    post = Outgoing(
        key=f"{POST}:{found.offer.id}", kind=POST, chat_id=chat.id, payload=payload, due_at=at
    )
    outbox.renew(session, post)
    for person in _posters(session, found.community.id or 0):
        before = outbox.by_key(session, key(OFFER, found.offer.id, person.id))
        if person.id == poster.id or before is None:
            continue
        if before.state == outbox.DUE:
            outbox.withdraw(session, before.key)
            continue
        row = Outgoing(
            key=key(POSTED, found.offer.id, person.id),
            kind=POSTED,
            person_id=person.id,
            payload=payload,
            due_at=at,
        )
        outbox.renew(session, row)


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
