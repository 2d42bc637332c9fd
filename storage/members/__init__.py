"""People, seats, memberships, waiting lists, and who was seen in a group chat."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from bot.rules.communities import SEATS
from bot.rules.members import PERSON_NAME_LIMIT
from storage import communities
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, telegram_id


class Person(SQLModel, table=True):
    """Someone who chose a language or registered. `language` is what they chose, if they did."""

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=telegram_id(unique=True))
    name: str = ""
    profession: str = ""
    sector: str = ""
    organisation: str = ""
    language: str | None = None
    language_code: str | None = Field(default=None, description="as Telegram last told it")
    is_reachable: bool = True


class Seat(SQLModel, table=True):
    """A place in a community, numbered from 1; the lead's and the user's have no number."""

    __table_args__ = (UniqueConstraint("community_id", "number"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id"))
    number: int | None = Field(default=None, ge=1, le=SEATS)


class Membership(SQLModel, table=True):
    """A person in a community, on a seat, with the version of the agreement they accepted.

    On a duo's seat `turn_order` is 0 for the odd meetings, 1 for the even ones. `accepted_cycle` is
    the last cycle they accepted, `declined_version` the last version of the agreement they
    declined; empty when they never did.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "community_id"),
        UniqueConstraint("seat_id", "turn_order"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=belongs_to("person.id"))
    community_id: int = Field(sa_column=belongs_to("community.id"))
    seat_id: int = Field(sa_column=belongs_to("seat.id"))
    role: str
    turn_order: int = 0
    agreement_version: str
    accepted_at: datetime = Field(sa_column=instant())
    accepted_cycle: int = 1
    declined_version: str = ""


class Waiting(SQLModel, table=True):
    """Someone who waits for a seat, in order of arrival."""

    __table_args__ = (UniqueConstraint("person_id", "community_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=belongs_to("person.id"))
    community_id: int = Field(sa_column=belongs_to("community.id"))
    since: datetime = Field(sa_column=instant())
    offered_at: datetime | None = Field(
        default=None,
        sa_column=instant(nullable=True),
        description="from when they may take a seat that came free; None while none is",
    )


class Present(SQLModel, table=True):
    """A person seen in a group chat; a stranger when they have no membership."""

    chat_id: int = Field(
        sa_column=Column(ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True)
    )
    telegram_id: int = Field(primary_key=True, sa_type=telegram_id().type)
    shown_name: str


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with their membership."""

    person: Person
    membership: Membership


def person_by_telegram_id(session: Session, person_telegram_id: int) -> Person | None:
    """The person with this Telegram id."""
    return session.exec(select(Person).where(Person.telegram_id == person_telegram_id)).first()


def get_or_add_person(
    session: Session, person_telegram_id: int, language_code: str | None
) -> Person:
    """The person with this Telegram id; added if not known yet."""
    person = person_by_telegram_id(session, person_telegram_id)
    if person is None:
        person = Person(telegram_id=person_telegram_id)
    person.language_code = language_code or person.language_code
    session.add(person)
    session.flush()
    return person


def seated(session: Session, community_id: int) -> list[Seated]:
    """Everyone in a community by seat: moderators first, partners of a duo together."""
    rows = session.exec(
        select(Person, Membership)
        .join(Membership, col(Membership.person_id) == Person.id)
        .join(Seat, col(Seat.id) == Membership.seat_id)
        .where(Membership.community_id == community_id)
        .order_by(
            col(Seat.number).is_(None), col(Seat.number), col(Seat.id), col(Membership.turn_order)
        )
    )
    return [Seated(person, membership) for person, membership in rows]


def with_role(session: Session, community_id: int, role: str) -> list[Person]:
    """The people with this role in a community."""
    return [s.person for s in seated(session, community_id) if s.membership.role == role]


def membership(session: Session, person_id: int | None, community_id: int) -> Membership | None:
    """The membership of a person in a community."""
    return session.exec(
        select(Membership).where(
            Membership.person_id == person_id, Membership.community_id == community_id
        )
    ).first()


def memberships(session: Session, person_telegram_id: int) -> list[Membership]:
    """All memberships of the person with this Telegram id, oldest first."""
    return list(
        session.exec(
            select(Membership)
            .join(Person, col(Person.id) == Membership.person_id)
            .where(Person.telegram_id == person_telegram_id)
            .order_by(col(Membership.id))
        )
    )


def group_language(session: Session, person_id: int | None) -> str | None:
    """The language of a person's oldest community; None when they are in none."""
    first = session.exec(
        select(Membership.community_id)
        .where(Membership.person_id == person_id)
        .order_by(col(Membership.id))
    ).first()
    return communities.first_language(session, first)


def on_seat(session: Session, seat_id: int) -> list[Seated]:
    """The one or two people on a seat, in turn order."""
    rows = session.exec(
        select(Person, Membership)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.seat_id == seat_id)
        .order_by(col(Membership.turn_order))
    )
    return [Seated(person, membership) for person, membership in rows]


def seat_numbers(session: Session, community_id: int) -> frozenset[int]:
    """The numbers of the taken seats."""
    numbers = session.exec(select(Seat.number).where(Seat.community_id == community_id))
    return frozenset(number for number in numbers if number is not None)


def waiting(session: Session, community_id: int) -> list[Person]:
    """Those who wait for a seat, first come first."""
    return list(
        session.exec(
            select(Person)
            .join(Waiting, col(Waiting.person_id) == Person.id)
            .where(Waiting.community_id == community_id)
            .order_by(col(Waiting.id))
        )
    )


def strangers(session: Session, chat_id: int, community_id: int) -> list[Present]:
    """People seen in the group chat who are not registered in its community."""
    registered = (
        select(Person.telegram_id)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.community_id == community_id)
    )
    return list(
        session.exec(
            select(Present).where(
                Present.chat_id == chat_id, col(Present.telegram_id).not_in(registered)
            )
        )
    )


def leave(session: Session, gone: Membership) -> None:
    """End a membership; an empty seat is deleted."""
    session.delete(gone)
    session.flush()
    if not on_seat(session, gone.seat_id):
        session.exec(delete(Seat).where(col(Seat.id) == gone.seat_id))


def is_unreachable(session: Session, person_telegram_id: int) -> bool:
    """Whether a person is marked as unreachable."""
    found = select(Person.is_reachable).where(Person.telegram_id == person_telegram_id)
    return session.exec(found).first() is False


def mark_reachable(session: Session, person_telegram_id: int, *, yes: bool) -> None:
    """Store whether a person can be reached: they may have blocked the bot."""
    person = person_by_telegram_id(session, person_telegram_id)
    if person is not None and person.is_reachable != yes:
        person.is_reachable = yes
        session.add(person)


def note_present(session: Session, chat_id: int, person_telegram_id: int, shown_name: str) -> None:
    """Store that a person is in the group chat."""
    present = session.get(Present, (chat_id, person_telegram_id))
    if present is None:
        present = Present(chat_id=chat_id, telegram_id=person_telegram_id, shown_name="")
    present.shown_name = shown_name
    session.add(present)


def not_seen_yet(session: Session, chat_telegram_id: int, people: Collection[int]) -> set[int]:
    """Those of these who were not seen in this group chat yet; empty for an unknown chat."""
    chat = communities.chat_by_telegram_id(session, chat_telegram_id)
    if chat is None:
        return set()
    seen = session.exec(
        select(Present.telegram_id).where(
            Present.chat_id == chat.id, col(Present.telegram_id).in_(people)
        )
    )
    return set(people) - set(seen)


def note_seen(session: Session, chat_telegram_id: int, seen: Mapping[int, str]) -> None:
    """Store people who did something in a group chat: shown name by Telegram id."""
    chat = communities.chat_by_telegram_id(session, chat_telegram_id)
    if chat is None:
        return
    for key, shown_name in seen.items():
        note_present(session, chat.id or 0, key, shown_name[:PERSON_NAME_LIMIT])


def number_present(session: Session, chat_id: int) -> int:
    """The number of people seen in a group chat."""
    counted = select(func.count()).select_from(Present).where(Present.chat_id == chat_id)
    return session.exec(counted).one()


def forget_present(session: Session, chat_id: int) -> None:
    """Delete who was seen: the community uses another group chat."""
    session.exec(delete(Present).where(col(Present.chat_id) == chat_id))


def is_present(session: Session, chat_id: int | None, person_telegram_id: int) -> bool:
    """Whether a person was seen in the group chat."""
    return session.get(Present, (chat_id, person_telegram_id)) is not None


def note_left(session: Session, chat_id: int, person_telegram_id: int) -> None:
    """Store that a person left the group chat."""
    session.exec(
        delete(Present).where(
            col(Present.chat_id) == chat_id, col(Present.telegram_id) == person_telegram_id
        )
    )


def communities_of(session: Session, person_telegram_id: int) -> set[int]:
    """The communities a person is in or waits for."""
    person = person_by_telegram_id(session, person_telegram_id)
    waited = select(Waiting.community_id).where(Waiting.person_id == (person.id if person else 0))
    return {
        *(membership.community_id for membership in memberships(session, person_telegram_id)),
        *session.exec(waited),
    }


def numbers_by_seat(session: Session, community_id: int) -> dict[int, int | None]:
    """The numbers of the seats of a community by id; None for seats without a number."""
    rows = session.exec(select(Seat).where(Seat.community_id == community_id))
    return {row.id or 0: row.number for row in rows}
