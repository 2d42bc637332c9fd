"""Presses on the buttons of a hand-over; what each may do is read again from the database."""

from functools import partial

from sqlmodel import Session

from bot.rules import handover as rules
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Screen
from handlers.handover import overview, read, write
from handlers.handover.access import pressed
from handlers.handover.views import DONE, READ, SEEN, TICK
from storage import members
from storage.handover import items
from storage.handover.items import OpenItem


async def on_press(visit: Visit) -> None:
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
    act = acts.get(visit.verb)
    if act is None:
        await visit.pop_up()
    else:
        await act(visit)


async def _on_put_off(visit: Visit) -> None:
    """Later today, or tomorrow: the question comes again then."""
    is_put_off = await visit.write(partial(_put_off, visit=visit))
    words = visit.words
    if is_put_off is None:
        await visit.refuse(write.gone(visit))
    elif is_put_off:
        # The message may say more than this question, and therefore stays.
        await visit.pop_up(f"✅ {words.plain('Fine, I will ask again. Until then: /handover.')}")
    else:
        await visit.pop_up(f"✅ {words.plain('This note was sent. /handover shows it.')}")


def _put_off(session: Session, visit: Visit) -> bool | None:
    """Whether it was put off; False when the note was sent, None when it is not this person's."""
    mine = pressed(session, visit)
    if mine is None or not mine.is_author:
        return None
    if mine.found.written_at is not None:
        return False
    timing = visit.house.settings
    mine.found.ask_at = rules.put_off(
        visit.now, timing.quiet_hours, timing.timezone, later_today=visit.verb == "later"
    )
    session.add(mine.found)
    return True


async def _on_tick(visit: Visit) -> None:
    """Tick an item off, or take the tick back, and draw anew what it was pressed on."""
    screen = await visit.write(partial(_tick, visit=visit))
    if screen is None:
        await visit.refuse(write.gone(visit))
        return
    await visit.pop_up()
    await visit.show(screen)


async def _on_done(visit: Visit) -> None:
    """Tick an item off in a message that says more than the list, and therefore stays."""
    if await visit.write(partial(_tick, visit=visit)) is None:
        await visit.refuse(write.gone(visit))
        return
    await visit.pop_up(f"✅ {visit.words.plain('Ticked off. /handover shows what is still open.')}")


def _tick(session: Session, visit: Visit) -> Screen | None:
    item_id, done = (
        callback_data.number(visit.references),
        callback_data.number(visit.references, 1),
    )
    item = session.get(OpenItem, item_id) if item_id is not None else None
    person = members.person_at(session, visit.sender.telegram_id)
    if item is None or person is None or person.id not in (item.author_id, item.reader_id):
        return None
    items.tick(session, item, visit.now, done=bool(done))
    told = visit.words("Ticked off. /handover shows what is still open.")
    return _redrawn(session, visit) or Screen(f"✅ {told}")


def _redrawn(session: Session, visit: Visit) -> Screen | None:
    """The list of a community, with its ticks as they are now."""
    community_id = callback_data.number(visit.references, 2)
    person = members.person_at(session, visit.sender.telegram_id)
    own = members.membership(session, person.id if person else None, community_id or 0)
    item_id = callback_data.number(visit.references)
    return overview.screen(session, visit, own, item_id) if own is not None else None
