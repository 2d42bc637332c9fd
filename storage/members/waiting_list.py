"""Waiting lists: their order, and for whom free seats are kept."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules import members as rules
from storage.members import Waiting


def queue(session: Session, community_id: int) -> list[Waiting]:
    """Those who wait, first come first."""
    return list(
        session.exec(
            select(Waiting).where(Waiting.community_id == community_id).order_by(col(Waiting.id))
        )
    )


def place_of(session: Session, person_id: int | None, community_id: int) -> Waiting | None:
    """A person's place on the waiting list of a community."""
    return session.exec(
        select(Waiting).where(Waiting.person_id == person_id, Waiting.community_id == community_id)
    ).first()


def places_of(session: Session, person_id: int | None) -> list[Waiting]:
    """A person's places on all waiting lists."""
    return list(
        session.exec(
            select(Waiting).where(Waiting.person_id == person_id).order_by(col(Waiting.id))
        )
    )


def position(session: Session, place: Waiting) -> int:
    """The position of a place; the first is 1."""
    return [one.id for one in queue(session, place.community_id)].index(place.id) + 1


def may_take_seat(place: Waiting | None, now: datetime) -> bool:
    """Whether someone who waits may take a free seat now."""
    return place is not None and place.offered_at is not None and place.offered_at <= now


def number_kept_for_others(
    session: Session, person_id: int | None, community_id: int, now: datetime
) -> int:
    """The number of free seats kept for people other than this one."""
    places = queue(session, community_id)
    own = next((place for place in places if place.person_id == person_id), None)
    if may_take_seat(own, now):
        return 0
    ahead = places if own is None else places[: places.index(own)]
    return sum(rules.is_kept(place.offered_at, now) for place in ahead)
