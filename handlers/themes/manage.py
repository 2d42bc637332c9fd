"""The themes that were added: which there are, and for who added them ✏️ and 🗑."""

from functools import partial
from html import escape

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.forms import Draft
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.themes import add
from handlers.themes.access import is_lead
from handlers.themes.views import ROOM
from storage import members, themes
from storage.themes import Theme, listed
from storage.themes.listed import Listing


async def on_own(visit: Visit) -> None:
    """The list, in a message of its own."""
    screen = await visit.read(partial(_screen, visit=visit))
    if screen is None:
        await visit.refuse(add.not_yours(visit.words))
        return
    await visit.pop_up()
    await visit.say(screen)


def _screen(session: Session, visit: Visit) -> Screen | None:
    if not is_lead(session, visit):
        return None
    words = visit.words
    person = members.person_at(session, visit.sender.telegram_id)
    added = themes.own(session)
    free = [
        one
        for one in added
        if listed.is_theirs(one, person.id if person else None) and not listed.is_used(session, one)
    ]
    named = [f"• {escape(' · '.join(one.names), quote=False)}" for one in added]
    text = paragraphs(
        f"🏷 <b>{words('Themes that were added')}</b>",
        lines(*named) or words("None yet."),
        words("You can change those that you added and that nothing carries yet.")
        if added
        else None,
    )
    rows = tuple(
        (
            Button(f"✏️ {one.names[0]}", callback_data.pack(ROOM, "rename", one.id or 0)),
            Button(f"🗑 {one.names[0]}", callback_data.pack(ROOM, "remove", one.id or 0)),
        )
        for one in free
    )
    new = (Button(f"➕ {words('Add a theme')}", callback_data.pack(ROOM, "new")),)
    return Screen(text, (*rows, new))


async def on_rename(visit: Visit) -> None:
    """✏️: its names in the form, to be changed one by one."""
    theme_id = callback_data.number(visit.references)
    found = await visit.read(partial(_names_of, theme_id=theme_id))
    if found is None:
        await visit.refuse(visit.words("This theme is no longer on the list."))
        return
    await add.begin(visit, draft=Draft(found, facts={add.THEME: theme_id}))


def _names_of(session: Session, theme_id: int | None) -> dict[str, str] | None:
    theme = session.get(Theme, theme_id) if theme_id is not None else None
    return dict(zip(("nl", "fr", "en"), theme.names, strict=True)) if theme else None


async def on_remove(visit: Visit) -> None:
    """🗑: take it off the list while nothing carries it; pressed again, it is gone all the same."""
    theme_id = callback_data.number(visit.references)
    done = await visit.write(partial(_remove, visit=visit, theme_id=theme_id))
    if done is not Listing.DONE:
        await visit.refuse(add.refusal(visit.words, done))
        return
    await visit.pop_up(f"✅ {visit.words.plain('The theme is off the list.')}")
    screen = await visit.read(partial(_screen, visit=visit))
    if screen is not None:
        await visit.show(screen)


def _remove(session: Session, visit: Visit, theme_id: int | None) -> Listing:
    person = members.person_at(session, visit.sender.telegram_id)
    if person is None or not is_lead(session, visit):
        return Listing.NOT_YOURS
    theme = session.get(Theme, theme_id) if theme_id is not None else None
    return listed.remove(session, theme, person.id) if theme is not None else Listing.DONE
