"""Offers free seats to those who wait, and tells moderators of the waiting list."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from bot.rules import members as rules
from bot.rules.members import Role
from bot.rules.rhythm import next_allowed
from handlers.members.messages import PeopleWaiting, SeatOffered
from storage import members
from storage.core import outbox
from storage.core.columns import row_id
from storage.members import Waiting
from storage.members.waiting_list import place_of, queue
from storage.reminders.steps import Timing

GATHERING = timedelta(minutes=1)
"""Within which several things about the waiting list become one message for a moderator."""


def join(session: Session, person_id: int, community_id: int, now: datetime, timing: Timing) -> int:
    """Put a person on the waiting list, if they are not; the number of their place."""
    if place_of(session, person_id, community_id) is None:
        session.add(Waiting(person_id=person_id, community_id=community_id, since=now))
        session.flush()
        _tell_moderators(session, community_id, now)
        offer(session, community_id, now, timing)
    return [place.person_id for place in queue(session, community_id)].index(person_id) + 1


def leave(
    session: Session, person_id: int | None, community_id: int, now: datetime, timing: Timing
) -> None:
    """Take a person off the waiting list; who comes after them moves up."""
    place = place_of(session, person_id, community_id)
    if place is not None:
        outbox.withdraw(session, _offered(place).key())
        session.exec(delete(Waiting).where(col(Waiting.id) == place.id))
    offer(session, community_id, now, timing)


def offer(session: Session, community_id: int, now: datetime, timing: Timing) -> None:
    """Keep the free seats for who waits: each is asked when it is their turn, moderators at once.

    Called after every change of the seats or of the list.
    """
    places = queue(session, community_id)
    free = rules.free_seats(Role.MEMBER, members.seat_numbers(session, community_id))
    turns = rules.offers(
        free,
        [place.offered_at for place in places],
        now,
        lambda at: next_allowed(at, timing.quiet_hours, timing.timezone),
    )
    changed = [
        (place, at) for place, at in zip(places, turns, strict=True) if place.offered_at != at
    ]
    for place, at in changed:
        place.offered_at = at
        session.add(place)
        _ask(session, place)
    if any(at is not None and at <= now for _, at in changed):
        _tell_moderators(session, community_id, now)


def _ask(session: Session, place: Waiting) -> None:
    """Ask someone when their turn comes; a message planned for another moment is withdrawn."""
    if place.offered_at is None:
        outbox.withdraw(session, _offered(place).key())
        return
    outbox.renew(session, _offered(place), place.offered_at)


def _offered(place: Waiting) -> SeatOffered:
    return SeatOffered(place.person_id, place.community_id)


def _tell_moderators(session: Session, community_id: int, now: datetime) -> None:
    """Tell a moderator in one message of all changes to the list within a minute."""
    for moderator in members.with_role(session, community_id, Role.MODERATOR):
        outbox.gather(session, PeopleWaiting(row_id(moderator), community_id), now + GATHERING)
