"""`/overview`: how all communities stand, for coordinators, as a text and as a picture."""

import asyncio
from collections.abc import Callable
from functools import partial

from sqlmodel import Session

from bot.rules.communities import Zone
from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.screens import Button, Document, Screen
from handlers.overview import page, views
from handlers.overview.access import Sight, look
from handlers.overview.chart_data import chart
from handlers.overview.chart_png import drawn
from storage import overview

LARGE = 2
"""How many times as large as in the chat the picture is in the file for a report."""


async def on_command(context: Context) -> None:
    """`/overview`: the text with its buttons, and the picture below it."""
    sight = await context.read(partial(look, now=context.now))
    await context.say(views.front(context.words, sight, context.now))
    if sight.overview.running:
        await context.say(await _picture(context, sight))


async def on_press(context: Context) -> None:
    """The buttons of the overview: asked each time whether it is a coordinator who presses."""
    words = context.words
    if not context.is_coordinator:
        await context.refuse(words("This command is for Brusano's coordinators."))
        return
    if context.verb == "file":
        await _send_file(context)
        return
    make = _VERBS.get(context.verb)
    if make is None:
        await context.refuse(words("This button no longer works. /help shows what does."))
        return
    screen = await context.read(partial(make, context=context))
    if screen is None:
        await context.refuse(
            words("This community no longer exists. /community shows which there are.")
        )
        return
    await context.answer()
    await context.show(screen)


async def _picture(context: Context, sight: Sight, *, is_file: bool = False) -> Screen:
    """The communities drawn, to look at, or as a file in which even print is sharp."""
    words = context.words
    content = await asyncio.to_thread(
        drawn, chart(words, sight.overview, context.now), LARGE if is_file else 1
    )
    local = context.now.astimezone(words.zone)
    name = f"overview-{local:%Y-%m-%d}.png"
    if is_file:
        return Screen("", document=Document(name, content))
    as_file = Button(
        f"📎 {words('As a file for a report')}", callback_data.pack(views.ROOM, "file")
    )
    return Screen("", ((as_file,),), Document(name, content, is_picture=True))


async def _send_file(context: Context) -> None:
    sight = await context.read(partial(look, now=context.now))
    await context.answer()
    if sight.overview.running:
        await context.say(await _picture(context, sight, is_file=True))


def _front(session: Session, context: Context) -> Screen:
    return views.front(context.words, look(session, context.now), context.now)


def _zone(session: Session, context: Context) -> Screen | None:
    asked = context.references[0] if context.references else ""
    zone = next((one for one in Zone if one.value == asked), None)
    if zone is None:
        return None
    found = overview.overview(session, context.now, zone)
    [seen] = (one for one in found.zones if one.zone is zone)
    return views.zone_page(context.words, seen, callback_data.number(context.references, 1))


def _needs(session: Session, context: Context) -> Screen:
    found = overview.overview(session, context.now)
    return views.needs_page(context.words, found, callback_data.number(context.references))


def _old(session: Session, context: Context) -> Screen:
    found = overview.overview(session, context.now)
    return views.archive_page(context.words, found, callback_data.number(context.references))


def _one(session: Session, context: Context) -> Screen | None:
    folder = page.look(session, callback_data.number(context.references), context.now)
    return page.screen(context.words, folder) if folder is not None else None


_VERBS: dict[str, Callable[..., Screen | None]] = {
    "front": _front,
    "zone": _zone,
    "needs": _needs,
    "old": _old,
    "one": _one,
}
