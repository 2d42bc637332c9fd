"""`/themes`: what recurs in a community, as a text and a picture; and the list of themes."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Screen
from handlers.themes import add, manage, occurrences, views
from handlers.themes.access import Sight, look


async def on_command(visit: Visit) -> None:
    """`/themes`: the picture; with names after it, the lead adds a theme."""
    if visit.arguments:
        await add.begin(visit, visit.arguments)
        return
    await _show_cycle(visit, visit.community_id, None)


async def on_press(visit: Visit) -> None:
    """The buttons below the picture and on the list of themes."""
    act = _VERBS.get(visit.verb)
    if act is None:
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))
        return
    await act(visit)


async def _on_cycle(visit: Visit) -> None:
    await _show_cycle(
        visit, callback_data.number(visit.references), callback_data.number(visit.references, 1)
    )


async def _show_cycle(visit: Visit, community_id: int | None, cycle: int | None) -> None:
    sight = await visit.read(partial(look, visit=visit, community_id=community_id, cycle=cycle))
    if sight is None:
        await _refuse(visit)
        return
    await visit.pop_up()
    await visit.say(await views.overview(visit, sight))


async def _on_all(visit: Visit) -> None:
    """Every theme of a cycle, below the picture, which stays."""
    community_id, cycle = (
        callback_data.number(visit.references),
        callback_data.number(visit.references, 1),
    )
    sight = await visit.read(partial(look, visit=visit, community_id=community_id, cycle=cycle))
    if sight is None:
        await _refuse(visit)
        return
    await visit.pop_up()
    for screen in views.everything(visit.words, sight):
        await visit.say(screen)


async def _on_where(visit: Visit) -> None:
    screen = await visit.read(partial(_where, visit=visit))
    if screen is None:
        await _refuse(visit)
        return
    await visit.pop_up()
    await visit.say(screen)


def _where(session: Session, visit: Visit) -> Screen | None:
    sight: Sight | None = look(session, visit, callback_data.number(visit.references))
    theme = callback_data.word(visit.references, 1)
    if sight is None or theme not in sight.named:
        return None
    return occurrences.where(session, visit, sight, theme)


async def _refuse(visit: Visit) -> None:
    await visit.refuse(
        visit.words("This is for the moderators and the monitoring lead of that community.")
    )


async def _on_new(visit: Visit) -> None:
    # The picture stays: what is asked comes below it.
    await add.begin(replace(visit, keeps_message=True))


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
