"""`/export`: the harvest of one community or of all, in a language, as files in the chat."""

from functools import partial
from typing import Final

from sqlmodel import Session

from bot.rules.harvest import Format, read_request
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Screen
from handlers.harvest import send
from handlers.harvest.access import may_have, within_reach
from handlers.harvest.options import Chosen, Page, not_understood, options, page_screen, read_chosen
from handlers.harvest.send import ALL
from locales import Words, fold
from storage import harvest
from storage.communities import Community

USUAL: Final = frozenset({Format.DOCUMENT, Format.WORKBOOK})
"""The formats that are ticked before anyone chooses."""

LAST_PAGE: Final = 9999


async def on_command(visit: Visit) -> None:
    """`/export`: choose, or confirm what was given with its labels."""
    await visit.say(await visit.read(partial(_asked, visit=visit)))


def _asked(session: Session, visit: Visit) -> Screen:
    asked, words = read_request(visit.arguments), visit.words
    among = within_reach(session, visit.house, visit.sender.telegram_id)
    notes = not_understood(words, asked.unknown)
    community = None
    if asked.community is not None:
        community = harvest.named(session, fold(asked.community), among)
        if community is None:
            notes.append(words("I don't know a community of that name."))
    elif among is not None and len(among) == 1:
        community = session.get(Community, *among)
    if community is None:
        return _list(session, visit, 0, *notes)
    chosen = Chosen(community.id or 0, asked.language or words.language, asked.formats or USUAL)
    return options(words, chosen, community, *notes)


def _list(session: Session, visit: Visit, number: int, *notes: str) -> Screen:
    among = within_reach(session, visit.house, visit.sender.telegram_id)
    found, has_more = harvest.listed(session, among, number)
    return page_screen(visit.words, Page(number, found, has_more, among is None), *notes)


async def on_press(visit: Visit) -> None:
    """The communities, page by page; what is chosen; and 📨."""
    if visit.verb == "list":
        await _show_list(visit)
        return
    chosen = read_chosen(visit.references, (visit.words.language, USUAL))
    if chosen is None or visit.verb not in ("of", "set", "make"):
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))
    elif visit.verb == "make":
        await _make(visit, chosen)
    else:
        await _show_options(visit, chosen)


async def _show_list(visit: Visit) -> None:
    if not await visit.read(partial(_is_served, visit=visit)):
        await visit.refuse(_not_yours(visit.words))
        return
    number = min(callback_data.number(visit.references) or 0, LAST_PAGE)
    await visit.pop_up()
    await visit.show(await visit.read(partial(_list, visit=visit, number=number)))


def _is_served(session: Session, visit: Visit) -> bool:
    among = within_reach(session, visit.house, visit.sender.telegram_id)
    return among is None or bool(among)


async def _show_options(visit: Visit, chosen: Chosen) -> None:
    screen = await visit.read(partial(_options, visit=visit, chosen=chosen))
    if screen is None:
        await visit.refuse(_not_yours(visit.words))
        return
    await visit.pop_up()
    await visit.show(screen)


def _options(session: Session, visit: Visit, chosen: Chosen) -> Screen | None:
    if not _is_theirs(session, visit, chosen):
        return None
    community = session.get(Community, chosen.community_id)
    return options(visit.words, chosen, community)


def _is_theirs(session: Session, visit: Visit, chosen: Chosen) -> bool:
    """Whether the visitor may have what was chosen, and it is there."""
    telegram_id = visit.sender.telegram_id
    if chosen.community_id == ALL:
        return may_have(session, visit.house, telegram_id, None)
    is_there = session.get(Community, chosen.community_id) is not None
    return is_there and may_have(session, visit.house, telegram_id, chosen.community_id)


async def _make(visit: Visit, chosen: Chosen) -> None:
    """📨: leave it to be made; pressed twice it is made once."""
    words = visit.words
    if not chosen.formats or visit.event.message_id is None:
        await visit.refuse(words("Choose at least one kind of file."))
        return
    is_left = await visit.write(partial(_leave, visit=visit, chosen=chosen))
    if is_left is None:
        await visit.refuse(_not_yours(words))
    elif is_left:
        await visit.pop_up(f"✅ {words.plain('It is being made; the files come here.')}")
    else:
        await visit.refuse(words("A harvest is being made for you already. Wait until it is here."))


def _leave(session: Session, visit: Visit, chosen: Chosen) -> bool | None:
    if not _is_theirs(session, visit, chosen):
        return None
    return send.leave(session, visit, chosen.community_id, chosen.language, chosen.formats)


def _not_yours(words: Words) -> str:
    return words(
        "The harvest is for Brusano's coordinators, and for moderators of their own community."
    )
