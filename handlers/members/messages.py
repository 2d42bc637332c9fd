"""What is said of a registration later: the welcome, the partner who came, who waits."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage, new_message, reader
from handlers.core.screens import Button, Row, Screen, paragraphs
from locales import Words
from storage import communities, members
from storage.communities import Chat, Community
from storage.core.outbox import Outgoing
from storage.members import Membership, Person, waiting_list


def render_welcome(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """🎉 for someone who is in now, with the way into the group chat."""
    found = reader(session, row, services.locales)
    membership = session.get(Membership, row.payload["membership"])
    if found is None or membership is None:
        return None
    _, words = found
    community = session.get(Community, membership.community_id)
    chat = communities.chat_of(session, membership.community_id)
    text = paragraphs(
        f"🎉 {words('You are registered in {name}.', name=community.name if community else '')}",
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


def render_partner(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For who made a duo's link: the partner is in."""
    found = reader(session, row, services.locales)
    membership = session.get(Membership, row.payload["membership"])
    partner = session.get(Person, membership.person_id) if membership else None
    if found is None or partner is None:
        return None
    _, words = found
    text = words(
        "{name} now shares your seat. You take turns; /duo shows whose it is.", name=partner.name
    )
    return new_message(words, Screen(f"✅ {text}"))


def render_waiting(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For a moderator: people wait for a seat."""
    found = reader(session, row, services.locales)
    community = session.get(Community, row.payload["community"])
    if found is None or community is None:
        return None
    _, words = found
    number = len(members.waiting(session, community.id or 0))
    if number == 0:
        return None
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
        if person is not None and waiting_list.is_asked(place, now):
            yield person.name
