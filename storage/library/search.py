"""Searches library items: by words, by theme, newest, most tried.

The database searches the words, with the same results in the same order on both kinds: an item
matches when each term begins one of its words; items with more terms in the title come first, then
newer ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, text
from sqlmodel import Session, col, or_

from storage.library import SEARCH_TABLE, LibraryItem, Trial
from storage.themes import Tagged, ThemeTag

SHOWN: Final = 8
"""Items on a page."""

LAST_PAGE: Final = 999
"""Pages are numbered from 0."""

_FOUND_IN_SQLITE: Final = (
    f"library_item.id IN (SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH :sought)"  # noqa: S608
)
_FOUND_IN_POSTGRESQL: Final = "library_words(library_item.words) @@ CAST(:sought AS tsquery)"


@dataclass(frozen=True, slots=True)
class Page:
    """The items of one page, and whether another follows."""

    items: tuple[LibraryItem, ...]
    has_more: bool


def with_words(session: Session, community_id: int, terms: Sequence[str], page: int = 0) -> Page:
    """The items in which each of these terms begins a word; `terms` come from the rules."""
    if not terms:
        return Page((), has_more=False)
    in_title = sum((_in_title(term) for term in terms), start=literal(0))
    asked = select(col(LibraryItem.id)).where(_visible(community_id), _holds(session, terms))
    return _page(session, asked.order_by(in_title.desc(), col(LibraryItem.id).desc()), page)


def newest(session: Session, community_id: int, page: int = 0) -> Page:
    """All items, the newest first."""
    asked = select(col(LibraryItem.id)).where(_visible(community_id))
    return _page(session, asked.order_by(col(LibraryItem.id).desc()), page)


def most_tried(session: Session, community_id: int, page: int = 0) -> Page:
    """The items that this community's members tried, most tried first."""
    number = func.count(col(Trial.id))
    asked = (
        select(col(LibraryItem.id))
        .join(Trial, col(Trial.item_id) == LibraryItem.id)
        .where(_visible(community_id), col(Trial.community_id) == community_id)
        .group_by(col(LibraryItem.id))
    )
    return _page(session, asked.order_by(number.desc(), col(LibraryItem.id).desc()), page)


def with_theme(session: Session, community_id: int, theme: str, page: int = 0) -> Page:
    """The items of a community with a theme, newest first."""
    asked = (
        select(col(LibraryItem.id))
        .join(ThemeTag, col(ThemeTag.subject_id) == LibraryItem.id)
        .where(
            col(ThemeTag.kind) == Tagged.ITEM.value,
            col(ThemeTag.community_id) == community_id,
            col(ThemeTag.theme) == theme,
        )
    )
    return _page(session, asked.order_by(col(LibraryItem.id).desc()), page)


def number_of_items(session: Session, community_id: int) -> int:
    """The number of items that a community sees."""
    asked = select(func.count()).select_from(LibraryItem).where(_visible(community_id))
    return session.connection().execute(asked).scalar_one()


def by_theme(session: Session, community_id: int) -> Mapping[str, int]:
    """The number of items with each theme, most frequent first."""
    asked = (
        select(col(ThemeTag.theme), func.count())
        .where(col(ThemeTag.kind) == Tagged.ITEM.value, col(ThemeTag.community_id) == community_id)
        .group_by(col(ThemeTag.theme))
        .order_by(func.count().desc(), col(ThemeTag.theme))
    )
    rows = session.connection().execute(asked).all()
    return {str(theme): int(count) for theme, count in rows}


def _visible(community_id: int) -> ColumnElement[bool]:
    own = col(LibraryItem.community_id) == community_id
    return or_(own, col(LibraryItem.community_id).is_(None))


def _in_title(term: str) -> ColumnElement[int]:
    # A term holds letters and digits only: nothing in it means anything to LIKE.
    begins = literal(" ").concat(col(LibraryItem.title_words)).like(f"% {term}%")
    return case((begins, 1), else_=0)


def _holds(session: Session, terms: Sequence[str]) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        sought = " AND ".join(f'"{term}" *' for term in terms)
        return and_(text(_FOUND_IN_SQLITE).bindparams(sought=sought))
    sought = " & ".join(f"'{term}':*" for term in terms)
    return and_(text(_FOUND_IN_POSTGRESQL).bindparams(sought=sought))


def _page(session: Session, asked: Select[Any], page: int) -> Page:
    """Finds the ids first, so that long columns are read for one page only."""
    cut = asked.limit(SHOWN + 1).offset(min(page, LAST_PAGE) * SHOWN)
    ids = list(session.connection().execute(cut).scalars())
    rows = session.execute(select(LibraryItem).where(col(LibraryItem.id).in_(ids[:SHOWN])))
    items = sorted(rows.scalars(), key=lambda item: ids.index(item.id))
    return Page(tuple(items), len(ids) > SHOWN)
