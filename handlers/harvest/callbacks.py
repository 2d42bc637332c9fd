"""`/export` and its buttons."""

from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.harvest import Format, read_request
from bot.rules.plain_text import fold
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.harvest import send
from handlers.harvest.access import exportable_communities, may_export
from handlers.harvest.options import ExportChoice, Page, not_understood, options, page_screen
from handlers.harvest.send import ALL
from handlers.harvest.verbs import not_yours
from storage import harvest
from storage.communities import Community
from storage.core.columns import row_id

DEFAULT_FORMATS: Final = frozenset({Format.DOCUMENT, Format.WORKBOOK})
"""The formats that are ticked at first."""

LAST_PAGE: Final = 9999


async def on_command(context: Context) -> None:
    """`/export`: show the options; what was typed after the command is ticked already."""
    await context.say(await context.read(partial(_first_screen, context=context)))


def _first_screen(session: Session, context: Context) -> Screen:
    request, words = read_request(context.arguments), context.words
    allowed = exportable_communities(session, context.services, context.sender.telegram_id)
    notes = not_understood(words, request.unknown)
    community = None
    if request.community is not None:
        community = harvest.by_name(session, fold(request.community), allowed)
        if community is None:
            notes.append(words("I don't know a community of that name."))
    elif allowed is not None and len(allowed) == 1:
        community = session.get(Community, *allowed)
    if community is None:
        return _list(session, context, 0, *notes)
    choice = ExportChoice(
        row_id(community), request.language or words.language, request.formats or DEFAULT_FORMATS
    )
    return options(words, choice, community, *notes)


def _list(session: Session, context: Context, number: int, *notes: str) -> Screen:
    allowed = exportable_communities(session, context.services, context.sender.telegram_id)
    found, has_more = harvest.page(session, allowed, number)
    return page_screen(context.words, Page(number, found, has_more, allowed is None), *notes)


async def on_list(context: Context, number: int) -> None:
    """Show one page of the communities to choose from."""
    number = min(number, LAST_PAGE)
    await context.answer()
    await context.show(await context.read(partial(_list, context=context, number=number)))


async def on_of(context: Context, community_id: int) -> None:
    """A community was chosen: show its options with the default language and formats."""
    await _show_options(
        context, ExportChoice(community_id, context.words.language, DEFAULT_FORMATS)
    )


async def on_set(
    context: Context, community_id: int, language: str | None, formats: frozenset[Format]
) -> None:
    """A language or a format was pressed: show the options with it."""
    await _show_options(context, _choice(context, community_id, language, formats))


def _choice(
    context: Context, community_id: int, language: str | None, formats: frozenset[Format]
) -> ExportChoice:
    if language is None:
        return ExportChoice(community_id, context.words.language, DEFAULT_FORMATS)
    return ExportChoice(community_id, language, formats)


async def _show_options(context: Context, choice: ExportChoice) -> None:
    screen = await context.read(partial(_options, context=context, choice=choice))
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.show(screen)


def _options(session: Session, context: Context, choice: ExportChoice) -> Screen | None:
    if not _may_export(session, context, choice):
        return None
    community = session.get(Community, choice.community_id)
    return options(context.words, choice, community)


def _may_export(session: Session, context: Context, choice: ExportChoice) -> bool:
    """Whether the requester may export what was chosen, and the community exists."""
    telegram_id = context.sender.telegram_id
    if choice.community_id == ALL:
        return may_export(session, context.services, telegram_id, None)
    is_there = session.get(Community, choice.community_id) is not None
    return is_there and may_export(session, context.services, telegram_id, choice.community_id)


async def on_make(
    context: Context, community_id: int, language: str | None, formats: frozenset[Format]
) -> None:
    """📨: queue the export; a second press of the same message queues no second one."""
    words, choice = context.words, _choice(context, community_id, language, formats)
    if not choice.formats or context.event.message_id is None:
        await context.refuse(words("Choose at least one kind of file."))
        return
    is_queued = await context.write(partial(_queue, context=context, choice=choice))
    if is_queued is None:
        await context.refuse(not_yours(words))
    elif is_queued:
        await context.answer(f"✅ {words.plain('It is being made; the files come here.')}")
    else:
        await context.refuse(
            words("A harvest is being made for you already. Wait until it is here.")
        )


def _queue(session: Session, context: Context, choice: ExportChoice) -> bool | None:
    if not _may_export(session, context, choice):
        return None
    return send.queue(session, context, choice.community_id, choice.language, choice.formats)
