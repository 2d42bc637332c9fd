"""Presses on the buttons of the library; what each may do is read again from the database."""

from dataclasses import replace
from functools import partial
from html import escape

from sqlmodel import Session
from telegram.error import BadRequest

from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.screens import Button, Document, Screen, lines
from handlers.library import overview, share, trials
from handlers.library.access import gone, pressed
from handlers.library.views import ROOM, home_button, item_screen, told_of
from storage import library, releases
from storage.library import Told


async def on_press(context: Context) -> None:
    """Find what the button does."""
    acts = {
        "home": overview.on_home,
        "list": overview.on_list,
        "find": overview.on_find,
        "item": _on_item,
        "back": _on_back,
        "file": _on_file,
        "share": share.on_share,
        "change": share.on_change,
        "tick": share.on_tick,
        "themes": share.on_themes,
        "save": share.on_save,
        "try": trials.on_try,
        "went": trials.on_went,
        "untried": trials.on_untried,
        trials.SURE: trials.on_sure,
        "drop": _on_drop,
        "dropped": _on_dropped,
    }
    act = acts.get(context.verb)
    if act is None:
        await context.answer()
    else:
        await act(context)


async def _on_item(context: Context) -> None:
    """An item of a list, below the list: it stays, to open another."""
    await _on_back(replace(context, keeps_message=True))


async def _on_back(context: Context) -> None:
    """The item in place of what was asked about it."""
    screen = await context.read(partial(_item, context=context))
    if screen is None:
        await context.refuse(gone(context))
        return
    await context.answer()
    await context.show(screen)


def _item(session: Session, context: Context) -> Screen | None:
    mine = pressed(session, context)
    return item_screen(session, context, mine) if mine is not None else None


async def _on_file(context: Context) -> None:
    """📎: the document, as Telegram has it."""
    told = await context.read(partial(_told, context=context))
    if told is None or not told.file_id:
        await context.refuse(gone(context))
        return
    await context.answer()
    try:
        file = Document(told.file_name, file_id=told.file_id)
        await context.say(Screen(escape(told.title, quote=False), document=file))
    except BadRequest:
        await context.refuse(
            context.words(
                "Telegram no longer gives me this document. "
                "Whoever shared it can send it again with ✏️."
            )
        )


def _told(session: Session, context: Context) -> Told | None:
    mine = pressed(session, context)
    return told_of(context.words, mine.item) if mine is not None else None


async def _on_drop(context: Context) -> None:
    """🗑: ask once more."""
    found = await context.read(partial(_to_withdraw, context=context))
    if found is None:
        await context.refuse(gone(context))
        return
    told, is_elsewhere = found
    await context.answer()
    words, here = context.words, tuple(context.references[:2])
    text = lines(
        words("Take <b>{title}</b> out of the library?", title=told.title),
        words("How trying it went is erased with it."),
        words("What other communities took over stays with them.") if is_elsewhere else None,
    )
    rows = (
        (Button(f"🗑 {words('Withdraw')}", callback_data.pack(ROOM, "dropped", *here)),),
        (Button(f"⬅️ {words('Back')}", callback_data.pack(ROOM, "back", *here)),),
    )
    await context.show(Screen(text, rows))


def _to_withdraw(session: Session, context: Context) -> tuple[Told, bool] | None:
    """What would go, and whether another community has posted it."""
    mine = pressed(session, context)
    if mine is None or not mine.may_withdraw:
        return None
    released = releases.of_subject(session, releases.Kind.ITEM, mine.item_id)
    is_elsewhere = released is not None and releases.is_posted(session, released)
    return told_of(context.words, mine.item), is_elsewhere


async def _on_dropped(context: Context) -> None:
    """🗑 once more: the item goes."""
    key = await context.write(partial(_dropped, context=context))
    if key is None:
        await context.refuse(gone(context))
        return
    await context.answer()
    done = context.words("Withdrawn. Nothing of it is kept.")
    await context.show(Screen(f"✅ {done}", ((home_button(context.words, key),),)))


def _dropped(session: Session, context: Context) -> int | None:
    """The community whose library lost it; None when it is not this person's to withdraw."""
    mine = pressed(session, context)
    if mine is None or not mine.may_withdraw:
        return None
    library.withdraw(session, mine.item, context.now)
    return mine.community_id
