"""Communities with people on their seats and meetings in their cycle, made without the bot."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, func, select

from bot.rules.meetings import Planned
from storage import communities, meetings, personal_data
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.members import Membership, Person, Seat

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)
SEAL = TextCipher(bytes(range(32)))


def data_of(session: Session, person_id: int | None, cipher: TextCipher = SEAL) -> dict[str, Any]:
    """What a person is told of themselves."""
    telegram_id = session.get_one(Person, person_id).telegram_id
    return personal_data.everything(session, telegram_id, cipher)


def found(session: Session, name: str) -> Community:
    """A new community."""
    community = Community(
        name=name,
        name_key=name.casefold(),
        zone="north",
        language="nl",
        group_token=communities.new_token(),
        founded_at=NOW,
    )
    session.add(community)
    session.flush()
    return community


def sit(
    session: Session, community: Community, *names: str, role: str = "member"
) -> list[Membership]:
    """People who share a new seat, the first of the turns first."""
    seat = Seat(community_id=community.id or 0)
    session.add(seat)
    session.flush()
    return [join(session, seat, name, turn, role) for turn, name in enumerate(names)]


def join(
    session: Session, seat: Seat, name: str, turn: int = 0, role: str = "member"
) -> Membership:
    """A new person on a seat that is there."""
    known = session.exec(select(func.count()).select_from(Person)).one()
    person = Person(telegram_id=900_100_100 + known, name=name)
    session.add(person)
    session.flush()
    membership = Membership(
        person_id=person.id or 0,
        community_id=seat.community_id,
        seat_id=seat.id or 0,
        role=role,
        turn_order=turn,
        agreement_version="1",
        accepted_at=NOW,
    )
    session.add(membership)
    session.flush()
    return membership


def plan(session: Session, community: Community, *days: int, cycle: int = 1) -> list[Meeting]:
    """Meetings of two hours, each so many days from NOW."""
    starts = [NOW + timedelta(days=day) for day in days]
    planned = [
        meetings.add(session, community.id or 0, cycle, Planned(start, start + TWO_HOURS), NOW)
        for start in starts
    ]
    meetings.renumber(session, community.id or 0)
    return planned
