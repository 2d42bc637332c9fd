"""Messages after a registration: the welcome, the new partner, the waiting list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message, reader
from handlers.core.screens import Button, Row, Screen, paragraphs
from handlers.members.waiting_list import offer, seat_rows
from locales import Words
from storage import communities, members
from storage.communities import Chat, Community
from storage.core.outbox_kind import ToPerson
from storage.members import Membership, Person, waiting_list


@dataclass(frozen=True, slots=True)
class Welcome(ToPerson, Rendered):
    """🎉 for someone who is in now."""

    name = "welcome"
    key_format = "welcome:{membership_id}"
    membership_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The welcome, with the link into the group chat."""
        found = reader(session, self.person_id, services.locales)
        membership = session.get(Membership, self.membership_id)
        if found is None or membership is None:
            return Dropped.GONE
        _, words = found
        community = session.get(Community, membership.community_id)
        name = community.name if community else ""
        chat = communities.chat_of(session, membership.community_id)
        text = paragraphs(
            f"🎉 {words('You are registered in {name}.', name=name)}",
            _your_place(words, membership.role, has_partner=_has_partner(session, membership)),
            words("/agenda shows the meetings, /todo what you still owe, /help everything else."),
        )
        return new_message(words, Screen(text, _join_rows(words, chat)))


def _has_partner(session: Session, membership: Membership) -> bool:
    return len(members.on_seat(session, membership.seat_id)) > 1


def _your_place(words: Words, role: str, *, has_partner: bool) -> str | None:
    if role == Role.MODERATOR:
        return words("You are a moderator: /plan sets the meetings, /members shows who is in.")
    if has_partner:
        return words("You share a seat and take turns: /duo shows whose turn it is.")
    if role == Role.MEMBER:
        return words("Do you share your seat with a colleague? /duo makes you a duo.")
    return None


def _join_rows(words: Words, chat: Chat | None) -> tuple[Row, ...]:
    if chat is None or chat.join_link is None:
        return ()
    return ((Button(words("Ask to join the group"), url=chat.join_link),),)


@dataclass(frozen=True, slots=True)
class PartnerCame(ToPerson, Rendered):
    """For the person who made a duo's link: the partner has registered."""

    name = "partner"
    key_format = "partner:{membership_id}"
    membership_id: int
    """The id of the partner."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The partner."""
        found = reader(session, self.person_id, services.locales)
        membership = session.get(Membership, self.membership_id)
        partner = session.get(Person, membership.person_id) if membership else None
        if found is None or partner is None:
            return Dropped.GONE
        _, words = found
        text = words(
            "{name} now shares your seat. You take turns; /duo shows whose it is.",
            name=partner.name,
        )
        return new_message(words, Screen(f"✅ {text}"))


@dataclass(frozen=True, slots=True)
class PeopleWaiting(ToPerson, Rendered):
    """For a moderator: people wait for a seat."""

    name = "waiting"
    key_format = "waiting:{community_id}:{person_id}"
    community_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """How many, and whom a free seat is offered to."""
        found = reader(session, self.person_id, services.locales)
        community = session.get(Community, self.community_id)
        if found is None or community is None:
            return Dropped.GONE
        _, words = found
        number = len(members.waiting(session, community.id or 0))
        if number == 0:
            return Dropped.OUTDATED
        asked = ", ".join(_asked(session, community.id or 0, services.now()))
        free = words("A seat is free. I asked who may take it: {names}.", names=asked)
        text = words.plural(
            "{number} person waits for a seat in {name}. /members shows who.",
            "{number} people wait for a seat in {name}. /members shows who.",
            number,
            name=community.name,
        )
        return new_message(words, Screen(paragraphs(text, free if asked else None)))


def _asked(session: Session, community_id: int, now: datetime) -> Iterator[str]:
    """The names of those who wait and may take a free seat."""
    for place in waiting_list.queue(session, community_id):
        person = session.get(Person, place.person_id)
        if person is not None and waiting_list.may_take_seat(place, now):
            yield person.name


@dataclass(frozen=True, slots=True)
class SeatOffered(ToPerson, Rendered):
    """For someone who waits: a seat came free, and is kept for them for some days."""

    name = "seat"
    key_format = "seat:{community_id}:{person_id}"
    community_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The offer, as long as it is open."""
        found = reader(session, self.person_id, services.locales)
        community = session.get(Community, self.community_id)
        place = waiting_list.place_of(session, self.person_id, self.community_id)
        if found is None or community is None or place is None or place.offered_at is None:
            return Dropped.GONE
        _, words = found
        text = paragraphs(*offer(words, community, place, services.now()))
        return new_message(words, Screen(text, seat_rows(words, community)))


@dataclass(frozen=True, slots=True)
class MembershipEnded(ToPerson, Rendered):
    """For those who did not accept a new cycle: they are no longer a member."""

    name = "membership_ended"
    key_format = "membership_ended:{community_id}:{cycle}:{person_id}"
    community_id: int
    cycle: int

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """How it came, unless they are in again."""
        found = reader(session, self.person_id, services.locales)
        community = session.get(Community, self.community_id)
        if found is None or community is None or community.id is None:
            return Dropped.GONE
        person, words = found
        if members.membership(session, person.id, community.id) is not None:
            return Dropped.OUTDATED
        text = paragraphs(
            words(
                "The new cycle of {name} has begun, and you did not say that you go on. "
                "So your seat is free again.",
                name=community.name,
            ),
            words(
                "Thank you for having been there. To come back, ask a moderator for an invitation."
            ),
        )
        return new_message(words, Screen(text))


OUTBOX_KINDS: Final = (Welcome, PartnerCame, PeopleWaiting, SeatOffered, MembershipEnded)
