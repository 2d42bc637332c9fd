"""`/todo`: what a person still owes, on one screen; for moderators how their community stands."""

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
from handlers.people.form_names import named
from handlers.rsvp.public import told_apart
from storage.communities import Community
from storage.core import form_drafts

APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the screen that stays together while it fits: of a community, or of none."""

    text: str
    rows: tuple[Row, ...] = ()
    community_id: int | None = None


async def on_todo(context: Context, todo: Todo) -> None:
    """`/todo`, for anyone registered, and for who is still registering."""
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
    """Draw anew, where a button of it was pressed, what stands about this community."""
    pages = await context.read(partial(_pages, context=context, todo=todo))
    # Of what takes several messages, the buttons stand under the last.
    page = next((one for one in reversed(pages) if community_id in one.communities), None)
    if page is not None:
        await context.show(Screen(page.text, page.rows))


@dataclass(frozen=True, slots=True)
class Page:
    """One message, with the communities that it is about."""

    text: str
    rows: tuple[Row, ...]
    communities: frozenset[int | None]


def _pages(session: Session, context: Context, todo: Todo) -> list[Page]:
    """All of it in one message, or in several where it is too long; none for an outsider."""
    return parted(_blocks(session, context, todo))


def parted(blocks: Iterable[Block]) -> list[Page]:
    """The blocks on as few messages as Telegram takes them; one is torn only when it must be."""
    pages: list[list[Block]] = []
    for block in (part for whole in blocks for part in _fitting(whole)):
        joined = [*pages[-1], block] if pages else [block]
        if pages and shown_length(APART.join(one.text for one in joined)) <= PAGE:
            pages[-1] = joined
        else:
            pages.append([block])
    return [_page(page) for page in pages]


def _page(blocks: Sequence[Block]) -> Page:
    return Page(
        APART.join(block.text for block in blocks),
        tuple(row for block in blocks for row in block.rows),
        frozenset(block.community_id for block in blocks),
    )


def _fitting(block: Block) -> Iterator[Block]:
    """A block that is longer than a message by itself, in several; the buttons under the last."""
    *before, last = pages(block.text.split("\n")).texts
    yield from (Block(text, (), block.community_id) for text in before)
    yield replace(block, text=last)


def _blocks(session: Session, context: Context, todo: Todo) -> Iterator[Block]:
    """The heading, each community, then what is of none; nothing for an outsider."""
    words = context.words
    communities = list(_communities(session, context, todo))
    rest = list(_of_no_community(session, context))
    waits = list(waiting_places(session, context.sender.telegram_id, words, context.now))
    in_line = [Block(place.text) for place in waits if not place.rows]
    is_owed = rest or any(one.todo_items for one in communities)
    if is_owed:
        yield Block(f"<b>{words('Still to do')}</b>")
    elif context.requester.memberships:
        yield Block(f"✅ {words('Nothing to do: all done.')}")
    asked = [one.asks for each in communities for one in each.todo_items if one.asks is not None]
    are_several = sum(one.below is not None for one in communities) > 1
    for one in communities:
        rows = (
            told_apart(words, row, todo_items.asks, asked) if todo_items.asks is not None else row
            for todo_items in one.todo_items
            for row in todo_items.rows
        )
        below = one.below_rows(named=are_several)
        text = paragraphs(one.text, one.below.text if one.below else None)
        yield Block(text, (*rows, *below), one.community_id)
    if rest:
        text = lines(*(f"• {one.line}" for one in rest))
        yield Block(text, tuple(row for one in rest for row in one.rows))
    yield from in_line
    interest = own(session, context)
    if interest is not None:
        yield Block(interest.text, interest.rows)


@dataclass(frozen=True, slots=True)
class _InCommunity:
    """What is to do in one community, and how it stands."""

    community_id: int
    name: str
    text: str
    todo_items: tuple[TodoItem, ...]
    below: StatusSection | None

    def below_rows(self, *, named: bool) -> Iterable[Row]:
        """The buttons below; `named` where a person sees those of several communities."""
        rows = self.below.rows if self.below is not None else ()
        for row in rows:
            yield tuple(
                replace(button, label=f"{button.label} · {self.name}") if named else button
                for button in row
            )


def _communities(session: Session, context: Context, todo: Todo) -> Iterator[_InCommunity]:
    for membership in context.requester.memberships:
        community = session.get(Community, membership.community_id)
        todo_items = tuple(one for owe in todo.owes for one in owe(session, context, membership))
        below = todo.below(session, context, membership)
        if community is not None and (todo_items or below is not None):
            title = context.words("<b>{name}</b>", name=community.name)
            text = lines(title, *(f"• {one.line}" for one in todo_items))
            yield _InCommunity(community.id or 0, community.name, text, todo_items, below)


def _of_no_community(session: Session, context: Context) -> Iterator[TodoItem]:
    """The forms that were begun, and the seats that are kept for someone who waits."""
    yield from _begun(session, context)
    for place in waiting_places(session, context.sender.telegram_id, context.words, context.now):
        if place.rows:
            yield TodoItem(place.text, place.rows)


def _begun(session: Session, context: Context) -> Iterator[TodoItem]:
    words = context.words
    for draft in form_drafts.drafts(session, context.sender.telegram_id):
        if forms.opened(draft, context.services.cipher) is None:
            continue
        form = named(words, draft.topic)
        label = f"➡️ {words.plain('Go on: {form}', form=form)}"
        button = forms.CONTINUE.button(label, draft.topic, None)
        yield TodoItem(words("Not finished: {form}.", form=form), ((button,),))
