"""Presses on the buttons of the library; what each may do is read again from the database."""

from dataclasses import replace
from functools import partial
from html import escape

from sqlmodel import Session
from telegram.error import BadRequest

from handlers.core.context import Context
from handlers.core.screens import Document, Screen, lines
from handlers.library.access import seen
from handlers.library.verbs import BACK, DROPPED, gone
from handlers.library.views import home_button, item_screen, told_of
from storage import library, releases
from storage.library import Told


async def on_item(context: Context, item_id: int, community_id: int) -> None:
    """An item of a list, below the list: it stays, to open another."""
    await on_back(replace(context, keeps_message=True), item_id, community_id)


async def on_back(context: Context, item_id: int, community_id: int) -> None:
    """The item in place of what was asked about it."""
    screen = await context.read(partial(_item, context=context, of=(item_id, community_id)))
    if screen is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    await context.show(screen)


def _item(session: Session, context: Context, of: tuple[int, int]) -> Screen | None:
    mine = seen(session, context, *of)
    return item_screen(session, context, mine) if mine is not None else None


async def on_file(context: Context, item_id: int, community_id: int) -> None:
    """📎: the document, as Telegram has it."""
    told = await context.read(partial(_told, context=context, of=(item_id, community_id)))
    if told is None or not told.file_id:
        await context.refuse(gone(context.words))
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


def _told(session: Session, context: Context, of: tuple[int, int]) -> Told | None:
    mine = seen(session, context, *of)
    return told_of(context.words, mine.item) if mine is not None else None


async def on_drop(context: Context, item_id: int, community_id: int) -> None:
    """🗑: ask once more."""
    found = await context.read(partial(_to_withdraw, context=context, of=(item_id, community_id)))
    if found is None:
        await context.refuse(gone(context.words))
        return
    told, is_elsewhere = found
    await context.answer()
    words = context.words
    text = lines(
        words("Take <b>{title}</b> out of the library?", title=told.title),
        words("How trying it went is erased with it."),
        words("What other communities took over stays with them.") if is_elsewhere else None,
    )
    rows = (
        (DROPPED.button(f"🗑 {words('Withdraw')}", item_id, community_id),),
        (BACK.button(f"⬅️ {words('Back')}", item_id, community_id),),
    )
    await context.show(Screen(text, rows))


def _to_withdraw(
    session: Session, context: Context, of: tuple[int, int]
) -> tuple[Told, bool] | None:
    """The item to be deleted, and whether another community has posted it."""
    mine = seen(session, context, *of)
    if mine is None or not mine.may_withdraw:
        return None
    released = releases.of_subject(session, releases.Kind.ITEM, mine.item_id)
    is_elsewhere = released is not None and releases.is_posted(session, released)
    return told_of(context.words, mine.item), is_elsewhere


async def on_dropped(context: Context, item_id: int, community_id: int) -> None:
    """🗑 once more: the item goes."""
    key = await context.write(partial(_dropped, context=context, of=(item_id, community_id)))
    if key is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    done = context.words("Withdrawn. Nothing of it is kept.")
    await context.show(Screen(f"✅ {done}", ((home_button(context.words, key),),)))


def _dropped(session: Session, context: Context, of: tuple[int, int]) -> int | None:
    """The community whose library lost it; None when it is not this person's to withdraw."""
    mine = seen(session, context, *of)
    if mine is None or not mine.may_withdraw:
        return None
    library.withdraw(session, mine.item, context.now)
    return mine.community_id
