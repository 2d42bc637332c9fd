"""`/export` and its buttons."""

from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.harvest import Format, read_request
from bot.rules.plain_text import fold
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.harvest import send
from handlers.harvest.access import may_have, within_reach
from handlers.harvest.options import Chosen, Page, not_understood, options, page_screen
from handlers.harvest.send import ALL
from handlers.harvest.verbs import not_yours
from storage import harvest
from storage.communities import Community
from storage.core.columns import row_id

USUAL: Final = frozenset({Format.DOCUMENT, Format.WORKBOOK})
"""The formats that are ticked before anyone chooses."""

LAST_PAGE: Final = 9999


async def on_command(context: Context) -> None:
    """`/export`: choose, or confirm what was given with its labels."""
    await context.say(await context.read(partial(_asked, context=context)))


def _asked(session: Session, context: Context) -> Screen:
    asked, words = read_request(context.arguments), context.words
    among = within_reach(session, context.services, context.sender.telegram_id)
    notes = not_understood(words, asked.unknown)
    community = None
    if asked.community is not None:
        community = harvest.by_name(session, fold(asked.community), among)
        if community is None:
            notes.append(words("I don't know a community of that name."))
    elif among is not None and len(among) == 1:
        community = session.get(Community, *among)
    if community is None:
        return _list(session, context, 0, *notes)
    chosen = Chosen(row_id(community), asked.language or words.language, asked.formats or USUAL)
    return options(words, chosen, community, *notes)


def _list(session: Session, context: Context, number: int, *notes: str) -> Screen:
    among = within_reach(session, context.services, context.sender.telegram_id)
    found, has_more = harvest.page(session, among, number)
    return page_screen(context.words, Page(number, found, has_more, among is None), *notes)


async def on_list(context: Context, number: int) -> None:
    """The communities, page by page."""
    number = min(number, LAST_PAGE)
    await context.answer()
    await context.show(await context.read(partial(_list, context=context, number=number)))


async def on_of(context: Context, community_id: int) -> None:
    """A community was chosen: the usual of it, to change."""
    await _show_options(context, Chosen(community_id, context.words.language, USUAL))


async def on_set(
    context: Context, community_id: int, language: str | None, formats: frozenset[Format]
) -> None:
    """A language or a format was chosen."""
    await _show_options(context, _chosen(context, community_id, language, formats))


def _chosen(
    context: Context, community_id: int, language: str | None, formats: frozenset[Format]
) -> Chosen:
    if language is None:
        return Chosen(community_id, context.words.language, USUAL)
    return Chosen(community_id, language, formats)


async def _show_options(context: Context, chosen: Chosen) -> None:
    screen = await context.read(partial(_options, context=context, chosen=chosen))
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.show(screen)


def _options(session: Session, context: Context, chosen: Chosen) -> Screen | None:
    if not _is_theirs(session, context, chosen):
        return None
    community = session.get(Community, chosen.community_id)
    return options(context.words, chosen, community)


def _is_theirs(session: Session, context: Context, chosen: Chosen) -> bool:
    """Whether the visitor may have what was chosen, and it is there."""
    telegram_id = context.sender.telegram_id
    if chosen.community_id == ALL:
        return may_have(session, context.services, telegram_id, None)
    is_there = session.get(Community, chosen.community_id) is not None
    return is_there and may_have(session, context.services, telegram_id, chosen.community_id)


async def on_make(
    context: Context, community_id: int, language: str | None, formats: frozenset[Format]
) -> None:
    """📨: leave it to be made; pressed twice it is made once."""
    words, chosen = context.words, _chosen(context, community_id, language, formats)
    if not chosen.formats or context.event.message_id is None:
        await context.refuse(words("Choose at least one kind of file."))
        return
    is_left = await context.write(partial(_leave, context=context, chosen=chosen))
    if is_left is None:
        await context.refuse(not_yours(words))
    elif is_left:
        await context.answer(f"✅ {words.plain('It is being made; the files come here.')}")
    else:
        await context.refuse(
            words("A harvest is being made for you already. Wait until it is here.")
        )


def _leave(session: Session, context: Context, chosen: Chosen) -> bool | None:
    if not _is_theirs(session, context, chosen):
        return None
    return send.leave(session, context, chosen.community_id, chosen.language, chosen.formats)
