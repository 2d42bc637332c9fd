"""`/overview` and its buttons."""

import asyncio
from functools import partial

from bot.rules.communities import Zone
from handlers.core.context import Context
from handlers.core.screens import Document, Screen
from handlers.overview import page, views
from handlers.overview.access import OverviewFacts, read_facts
from handlers.overview.chart_data import chart
from handlers.overview.chart_png import render_png
from handlers.overview.verbs import FILE
from storage import overview

LARGE = 2
"""Scale of the picture in the file for a report; in the chat it is 1."""


async def on_command(context: Context) -> None:
    """`/overview`: send the text with its buttons, then the picture."""
    facts = await context.read(partial(read_facts, now=context.now))
    await context.say(views.front(context.words, facts, context.now))
    if facts.overview.running:
        await context.say(await _picture(context, facts))


async def on_front(context: Context) -> None:
    """⬅️: show all communities."""
    facts = await context.read(partial(read_facts, now=context.now))
    await _show(context, views.front(context.words, facts, context.now))


async def on_zone(context: Context, zone: Zone, page_number: int) -> None:
    """Show one page of the communities of a zone."""
    found = await context.read(partial(overview.overview, now=context.now, zone=zone))
    [zone_facts] = (one for one in found.zones if one.zone is zone)
    await _show(context, views.zone_page(context.words, zone_facts, page_number))


async def on_needs(context: Context, page_number: int) -> None:
    """Show one page of all that needs attention."""
    found = await context.read(partial(overview.overview, now=context.now))
    await _show(context, views.needs_page(context.words, found, page_number))


async def on_old(context: Context, page_number: int) -> None:
    """Show one page of the archived communities."""
    found = await context.read(partial(overview.overview, now=context.now))
    await _show(context, views.archive_page(context.words, found, page_number))


async def on_one(context: Context, community_id: int) -> None:
    """Show one community with its buttons."""
    facts = await context.read(partial(page.read_facts, community_id=community_id, now=context.now))
    if facts is None:
        await context.refuse(
            context.words("This community no longer exists. /community shows which there are.")
        )
        return
    await _show(context, page.screen(context.words, facts))


async def on_file(context: Context) -> None:
    """📎: send the picture as a file for a report."""
    facts = await context.read(partial(read_facts, now=context.now))
    await context.answer()
    if facts.overview.running:
        await context.say(await _picture(context, facts, is_file=True))


async def _show(context: Context, screen: Screen) -> None:
    await context.answer()
    await context.show(screen)


async def _picture(context: Context, facts: OverviewFacts, *, is_file: bool = False) -> Screen:
    """Draw the communities as a PNG: a picture in the chat, or a file sharp enough to print."""
    words = context.words
    content = await asyncio.to_thread(
        render_png, chart(words, facts.overview, context.now), LARGE if is_file else 1
    )
    local = context.now.astimezone(words.zone)
    name = f"overview-{local:%Y-%m-%d}.png"
    if is_file:
        return Screen("", document=Document(name, content))
    as_file = FILE.button(f"📎 {words('As a file for a report')}")
    return Screen("", ((as_file,),), Document(name, content, is_picture=True))
