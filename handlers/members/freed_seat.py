"""A seat that came free, kept for who waits: they are asked, and take it or give up their place."""

from functools import partial

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core import callback_data, forms
from handlers.core.context import House, Visit
from handlers.core.forms import Draft
from handlers.core.outgoing import Parcel, parcel, reader
from handlers.core.screens import Screen, paragraphs
from handlers.members import registration
from handlers.members.waiting_list import offer, seat_rows
from storage import communities, members
from storage.communities import Community
from storage.core.outbox import Outgoing
from storage.members import waiting_list


def compose_seat(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For someone who waits: a seat came free, and is kept for them for some days."""
    found = reader(session, row, house.locales)
    community = session.get(Community, row.payload["community"])
    place = waiting_list.of(session, row.person_id, row.payload["community"])
    if found is None or community is None or place is None or place.offered_at is None:
        return None
    _, words = found
    text = paragraphs(*offer(words, community, place, house.now()))
    return parcel(words, Screen(text, seat_rows(words, community)))


async def on_press(visit: Visit) -> None:
    """✅ leads to the agreement, as every seat does; ❌ gives up the place."""
    community_id = callback_data.number(visit.references) or 0
    if visit.verb == "no":
        await visit.write(partial(_give_up, visit=visit, community_id=community_id))
        await visit.pop_up()
        await visit.show(Screen(f"✅ {visit.words('You are no longer on the waiting list.')}"))
        return
    draft = await visit.write(partial(_begin, visit=visit, community_id=community_id))
    if draft is None:
        await visit.refuse(
            visit.words(
                "This seat is taken, or you no longer wait. "
                "Open your invitation link to see where you stand."
            )
        )
        return
    await visit.pop_up()
    await forms.proceed(visit, registration.TALK, draft)


def _give_up(session: Session, visit: Visit, community_id: int) -> None:
    person = members.person_at(session, visit.sender.telegram_id)
    if person is not None:
        waiting_list.leave(session, person.id, community_id, visit.now, visit.house.settings)


def _begin(session: Session, visit: Visit, community_id: int) -> Draft | None:
    """The registration as it was given before, if a seat is kept for this person now."""
    person = members.person_at(session, visit.sender.telegram_id)
    place = waiting_list.of(session, person.id, community_id) if person else None
    link = next(
        (i for i in communities.invitations(session, community_id) if i.role == Role.MEMBER), None
    )
    if person is None or link is None or not waiting_list.is_asked(place, visit.now):
        return None
    return registration.draft_of(session, visit, link, person)
