"""`/overview`: how all communities stand, for coordinators, as a text and as a picture."""

import asyncio
from collections.abc import Callable
from functools import partial

from sqlmodel import Session

from bot.rules.communities import Zone
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button, Document, Screen
from handlers.overview import page, views
from handlers.overview.access import Sight, look
from handlers.overview.chart_data import chart
from handlers.overview.chart_png import drawn
from storage import overview

LARGE = 2
"""How many times as large as in the chat the picture is in the file for a report."""


async def on_command(visit: Visit) -> None:
    """`/overview`: the text with its buttons, and the picture below it."""
    sight = await visit.read(partial(look, now=visit.now))
    await visit.say(views.front(visit.words, sight, visit.now))
    if sight.overview.running:
        await visit.say(await _picture(visit, sight))


async def on_press(visit: Visit) -> None:
    """The buttons of the overview: asked each time whether it is a coordinator who presses."""
    words = visit.words
    if not visit.is_coordinator:
        await visit.refuse(words("This command is for Brusano's coordinators."))
        return
    if visit.verb == "file":
        await _send_file(visit)
        return
    make = _VERBS.get(visit.verb)
    if make is None:
        await visit.refuse(words("This button no longer works. /help shows what does."))
        return
    screen = await visit.read(partial(make, visit=visit))
    if screen is None:
        await visit.refuse(
            words("This community no longer exists. /community shows which there are.")
        )
        return
    await visit.pop_up()
    await visit.show(screen)


async def _picture(visit: Visit, sight: Sight, *, is_file: bool = False) -> Screen:
    """The communities drawn, to look at, or as a file in which even print is sharp."""
    words = visit.words
    content = await asyncio.to_thread(
        drawn, chart(words, sight.overview, visit.now), LARGE if is_file else 1
    )
    local = visit.now.astimezone(words.zone)
    name = f"overview-{local:%Y-%m-%d}.png"
    if is_file:
        return Screen("", document=Document(name, content))
    as_file = Button(
        f"📎 {words('As a file for a report')}", callback_data.pack(views.ROOM, "file")
    )
    return Screen("", ((as_file,),), Document(name, content, is_picture=True))


async def _send_file(visit: Visit) -> None:
    sight = await visit.read(partial(look, now=visit.now))
    await visit.pop_up()
    if sight.overview.running:
        await visit.say(await _picture(visit, sight, is_file=True))


def _front(session: Session, visit: Visit) -> Screen:
    return views.front(visit.words, look(session, visit.now), visit.now)


def _zone(session: Session, visit: Visit) -> Screen | None:
    asked = visit.references[0] if visit.references else ""
    zone = next((one for one in Zone if one.value == asked), None)
    if zone is None:
        return None
    found = overview.overview(session, visit.now, zone)
    [seen] = (one for one in found.zones if one.zone is zone)
    return views.zone_page(visit.words, seen, callback_data.number(visit.references, 1))


def _needs(session: Session, visit: Visit) -> Screen:
    found = overview.overview(session, visit.now)
    return views.needs_page(visit.words, found, callback_data.number(visit.references))


def _old(session: Session, visit: Visit) -> Screen:
    found = overview.overview(session, visit.now)
    return views.archive_page(visit.words, found, callback_data.number(visit.references))


def _one(session: Session, visit: Visit) -> Screen | None:
    folder = page.look(session, callback_data.number(visit.references), visit.now)
    return page.screen(visit.words, folder) if folder is not None else None


_VERBS: dict[str, Callable[..., Screen | None]] = {
    "front": _front,
    "zone": _zone,
    "needs": _needs,
    "old": _old,
    "one": _one,
}
