"""Leaves offers of other communities, and their posts, in the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from handlers.links.messages import LinkOffer, LinkPost, LinkPosted
from storage import releases
from storage.communities import Chat
from storage.core import outbox
from storage.core.columns import row_id
from storage.links.offered import Offered, posters, still_open
from storage.members import Person
from storage.releases import Offer, Release


def offer(
    session: Session, found: Release, chosen: Collection[int], now: datetime, at: datetime
) -> list[Offer]:
    """Offer a release to communities, and leave it from `at` on for who may post it there."""
    fresh = releases.offer(session, found, still_open(session, found, chosen), now)
    for one in fresh:
        for person in posters(session, one.community_id):
            outbox.put(session, LinkOffer(row_id(person), row_id(one)), at)
    return fresh


def put_post(session: Session, found: Offered, chat: Chat, poster: Person, at: datetime) -> None:
    """Leave the post for the group, and the word that it is posted for the others who may."""
    offer_id = row_id(found.offer)
    outbox.renew(session, LinkPost(row_id(chat), offer_id), at)
    for person in posters(session, found.community.id or 0):
        before = outbox.by_key(session, LinkOffer(row_id(person), offer_id).key())
        if person.id == poster.id or before is None:
            continue
        if before.state == outbox.DUE:
            outbox.withdraw(session, before.key)
            continue
        outbox.renew(session, LinkPosted(row_id(person), offer_id), at)
