"""A seat that came free, kept for who waits: they are asked, and take it or give up their place."""

from functools import partial

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.core.screens import Screen
from handlers.members import free_seats, registration
from storage import communities, members
from storage.members import waiting_list


async def on_give_up(context: Context, community_id: int) -> None:
    """❌ gives up the place."""
    await context.write(partial(_give_up, context=context, community_id=community_id))
    await context.answer()
    await context.show(Screen(f"✅ {context.words('You are no longer on the waiting list.')}"))


async def on_take(context: Context, community_id: int) -> None:
    """✅ leads to the agreement, as every seat does."""
    draft = await context.write(partial(_begin, context=context, community_id=community_id))
    if draft is None:
        await context.refuse(
            context.words(
                "This seat is taken, or you no longer wait. "
                "Open your invitation link to see where you stand."
            )
        )
        return
    await context.answer()
    await forms.proceed(context, registration.FLOW, draft)


def _give_up(session: Session, context: Context, community_id: int) -> None:
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    if person is not None:
        free_seats.leave(session, person.id, community_id, context.now, context.services.settings)


def _begin(session: Session, context: Context, community_id: int) -> Draft | None:
    """The registration as it was given before, if a seat is kept for this person now."""
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    place = waiting_list.place_of(session, person.id, community_id) if person else None
    link = next(
        (i for i in communities.invitations(session, community_id) if i.role == Role.MEMBER), None
    )
    if person is None or link is None or not waiting_list.may_take_seat(place, context.now):
        return None
    return registration.draft_of(session, context, link, person)
