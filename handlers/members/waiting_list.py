"""A place on a waiting list as every room shows it; the room `seat` takes the presses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules.members import SEAT_KEPT_FOR
from handlers.core.screens import Row, lines
from handlers.members.verbs import TAKE_SEAT, WAIT_NO_LONGER
from locales import Words
from storage import members
from storage.communities import Community
from storage.core.columns import row_id
from storage.members import Waiting, waiting_list


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a person on a waiting list, as HTML; with buttons if they may take a seat."""

    text: str
    rows: tuple[Row, ...] = ()


def places(session: Session, telegram_id: int, words: Words, now: datetime) -> Iterator[Place]:
    """All the waiting lists that someone is on."""
    person = members.person_by_telegram_id(session, telegram_id)
    for place in waiting_list.places_of(session, person.id) if person else ():
        community = session.get(Community, place.community_id)
        if community is None:
            continue
        if waiting_list.may_take_seat(place, now):
            yield Place(lines(*offer(words, community, place, now)), seat_rows(words, community))
        else:
            yield Place(
                words(
                    "You are number {place} on the waiting list of {name}.",
                    place=waiting_list.position(session, place),
                    name=community.name,
                )
            )


def offer(words: Words, community: Community, place: Waiting, now: datetime) -> Iterator[str]:
    """That a seat is free, and until when it is kept for them."""
    yield words("A seat is free in {name}, and you are the next who waits.", name=community.name)
    until = place.offered_at + SEAT_KEPT_FOR if place.offered_at else now
    if until > now:
        yield words(
            "I keep it for you until {day} at {time}; after that I ask the next one too.",
            day=words.day(until),
            time=words.time(until),
        )


def seat_rows(words: Words, community: Community) -> tuple[Row, ...]:
    """✅ takes the seat, ❌ gives up the place."""
    take = TAKE_SEAT.button(f"✅ {words('Take the seat')}", row_id(community))
    give_up = WAIT_NO_LONGER.button(f"❌ {words('I no longer wait')}", row_id(community))
    return (take,), (give_up,)
