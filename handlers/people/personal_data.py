"""`/mydata` and `/forget`: show a person all data kept about them, and erase it."""

import json
from datetime import datetime
from functools import partial

from sqlmodel import Session

from handlers.core import menus
from handlers.core.context import Context
from handlers.core.screens import Document, Screen, paragraphs
from handlers.duos.public import leave as end_membership
from handlers.members.public import offer_free_seats
from handlers.people.verbs import FORGET, FORGET_NOTHING
from handlers.prompts.public import take_back_all_answers
from storage import members, personal_data

FILE = "mydata.json"


async def on_mydata(context: Context) -> None:
    """`/mydata`: send everything kept about the person, as a JSON file."""
    telegram_id, cipher = context.sender.telegram_id, context.services.cipher
    data = await context.read(
        partial(personal_data.everything, person_telegram_id=telegram_id, cipher=cipher)
    )
    content = json.dumps(data, indent=2, ensure_ascii=False).encode()
    text = context.words("This is all that I keep about you. /forget erases it.")
    await context.say(Screen(text, document=Document(FILE, content)))


async def on_forget(context: Context) -> None:
    """`/forget`: ask for a confirmation; nothing is erased yet."""
    words = context.words
    text = paragraphs(
        words("Shall I erase everything that I keep about you?"),
        words("You then leave your community and give up your place in it.")
        if context.requester.memberships
        else None,
        words("This can't be undone."),
    )
    row = (
        FORGET.button(f"✅ {words('Erase everything')}"),
        FORGET_NOTHING.button(f"❌ {words('Keep it')}"),
    )
    await context.say(Screen(text, (row,)))


async def on_erase(context: Context) -> None:
    """✅: erase everything; a second press finds nothing left and answers the same."""
    await context.write(partial(_erase, context=context))
    await context.answer()
    text = context.words(
        "Everything about you is erased. You can still delete our chat in Telegram."
    )
    await context.show(Screen(f"✅ {text}"))


async def on_keep(context: Context) -> None:
    """❌: erase nothing, and say so."""
    await context.answer()
    await context.show(Screen(context.words("Nothing was erased.")))


def _erase(session: Session, context: Context) -> None:
    """Erase everything; offer the seats that become free to the waiting list."""
    telegram_id = context.sender.telegram_id
    had_menu = menus.has_own(context)
    community_ids = members.communities_of(session, telegram_id)
    forget(session, telegram_id, context.now)
    for community_id in community_ids:
        offer_free_seats(session, community_id, context.now, context.services.settings)
    if had_menu:
        menus.change(session, telegram_id, context.now)


def forget(session: Session, telegram_id: int, now: datetime) -> None:
    """Erase everything about a person.

    First withdraws their answers to prompts and ends their memberships, so that group posts, cards
    and duo partners are updated.
    """
    person = members.person_by_telegram_id(session, telegram_id)
    if person is not None:
        take_back_all_answers(session, person.id, now)
    for membership in members.memberships(session, telegram_id):
        end_membership(session, membership, now)
    personal_data.erase(session, telegram_id)
