"""`/todo`: everything a person has still to do; for moderators also their community's status."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from handlers.core import forms
from handlers.core.context import Context
from handlers.core.pages import pages
from handlers.core.screens import (
    PAGE,
    Row,
    Screen,
    lines,
    paragraphs,
    shown_length,
)
from handlers.core.todo_items import StatusSection, Todo, TodoItem
from handlers.interest.public import own
from handlers.members.public import waiting_places
from handlers.people.form_names import form_name
from handlers.rsvp.public import dated_row
from storage.communities import Community
from storage.core import form_drafts

BLOCK_SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the screen that is kept in one message where it fits.

    `community_id` is None for what belongs to no community.
    """

    text: str
    rows: tuple[Row, ...] = ()
    community_id: int | None = None


async def on_todo(context: Context, todo: Todo) -> None:
    """`/todo`: show it to anyone registered, waiting or with an unfinished form; else refuse."""
    pages = await context.read(partial(_pages, context=context, todo=todo))
    for page in pages:
        await context.say(Screen(page.text, page.rows))
    if not pages:
        await context.refuse(
            context.words(
                "You are not registered in a community. "
                "Ask your moderator or Brusano for an invitation."
            )
        )


async def show(context: Context, todo: Todo, community_id: int) -> None:
    """Redraw the pressed message of `/todo` with the current state of this community."""
    pages = await context.read(partial(_pages, context=context, todo=todo))
    # A long block takes several messages, and its buttons are under the last of them.
    page = next((one for one in reversed(pages) if community_id in one.communities), None)
    if page is not None:
        await context.show(Screen(page.text, page.rows))


@dataclass(frozen=True, slots=True)
class Page:
    """One message; `communities` are the ids of those it is about, None for no community."""

    text: str
    rows: tuple[Row, ...]
    communities: frozenset[int | None]


def _pages(session: Session, context: Context, todo: Todo) -> list[Page]:
    """Read the whole list as one or more messages; empty where there is nothing to show."""
    return paginate(_blocks(session, context, todo))


def paginate(blocks: Iterable[Block]) -> list[Page]:
    """Put blocks into as few messages of at most `PAGE` characters as possible.

    A block is split only where it is longer than a message by itself.
    """
    pages: list[list[Block]] = []
    for block in (part for whole in blocks for part in _split_block(whole)):
        joined = [*pages[-1], block] if pages else [block]
        if pages and shown_length(BLOCK_SEPARATOR.join(one.text for one in joined)) <= PAGE:
            pages[-1] = joined
        else:
            pages.append([block])
    return [_page(page) for page in pages]


def _page(blocks: Sequence[Block]) -> Page:
    return Page(
        BLOCK_SEPARATOR.join(block.text for block in blocks),
        tuple(row for block in blocks for row in block.rows),
        frozenset(block.community_id for block in blocks),
    )


def _split_block(block: Block) -> Iterator[Block]:
    """Split a block into parts of at most one message; the buttons go under the last part."""
    *before, last = pages(block.text.split("\n")).texts
    yield from (Block(text, (), block.community_id) for text in before)
    yield replace(block, text=last)


def _blocks(session: Session, context: Context, todo: Todo) -> Iterator[Block]:
    """Yield the heading, each community, then what belongs to none; nothing if all is empty."""
    words = context.words
    communities = list(_communities(session, context, todo))
    rest = list(_without_community(session, context))
    waits = list(waiting_places(session, context.sender.telegram_id, words, context.now))
    queue_blocks = [Block(place.text) for place in waits if not place.rows]
    has_todo = rest or any(one.todo_items for one in communities)
    if has_todo:
        yield Block(f"<b>{words('Still to do')}</b>")
    elif context.requester.memberships:
        yield Block(f"✅ {words('Nothing to do: all done.')}")
    asked_meetings = [
        one.asks for each in communities for one in each.todo_items if one.asks is not None
    ]
    are_several = sum(one.below is not None for one in communities) > 1
    for one in communities:
        rows = (
            dated_row(words, row, item.asks, asked_meetings) if item.asks is not None else row
            for item in one.todo_items
            for row in item.rows
        )
        below = one.below_rows(named=are_several)
        text = paragraphs(one.text, one.below.text if one.below else None)
        yield Block(text, (*rows, *below), one.community_id)
    if rest:
        text = lines(*(f"• {one.line}" for one in rest))
        yield Block(text, tuple(row for one in rest for row in one.rows))
    yield from queue_blocks
    interest = own(session, context)
    if interest is not None:
        yield Block(interest.text, interest.rows)


@dataclass(frozen=True, slots=True)
class _CommunityTodo:
    """What a person has to do in one community, and for moderators its status."""

    community_id: int
    name: str
    text: str
    todo_items: tuple[TodoItem, ...]
    below: StatusSection | None

    def below_rows(self, *, named: bool) -> Iterable[Row]:
        """The buttons of the status; `named` adds the community's name where several are shown."""
        rows = self.below.rows if self.below is not None else ()
        for row in rows:
            yield tuple(
                replace(button, label=f"{button.label} · {self.name}") if named else button
                for button in row
            )


def _communities(session: Session, context: Context, todo: Todo) -> Iterator[_CommunityTodo]:
    for membership in context.requester.memberships:
        community = session.get(Community, membership.community_id)
        todo_items = tuple(one for owe in todo.owes for one in owe(session, context, membership))
        below = todo.below(session, context, membership)
        if community is not None and (todo_items or below is not None):
            title = context.words("<b>{name}</b>", name=community.name)
            text = lines(title, *(f"• {one.line}" for one in todo_items))
            yield _CommunityTodo(community.id or 0, community.name, text, todo_items, below)


def _without_community(session: Session, context: Context) -> Iterator[TodoItem]:
    """Yield the unfinished forms, and the seats that are on offer to a person who waits."""
    yield from _unfinished_forms(session, context)
    for place in waiting_places(session, context.sender.telegram_id, context.words, context.now):
        if place.rows:
            yield TodoItem(place.text, place.rows)


def _unfinished_forms(session: Session, context: Context) -> Iterator[TodoItem]:
    words = context.words
    for draft in form_drafts.drafts(session, context.sender.telegram_id):
        if forms.opened(draft, context.services.cipher) is None:
            continue
        form = form_name(words, draft.topic)
        label = f"➡️ {words.plain('Go on: {form}', form=form)}"
        button = forms.CONTINUE.button(label, draft.topic, None)
        yield TodoItem(words("Not finished: {form}.", form=form), ((button,),))
