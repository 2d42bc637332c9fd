"""Presses on the buttons of the library; what each may do is read again from the database."""

from dataclasses import replace
from functools import partial
from html import escape

from sqlmodel import Session
from telegram.error import BadRequest

from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button, Document, Screen, lines
from handlers.library import overview, share, trials
from handlers.library.access import gone, pressed
from handlers.library.views import ROOM, home_button, item_screen, told_of
from storage import library, links
from storage.library import Told


async def on_press(visit: Visit) -> None:
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
    act = acts.get(visit.verb)
    if act is None:
        await visit.pop_up()
    else:
        await act(visit)


async def _on_item(visit: Visit) -> None:
    """An item of a list, below the list: it stays, to open another."""
    await _on_back(replace(visit, keeps_message=True))


async def _on_back(visit: Visit) -> None:
    """The item in place of what was asked about it."""
    screen = await visit.read(partial(_item, visit=visit))
    if screen is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    await visit.show(screen)


def _item(session: Session, visit: Visit) -> Screen | None:
    mine = pressed(session, visit)
    return item_screen(session, visit, mine) if mine is not None else None


async def _on_file(visit: Visit) -> None:
    """📎: the document, as Telegram has it."""
    told = await visit.read(partial(_told, visit=visit))
    if told is None or not told.file_id:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    try:
        file = Document(told.file_name, file_id=told.file_id)
        await visit.say(Screen(escape(told.title, quote=False), document=file))
    except BadRequest:
        await visit.refuse(
            visit.words(
                "Telegram no longer gives me this document. "
                "Whoever shared it can send it again with ✏️."
            )
        )


def _told(session: Session, visit: Visit) -> Told | None:
    mine = pressed(session, visit)
    return told_of(visit.words, mine.item) if mine is not None else None


async def _on_drop(visit: Visit) -> None:
    """🗑: ask once more."""
    found = await visit.read(partial(_to_withdraw, visit=visit))
    if found is None:
        await visit.refuse(gone(visit))
        return
    told, is_elsewhere = found
    await visit.pop_up()
    words, here = visit.words, tuple(visit.references[:2])
    text = lines(
        words("Take <b>{title}</b> out of the library?", title=told.title),
        words("How trying it went is erased with it."),
        words("What other communities took over stays with them.") if is_elsewhere else None,
    )
    rows = (
        (Button(f"🗑 {words('Withdraw')}", callback_data.pack(ROOM, "dropped", *here)),),
        (Button(f"⬅️ {words('Back')}", callback_data.pack(ROOM, "back", *here)),),
    )
    await visit.show(Screen(text, rows))


def _to_withdraw(session: Session, visit: Visit) -> tuple[Told, bool] | None:
    """What would go, and whether another community has posted it."""
    mine = pressed(session, visit)
    if mine is None or not mine.may_withdraw:
        return None
    released = links.of_subject(session, links.Kind.ITEM, mine.item_id)
    is_elsewhere = released is not None and links.is_posted(session, released)
    return told_of(visit.words, mine.item), is_elsewhere


async def _on_dropped(visit: Visit) -> None:
    """🗑 once more: the item goes."""
    key = await visit.write(partial(_dropped, visit=visit))
    if key is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    done = visit.words("Withdrawn. Nothing of it is kept.")
    await visit.show(Screen(f"✅ {done}", ((home_button(visit.words, key),),)))


def _dropped(session: Session, visit: Visit) -> int | None:
    """The community whose library lost it; None when it is not this person's to withdraw."""
    mine = pressed(session, visit)
    if mine is None or not mine.may_withdraw:
        return None
    library.withdraw(session, mine.item, visit.now)
    return mine.community_id
