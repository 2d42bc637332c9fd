"""The library's first screen, its lists and what a search finds."""

from collections.abc import Callable
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules import library as rules
from handlers.core.access import membership
from handlers.core.arguments import read_number
from handlers.core.context import Context
from handlers.core.pages import turn_rows
from handlers.core.screens import Button, Row, Screen, in_fitting_rows, lines, paragraphs
from handlers.library import share
from handlers.library.verbs import FIND, LIST, SHARE, stranger
from handlers.library.views import home_button, item_button, item_line
from handlers.themes import public as theming
from locales import N_, Words
from storage.communities import Community
from storage.library import search
from storage.library.search import Page

NEWEST, TRIED = "new", "tried"
"""How the lists are called that are about no theme."""

START = "library_"
"""With what the payload of a link to the library begins; the id of the community follows."""


async def on_command(context: Context) -> None:
    """`/library`: alone the first screen, with words a search, with labels an item to share."""
    if share.is_item(context.arguments):
        await share.begin(context, context.community_id, context.arguments)
    elif context.arguments.strip():
        await context.say(await context.read(partial(_searched, context=context)))
    else:
        await context.say(
            await context.read(partial(_home, context=context, key=context.community_id))
        )


async def on_command_in_group(context: Context) -> None:
    """In a group: where it opens, for everyone there who reads it."""
    words = context.words
    here = context.requester.community_here
    if here is None:
        await context.refuse(words("This only works in a private chat with me."))
        return
    link = context.services.link(f"{START}{here}")
    row = (Button(f"📚 {words('Library')}", url=link),)
    await context.say(Screen(f"📚 {words('The library opens in our private chat.')}", (row,)))


async def on_start(context: Context, payload: str) -> bool:
    """Open the library by a link from a group; False for a payload that leads elsewhere."""
    digits = payload.removeprefix(START)
    key = read_number(digits) if digits != payload else None
    if key is None:
        return False
    if await context.read(partial(membership, context=context, community_id=key)) is None:
        await context.refuse(stranger(context.words))
    else:
        await context.say(await context.read(partial(_home, context=context, key=key)))
    return True


async def on_home(context: Context, community_id: int) -> None:
    """⬅️: the first screen."""
    await _show(context, community_id, partial(_home, context=context, key=community_id))


async def on_list(context: Context, community_id: int, which: str, page: int) -> None:
    """A list, or another page of one."""
    page = min(page, search.LAST_PAGE)
    make = partial(_list, context=context, key=community_id, which=which, page=page)
    await _show(context, community_id, make)


async def on_find(context: Context, community_id: int, page: int, sought: str) -> None:
    """Another page of what a search found."""
    terms, page = rules.terms(sought), min(page, search.LAST_PAGE)
    make = partial(_finding, context=context, key=community_id, terms=terms, page=page)
    await _show(context, community_id, make)


async def _show(context: Context, community_id: int, make: partial[Screen]) -> None:
    own = await context.read(partial(membership, context=context, community_id=community_id))
    if own is None:
        await context.refuse(stranger(context.words))
        return
    await context.answer()
    await context.show(await context.read(make))


def _home(session: Session, context: Context, key: int) -> Screen:
    words = context.words
    named = theming.names(session, words)
    counts = search.by_theme(session, key)
    of_themes = [
        LIST.button(f"🏷 {named[theme]} ({count})", key, theme, 0)
        for theme, count in counts.items()
        if theme in named
    ]
    number = search.number_of_items(session, key)
    text = paragraphs(
        lines(
            f"📚 <b>{words('Library')}</b>",
            _named(session, key),
        ),
        words.plural(
            "{number} tool, practice or resource.",
            "{number} tools, practices and resources.",
            number,
        ),
        words("To search, write /library with a few words behind it."),
    )
    first = (
        LIST.button(f"🆕 {words('Newest')}", key, NEWEST, 0),
        LIST.button(f"👍 {words('Most tried')}", key, TRIED, 0),
    )
    return Screen(
        text, (*in_fitting_rows(first), *in_fitting_rows(of_themes), _share_row(words, key))
    )


def _share_row(words: Words, key: int) -> Row:
    return (SHARE.button(f"➕ {words('Share something')}", key),)


def _named(session: Session, key: int) -> str:
    community = session.get(Community, key)
    return escape(community.name, quote=False) if community is not None else ""


def _list(session: Session, context: Context, key: int, which: str, page: int) -> Screen:
    words = context.words
    named = theming.names(session, words)
    if which in named:
        found, heading = search.with_theme(session, key, which, page), theming.line(named, {which})
    elif which == TRIED:
        found, heading = search.most_tried(session, key, page), f"👍 <b>{words('Most tried')}</b>"
    else:
        which = NEWEST
        found, heading = search.newest(session, key, page), f"🆕 <b>{words('Newest')}</b>"
    turns = _turns(context, found, page, partial(LIST.data, key, which))
    return _screen(context, key, heading, found, turns)


def _searched(session: Session, context: Context) -> Screen:
    return _finding(session, context, context.community_id, rules.terms(context.arguments), 0)


def _finding(
    session: Session, context: Context, key: int, terms: tuple[str, ...], page: int
) -> Screen:
    words, sought = context.words, " ".join(terms)
    found = search.with_words(session, key, terms, page)
    if not found.items:
        return _nothing(context, key, sought)
    heading = f"🔎 <b>{words('Found for: {sought}', sought=sought)}</b>"
    turns = _turns(context, found, page, lambda to: FIND.data(key, to, sought))
    return _screen(context, key, heading, found, turns)


def _nothing(context: Context, key: int, sought: str) -> Screen:
    words = context.words
    text = (
        words("Nothing found for: {sought}", sought=sought)
        if sought
        else words("Write a word to search for.")
    )
    return Screen(f"🔎 {text}", ((home_button(words, key),), _share_row(words, key)))


def _screen(
    context: Context, key: int, heading: str, found: Page, turns: tuple[Row, ...]
) -> Screen:
    words = context.words
    told = [item_line(words, item) for item in found.items] or [words("Nothing here yet.")]
    opened = [(item_button(item, key),) for item in found.items]
    rows = (*opened, *turns, (home_button(words, key),))
    return Screen(paragraphs(heading, *told), rows)


def _turns(context: Context, found: Page, page: int, data: Callable[[int], str]) -> tuple[Row, ...]:
    """The buttons that lead to the pages beside this one."""
    has_more = found.has_more and page < search.LAST_PAGE
    return turn_rows(
        context.words, page, data, has_more=has_more, back=N_("Back"), onward=N_("More")
    )
