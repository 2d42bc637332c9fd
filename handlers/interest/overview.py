"""`/interest`: the coordinator sees who would like to take part."""

from collections.abc import Callable
from functools import partial

from sqlmodel import Session

from bot.rules.communities import Zone, parse_zone
from bot.rules.interest import SOURCE_LIMIT, clean_source
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Screen
from handlers.interest import views
from storage.interest import Interest

LINK = ("link", "lien")


async def on_command(visit: Visit) -> None:
    """`/interest`, `/interest noord`, `/interest link poster`."""
    first, _, rest = visit.arguments.partition(" ")
    zone = parse_zone(visit.arguments)
    if first.casefold() in LINK:
        await _link(visit, rest.strip())
    elif zone is not None:
        screen = partial(views.zone_screen, visit=visit, zone=zone, page=0)
        await visit.say(await visit.read(screen))
    else:
        await visit.say(await visit.read(partial(views.home, visit=visit)))


async def _link(visit: Visit, word: str) -> None:
    source = clean_source(word)
    if not source:
        await visit.refuse(
            visit.words(
                "Give one word of at most {most} letters without accents, digits, - or _: "
                "/interest link poster.",
                most=SOURCE_LIMIT,
            )
        )
        return
    await visit.say(await visit.read(partial(views.link, visit=visit, source=source)))


async def on_home(visit: Visit) -> None:
    """⬅️ to the numbers."""
    await _turn(visit, partial(views.home, visit=visit))


async def on_zone(visit: Visit) -> None:
    """A zone, at a page."""
    name = visit.references[0] if visit.references else ""
    zone = Zone(name) if name in list(Zone) else None
    page = callback_data.number(visit.references, 1) or 0
    await _turn(visit, partial(views.zone_screen, visit=visit, zone=zone, page=page))


async def on_one(visit: Visit) -> None:
    """One person."""
    await _about(visit, partial(views.person, visit=visit))


async def on_where(visit: Visit) -> None:
    """The communities for one person, at a page."""
    page = callback_data.number(visit.references, 1) or 0
    await _about(visit, partial(views.where, visit=visit, page=page))


async def _turn(visit: Visit, screen: Callable[[Session], Screen]) -> None:
    found = await visit.read(screen)
    await visit.pop_up()
    await visit.show(found)


async def _about(visit: Visit, screen: Callable[..., Screen]) -> None:
    """Show a screen about the person whom the button names, if their interest is still kept."""
    key = callback_data.number(visit.references)

    def ask(session: Session) -> Screen | None:
        found = session.get(Interest, key) if key is not None else None
        return screen(session, found=found) if found is not None else None

    shows = await visit.read(ask)
    if shows is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    await visit.show(shows)


def gone(visit: Visit) -> str:
    """Why nothing can be done about someone any more."""
    return visit.words("This interest is no longer kept: it was withdrawn, or they are registered.")
