"""Presses on the buttons of a hand-over; what each may do is read again from the database."""

from functools import partial

from sqlmodel import Session

from bot.rules import handover as rules
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.handover import overview
from handlers.handover.access import own
from handlers.handover.verbs import gone
from storage import members
from storage.handover import items
from storage.handover.items import OpenItem


async def on_later(context: Context, handover_id: int) -> None:
    """🕓: the question comes again later today."""
    await _on_put_off(context, handover_id, later_today=True)


async def on_tomorrow(context: Context, handover_id: int) -> None:
    """🗓: the question comes again tomorrow."""
    await _on_put_off(context, handover_id, later_today=False)


async def _on_put_off(context: Context, handover_id: int, *, later_today: bool) -> None:
    put_off = partial(_put_off, context=context, handover_id=handover_id, later_today=later_today)
    is_put_off = await context.write(put_off)
    words = context.words
    if is_put_off is None:
        await context.refuse(gone(context.words))
    elif is_put_off:
        # The message may say more than this question, and therefore stays.
        await context.answer(f"✅ {words.plain('Fine, I will ask again. Until then: /handover.')}")
    else:
        await context.answer(f"✅ {words.plain('This note was sent. /handover shows it.')}")


def _put_off(
    session: Session, context: Context, handover_id: int, *, later_today: bool
) -> bool | None:
    """Whether it was put off; False when the note was sent, None when it is not this person's."""
    mine = own(session, context, handover_id)
    if mine is None or not mine.is_author:
        return None
    if mine.found.written_at is not None:
        return False
    timing = context.services.settings
    mine.found.ask_at = rules.put_off(
        context.now, timing.quiet_hours, timing.timezone, later_today=later_today
    )
    session.add(mine.found)
    return True


async def on_tick(context: Context, item_id: int, is_done: bool, community_id: int) -> None:
    """Tick an item off, or take the tick back, and draw anew what it was pressed on."""

    def act(session: Session) -> Screen | None:
        if not _tick(session, context, item_id, is_done=is_done):
            return None
        told = context.words("Ticked off. /handover shows what is still open.")
        return _redrawn(session, context, community_id, item_id) or Screen(f"✅ {told}")

    screen = await context.write(act)
    if screen is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    await context.show(screen)


async def on_done(context: Context, item_id: int, is_done: bool, _community_id: int) -> None:
    """Tick an item off in a message that holds more than the list, and therefore stays."""
    tick = partial(_tick, context=context, item_id=item_id, is_done=is_done)
    if not await context.write(tick):
        await context.refuse(gone(context.words))
        return
    await context.answer(
        f"✅ {context.words.plain('Ticked off. /handover shows what is still open.')}"
    )


def _tick(session: Session, context: Context, item_id: int, *, is_done: bool) -> bool:
    """Tick the item, if it is the requester's; False if it is not."""
    item = session.get(OpenItem, item_id)
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    if item is None or person is None or person.id not in (item.author_id, item.reader_id):
        return False
    items.tick(session, item, context.now, done=is_done)
    return True


def _redrawn(session: Session, context: Context, community_id: int, item_id: int) -> Screen | None:
    """The list of a community, with its ticks as they are now."""
    here = membership(session, context, community_id)
    return overview.screen(session, context, here, item_id) if here is not None else None
