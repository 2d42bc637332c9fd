"""The themes that were added: which there are, and for who added them ✏️ and 🗑."""

from functools import partial
from html import escape

from sqlmodel import Session

from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.core.screens import Screen, lines, paragraphs
from handlers.themes import add
from handlers.themes.access import is_lead
from handlers.themes.verbs import NEW, REMOVE, RENAME, not_yours
from storage import members, themes
from storage.core.columns import row_id
from storage.themes import Theme, listed
from storage.themes.listed import Listing


async def on_own(context: Context) -> None:
    """The list, in a message of its own."""
    screen = await context.read(partial(_screen, context=context))
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.say(screen)


def _screen(session: Session, context: Context) -> Screen | None:
    if not is_lead(session, context):
        return None
    words = context.words
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    added = themes.added(session)
    free = [
        one
        for one in added
        if listed.is_theirs(one, person.id if person else None) and not listed.is_used(session, one)
    ]
    named = [f"• {escape(' · '.join(one.names.values()), quote=False)}" for one in added]
    text = paragraphs(
        f"🏷 <b>{words('Themes that were added')}</b>",
        lines(*named) or words("None yet."),
        words("You can change those that you added and that nothing carries yet.")
        if added
        else None,
    )
    rows = tuple(
        (
            RENAME.button(f"✏️ {one.name_in(words.language)}", row_id(one)),
            REMOVE.button(f"🗑 {one.name_in(words.language)}", row_id(one)),
        )
        for one in free
    )
    new = (NEW.button(f"➕ {words('Add a theme')}"),)
    return Screen(text, (*rows, new))


async def on_rename(context: Context, theme_id: int) -> None:
    """✏️: its names in the form, to be changed one by one."""
    found = await context.read(partial(_names_of, theme_id=theme_id))
    if found is None:
        await context.refuse(context.words("This theme is no longer on the list."))
        return
    await add.begin(context, draft=Draft(found, facts={add.THEME: theme_id}))


def _names_of(session: Session, theme_id: int) -> dict[str, str] | None:
    theme = session.get(Theme, theme_id)
    return dict(theme.names) if theme else None


async def on_remove(context: Context, theme_id: int) -> None:
    """🗑: take it off the list while nothing carries it; pressed again, it is gone all the same."""
    done = await context.write(partial(_remove, context=context, theme_id=theme_id))
    if done is not Listing.DONE:
        await context.refuse(add.refusal(context.words, done))
        return
    await context.answer(f"✅ {context.words.plain('The theme is off the list.')}")
    screen = await context.read(partial(_screen, context=context))
    if screen is not None:
        await context.show(screen)


def _remove(session: Session, context: Context, theme_id: int) -> Listing:
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    if person is None or not is_lead(session, context):
        return Listing.NOT_YOURS
    theme = session.get(Theme, theme_id)
    return listed.remove(session, theme, person.id) if theme is not None else Listing.DONE
