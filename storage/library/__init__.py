"""The library: tools, practices and resources that members share, and trials of them.

Items are stored in the clear, because the database searches them.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, func, select

from bot.rules.library import Kind, Outcome, search_words
from storage import releases, themes
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.upsert import upsert
from storage.themes import Tagged

SEARCH_TABLE: Final = "library_search"
"""SQLite's table of words, which follows the items by itself; PostgreSQL has an index instead."""


class LibraryItem(SQLModel, table=True):
    """A shared text, link or document, with one line why.

    `community_id` is None for what all communities see. A document is known by its Telegram file
    id; its content is not stored. `title_words` and `words` are the folded texts that are searched.
    """

    __tablename__ = "library_item"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    community_id: int | None = Field(
        default=None, sa_column=belongs_to("community.id", nullable=True)
    )
    kind: str
    title: str
    title_words: str = ""
    why: str
    link: str = ""
    file_id: str = ""
    file_name: str = ""
    shared_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    shared_at: datetime = Field(sa_column=instant())
    # The long ones last: what a search reads of a row stands before them.
    content: str = Field(default="", sa_column=Column(Text(), nullable=False))
    words: str = Field(default="", sa_column=Column(Text(), nullable=False))


class Trial(SQLModel, table=True):
    """How a trial of an item went for a person: an outcome, and optionally words (sealed)."""

    __table_args__ = (UniqueConstraint("item_id", "person_id"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=belongs_to("library_item.id"))
    community_id: int = Field(sa_column=belongs_to("community.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    outcome: str
    told: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    tried_at: datetime = Field(sa_column=instant())


@dataclass(frozen=True, slots=True)
class Told:
    """What a member tells of an item: one of text, link and document."""

    kind: Kind
    title: str
    why: str
    text: str = ""
    link: str = ""
    file_id: str = ""
    file_name: str = ""

    @property
    def words(self) -> str:
        """All words that are searched."""
        return search_words(f"{self.title} {self.why} {self.text} {self.link} {self.file_name}")


def share(
    session: Session, told: Told, community_id: int, person_id: int | None, now: datetime
) -> LibraryItem:
    """Add an item to a community's library."""
    item = LibraryItem(
        community_id=community_id,
        kind=told.kind.value,
        title=told.title,
        why=told.why,
        shared_by=person_id,
        shared_at=now,
    )
    change(session, item, told)
    return item


def change(session: Session, item: LibraryItem, told: Told) -> None:
    """Change what is told of an item; who shared it and when stay."""
    item.kind, item.title, item.why = told.kind.value, told.title, told.why
    item.title_words, item.words = search_words(told.title), told.words
    item.content, item.link = told.text, told.link
    item.file_id, item.file_name = told.file_id, told.file_name
    session.add(item)
    is_new = item.id is None
    session.flush()
    if not is_new:
        _forget_former_words(session)


def withdraw(session: Session, item: LibraryItem, now: datetime) -> None:
    """Delete an item, with its themes and trials."""
    tag(session, item, frozenset(), now)
    releases.end_release(session, releases.Kind.ITEM, item.id)
    session.delete(item)
    session.flush()
    _forget_former_words(session)


def tag(session: Session, item: LibraryItem, keys: AbstractSet[str], now: datetime) -> None:
    """Replace the themes of an item."""
    if item.community_id is not None:
        themes.retag(session, Tagged.ITEM, item.id or 0, keys, item.community_id, None, now)


def _forget_former_words(session: Session) -> None:
    """Remove words that no item has any more from SQLite's search index."""
    if session.get_bind().dialect.name == "sqlite":
        merge = f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}) VALUES ('optimize')"  # noqa: S608
        session.connection().execute(text(merge))


def visible_to(session: Session, item_id: int | None, community_id: int) -> LibraryItem | None:
    """An item, if members of this community see it."""
    item = session.get(LibraryItem, item_id) if item_id is not None else None
    return item if item is not None and item.community_id in (None, community_id) else None


def trial_of(session: Session, item_id: int, person_id: int | None) -> Trial | None:
    """A person's trial of an item."""
    return session.exec(
        select(Trial).where(Trial.item_id == item_id, Trial.person_id == person_id)
    ).first()


def note_trial(
    session: Session,
    item_id: int,
    community_id: int,
    person_id: int,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Store the outcome of a trial; words told of it before stay."""
    row = {
        "item_id": item_id,
        "person_id": person_id,
        "community_id": community_id,
        "outcome": outcome.value,
        "tried_at": now,
    }
    upsert(session, Trial, [row], ("item_id", "person_id"))


def outcomes(session: Session, item_id: int, community_id: int) -> Mapping[str, int]:
    """The counts of outcomes of an item, for the members of a community."""
    found = session.exec(
        select(Trial.outcome, func.count())
        .where(Trial.item_id == item_id, Trial.community_id == community_id)
        .group_by(Trial.outcome)
    )
    return dict(found.all())


def experiences(session: Session, item_id: int, community_id: int, most: int) -> Iterable[Trial]:
    """The newest trials of a community's members that have words (sealed)."""
    return session.exec(
        select(Trial)
        .where(
            Trial.item_id == item_id,
            Trial.community_id == community_id,
            col(Trial.told).is_not(None),
        )
        .order_by(col(Trial.tried_at).desc(), col(Trial.id).desc())
        .limit(most)
    )
