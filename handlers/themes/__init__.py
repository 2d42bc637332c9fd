"""`/themes`: what recurs in a community, as a text and a picture; and the list of themes."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.themes import add, manage, occurrences, views
from handlers.themes.access import Sight, look


async def on_command(context: Context) -> None:
    """`/themes`: the picture; with names after it, the lead adds a theme."""
    if context.arguments:
        await add.begin(context, context.arguments)
        return
    await _show_cycle(context, context.community_id, None)


async def on_press(context: Context) -> None:
    """The buttons below the picture and on the list of themes."""
    act = _VERBS.get(context.verb)
    if act is None:
        await context.refuse(context.words("This button no longer works. /help shows what does."))
        return
    await act(context)


async def _on_cycle(context: Context) -> None:
    await _show_cycle(
        context,
        callback_data.number(context.references),
        callback_data.number(context.references, 1),
    )


async def _show_cycle(context: Context, community_id: int | None, cycle: int | None) -> None:
    sight = await context.read(
        partial(look, context=context, community_id=community_id, cycle=cycle)
    )
    if sight is None:
        await _refuse(context)
        return
    await context.answer()
    await context.say(await views.overview(context, sight))


async def _on_all(context: Context) -> None:
    """Every theme of a cycle, below the picture, which stays."""
    community_id, cycle = (
        callback_data.number(context.references),
        callback_data.number(context.references, 1),
    )
    sight = await context.read(
        partial(look, context=context, community_id=community_id, cycle=cycle)
    )
    if sight is None:
        await _refuse(context)
        return
    await context.answer()
    for screen in views.everything(context.words, sight):
        await context.say(screen)


async def _on_where(context: Context) -> None:
    screen = await context.read(partial(_where, context=context))
    if screen is None:
        await _refuse(context)
        return
    await context.answer()
    await context.say(screen)


def _where(session: Session, context: Context) -> Screen | None:
    sight: Sight | None = look(session, context, callback_data.number(context.references))
    theme = callback_data.word(context.references, 1)
    if sight is None or theme not in sight.named:
        return None
    return occurrences.where(session, context, sight, theme)


async def _refuse(context: Context) -> None:
    await context.refuse(
        context.words("This is for the moderators and the monitoring lead of that community.")
    )


async def _on_new(context: Context) -> None:
    # The picture stays: what is asked comes below it.
    await add.begin(replace(context, keeps_message=True))


_VERBS = {
    "cycle": _on_cycle,
    "all": _on_all,
    "where": _on_where,
    "new": _on_new,
    "add": add.on_add,
    "own": manage.on_own,
    "rename": manage.on_rename,
    "remove": manage.on_remove,
}
