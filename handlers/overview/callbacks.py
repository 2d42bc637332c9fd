"""`/overview` and its buttons."""

import asyncio
from functools import partial

from bot.rules.communities import Zone
from handlers.core.context import Context
from handlers.core.screens import Document, Screen
from handlers.overview import page, views
from handlers.overview.access import Sight, look
from handlers.overview.chart_data import chart
from handlers.overview.chart_png import drawn
from handlers.overview.verbs import FILE
from storage import overview

LARGE = 2
"""How many times as large as in the chat the picture is in the file for a report."""


async def on_command(context: Context) -> None:
    """`/overview`: the text with its buttons, and the picture below it."""
    sight = await context.read(partial(look, now=context.now))
    await context.say(views.front(context.words, sight, context.now))
    if sight.overview.running:
        await context.say(await _picture(context, sight))


async def on_front(context: Context) -> None:
    """⬅️: all communities."""
    sight = await context.read(partial(look, now=context.now))
    await _show(context, views.front(context.words, sight, context.now))


async def on_zone(context: Context, zone: Zone, page_number: int) -> None:
    """The communities of a zone."""
    found = await context.read(partial(overview.overview, now=context.now, zone=zone))
    [seen] = (one for one in found.zones if one.zone is zone)
    await _show(context, views.zone_page(context.words, seen, page_number))


async def on_needs(context: Context, page_number: int) -> None:
    """All that needs attention."""
    found = await context.read(partial(overview.overview, now=context.now))
    await _show(context, views.needs_page(context.words, found, page_number))


async def on_old(context: Context, page_number: int) -> None:
    """The archived communities."""
    found = await context.read(partial(overview.overview, now=context.now))
    await _show(context, views.archive_page(context.words, found, page_number))


async def on_one(context: Context, community_id: int) -> None:
    """One community, with the ways from there."""
    folder = await context.read(partial(page.look, community_id=community_id, now=context.now))
    if folder is None:
        await context.refuse(
            context.words("This community no longer exists. /community shows which there are.")
        )
        return
    await _show(context, page.screen(context.words, folder))


async def on_file(context: Context) -> None:
    """📎: the picture as a file for a report."""
    sight = await context.read(partial(look, now=context.now))
    await context.answer()
    if sight.overview.running:
        await context.say(await _picture(context, sight, is_file=True))


async def _show(context: Context, screen: Screen) -> None:
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
    as_file = FILE.button(f"📎 {words('As a file for a report')}")
    return Screen("", ((as_file,),), Document(name, content, is_picture=True))
