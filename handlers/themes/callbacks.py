"""`/themes` and its buttons."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from handlers.core.context import Context
from handlers.core.pages import say
from handlers.core.screens import Screen
from handlers.themes import add, occurrences, views
from handlers.themes.access import Sight, look
from handlers.themes.verbs import not_leading


async def on_command(context: Context) -> None:
    """`/themes`: the picture; with names after it, the lead adds a theme."""
    if context.arguments:
        await add.begin(context, context.arguments)
        return
    await _show_cycle(context, context.community_id, None)


async def on_cycle(context: Context, community_id: int, cycle: int) -> None:
    """🗓: the picture of another cycle."""
    await _show_cycle(context, community_id, cycle)


async def _show_cycle(context: Context, community_id: int, cycle: int | None) -> None:
    sight = await context.read(
        partial(look, context=context, community_id=community_id, cycle=cycle)
    )
    if sight is None:
        await _refuse(context)
        return
    await context.answer()
    await context.say(await views.overview(context, sight))


async def on_all(context: Context, community_id: int, cycle: int) -> None:
    """Every theme of a cycle, below the picture, which stays."""
    sight = await context.read(
        partial(look, context=context, community_id=community_id, cycle=cycle)
    )
    if sight is None:
        await _refuse(context)
        return
    await context.answer()
    await say(context, views.everything(context.words, sight))


async def on_where(context: Context, community_id: int, theme: str) -> None:
    """A theme: where it occurs."""
    where = partial(_where, context=context, community_id=community_id, theme=theme)
    screen = await context.read(where)
    if screen is None:
        await _refuse(context)
        return
    await context.answer()
    await context.say(screen)


def _where(session: Session, context: Context, community_id: int, theme: str) -> Screen | None:
    sight: Sight | None = look(session, context, community_id)
    if sight is None or theme not in sight.named:
        return None
    return occurrences.where(session, context, sight, theme)


async def _refuse(context: Context) -> None:
    await context.refuse(not_leading(context.words))


async def on_new(context: Context) -> None:
    """➕: asked below the picture, which stays."""
    await add.begin(replace(context, keeps_message=True))
