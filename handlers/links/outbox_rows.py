"""Leaves offers of other communities, and their posts, in the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from storage import releases
from storage.communities import Chat
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.links.offered import Offered, _posters, still_open
from storage.members import Person
from storage.releases import Offer, Release

OFFER = "link_offer"
"""The outbox kind of what each moderator and monitoring lead of a community is offered."""


POST = "link_post"
"""The outbox kind of the post in the group."""


POSTED = "link_posted"
"""The outbox kind by which the others who were offered it hear that it is posted."""


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


def key(kind: str, offer_id: int | None, person_id: int | None) -> str:
    """The outbox key of what one person hears of an offer."""
    return f"{kind}:{offer_id}:{person_id}"


def put_post(session: Session, found: Offered, chat: Chat, poster: Person, at: datetime) -> None:
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
