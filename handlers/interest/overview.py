"""`/interest`: the coordinator sees who would like to take part."""

from collections.abc import Callable
from functools import partial

from sqlmodel import Session

from bot.rules.communities import Zone, parse_zone
from bot.rules.interest import SOURCE_LIMIT, clean_source
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.interest import views
from handlers.interest.verbs import ALL
from storage.interest import Interest

LINK = ("link", "lien")


async def on_command(context: Context) -> None:
    """`/interest`, `/interest noord`, `/interest link poster`."""
    first, _, rest = context.arguments.partition(" ")
    zone = parse_zone(context.arguments)
    if first.casefold() in LINK:
        await _link(context, rest.strip())
    elif zone is not None:
        screen = partial(views.zone_screen, context=context, zone=zone, page=0)
        await context.say(await context.read(screen))
    else:
        await context.say(await context.read(partial(views.home, context=context)))


async def _link(context: Context, word: str) -> None:
    source = clean_source(word)
    if not source:
        await context.refuse(
            context.words(
                "Give one word of at most {most} letters without accents, digits, - or _: "
                "/interest link poster.",
                most=SOURCE_LIMIT,
            )
        )
        return
    await context.say(await context.read(partial(views.link, context=context, source=source)))


async def on_home(context: Context) -> None:
    """⬅️ to the numbers."""
    await _turn(context, partial(views.home, context=context))


async def on_zone(context: Context, name: str, page: int) -> None:
    """A zone, or all of them, at a page."""
    zone = Zone(name) if name != ALL else None
    await _turn(context, partial(views.zone_screen, context=context, zone=zone, page=page))


async def on_one(context: Context, interest_id: int) -> None:
    """One person."""
    await _about(context, interest_id, partial(views.person, context=context))


async def on_where(context: Context, interest_id: int, page: int) -> None:
    """The communities for one person, at a page."""
    await _about(context, interest_id, partial(views.where, context=context, page=page))


async def _turn(context: Context, screen: Callable[[Session], Screen]) -> None:
    found = await context.read(screen)
    await context.answer()
    await context.show(found)


async def _about(context: Context, interest_id: int, screen: Callable[..., Screen]) -> None:
    """Show a screen about the person whom the button names, if their interest is still kept."""

    def ask(session: Session) -> Screen | None:
        found = session.get(Interest, interest_id)
        return screen(session, found=found) if found is not None else None

    shows = await context.read(ask)
    if shows is None:
        await context.refuse(gone(context))
        return
    await context.answer()
    await context.show(shows)


def gone(context: Context) -> str:
    """Why nothing can be done about someone any more."""
    return context.words(
        "This interest is no longer kept: it was withdrawn, or they are registered."
    )
