"""Presses on the buttons of a hand-over; what each may do is read again from the database."""

from functools import partial

from sqlmodel import Session

from bot.rules import handover as rules
from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.handover import overview, read, write
from handlers.handover.access import pressed
from handlers.handover.views import DONE, READ, SEEN, TICK
from storage import members
from storage.handover import items
from storage.handover.items import OpenItem


async def on_press(context: Context) -> None:
    """Find what the button does."""
    acts = {
        "begin": write.on_begin,
        "later": _on_put_off,
        "tomorrow": _on_put_off,
        "send": write.on_send,
        "change": write.on_change,
        "open": read.on_open,
        READ: read.on_read,
        SEEN: read.on_read,
        "restate": read.on_restate,
        "ask": read.on_ask,
        "answer": read.on_answer,
        read.SURE: read.on_sure,
        TICK: _on_tick,
        DONE: _on_done,
    }
    act = acts.get(context.verb)
    if act is None:
        await context.answer()
    else:
        await act(context)


async def _on_put_off(context: Context) -> None:
    """Later today, or tomorrow: the question comes again then."""
    is_put_off = await context.write(partial(_put_off, context=context))
    words = context.words
    if is_put_off is None:
        await context.refuse(write.gone(context))
    elif is_put_off:
        # The message may say more than this question, and therefore stays.
        await context.answer(f"✅ {words.plain('Fine, I will ask again. Until then: /handover.')}")
    else:
        await context.answer(f"✅ {words.plain('This note was sent. /handover shows it.')}")


def _put_off(session: Session, context: Context) -> bool | None:
    """Whether it was put off; False when the note was sent, None when it is not this person's."""
    mine = pressed(session, context)
    if mine is None or not mine.is_author:
        return None
    if mine.found.written_at is not None:
        return False
    timing = context.services.settings
    mine.found.ask_at = rules.put_off(
        context.now, timing.quiet_hours, timing.timezone, later_today=context.verb == "later"
    )
    session.add(mine.found)
    return True


async def _on_tick(context: Context) -> None:
    """Tick an item off, or take the tick back, and draw anew what it was pressed on."""
    screen = await context.write(partial(_tick, context=context))
    if screen is None:
        await context.refuse(write.gone(context))
        return
    await context.answer()
    await context.show(screen)


async def _on_done(context: Context) -> None:
    """Tick an item off in a message that says more than the list, and therefore stays."""
    if await context.write(partial(_tick, context=context)) is None:
        await context.refuse(write.gone(context))
        return
    await context.answer(
        f"✅ {context.words.plain('Ticked off. /handover shows what is still open.')}"
    )


def _tick(session: Session, context: Context) -> Screen | None:
    item_id, done = (
        callback_data.number(context.references),
        callback_data.number(context.references, 1),
    )
    item = session.get(OpenItem, item_id) if item_id is not None else None
    person = members.person_at(session, context.sender.telegram_id)
    if item is None or person is None or person.id not in (item.author_id, item.reader_id):
        return None
    items.tick(session, item, context.now, done=bool(done))
    told = context.words("Ticked off. /handover shows what is still open.")
    return _redrawn(session, context) or Screen(f"✅ {told}")


def _redrawn(session: Session, context: Context) -> Screen | None:
    """The list of a community, with its ticks as they are now."""
    community_id = callback_data.number(context.references, 2)
    person = members.person_at(session, context.sender.telegram_id)
    own = members.membership(session, person.id if person else None, community_id or 0)
    item_id = callback_data.number(context.references)
    return overview.screen(session, context, own, item_id) if own is not None else None
