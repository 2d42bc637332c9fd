"""Adding, renaming and removing themes of the shared list, each name once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.rules.plain_text import fold
from bot.rules.themes import MOST_OWN
from storage.themes import Theme, ThemeTag, added


class Listing(Enum):
    """The result of a change of the list."""

    DONE = auto()
    TAKEN = auto()
    FULL = auto()
    IN_USE = auto()
    NOT_YOURS = auto()


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a theme, by language."""

    by_language: Mapping[str, str]

    @property
    def folded(self) -> tuple[str, ...]:
        """The names in the form in which they are compared."""
        return tuple(fold(name) for name in self.by_language.values())

    @property
    def key(self) -> str:
        """The folded names as one."""
        return "\n".join(self.folded)


def add(
    session: Session,
    names: Names,
    taken: Collection[str],
    person_id: int | None,
    now: datetime,
) -> Listing:
    """Add a theme to the list. `taken` are the folded names of the fixed themes.

    A repeated press by the same person adds no second one.
    """
    before = session.exec(select(Theme).where(Theme.name_key == names.key)).first()
    if before is not None and before.added_by == person_id:
        return Listing.DONE
    if _is_taken(session, names, taken):
        return Listing.TAKEN
    if len(added(session)) >= MOST_OWN:
        return Listing.FULL
    theme = Theme(names={}, name_key="", added_by=person_id, added_at=now)
    return _put(session, theme, names)


def rename(
    session: Session,
    theme: Theme,
    names: Names,
    taken: Collection[str],
    person_id: int | None,
) -> Listing:
    """Rename a theme that nothing carries yet."""
    if not is_theirs(theme, person_id):
        return Listing.NOT_YOURS
    if is_used(session, theme):
        return Listing.IN_USE
    if _is_taken(session, names, taken, besides=theme):
        return Listing.TAKEN
    return _put(session, theme, names)


def remove(session: Session, theme: Theme, person_id: int | None) -> Listing:
    """Remove a theme that nothing carries."""
    if not is_theirs(theme, person_id):
        return Listing.NOT_YOURS
    if is_used(session, theme):
        return Listing.IN_USE
    session.delete(theme)
    session.flush()
    return Listing.DONE


def is_theirs(theme: Theme, person_id: int | None) -> bool:
    """Whether a lead may change a theme: they added it, or its author is gone."""
    return theme.added_by in (None, person_id)


def is_used(session: Session, theme: Theme) -> bool:
    """Whether anything in any community carries a theme."""
    found = select(ThemeTag.id).where(ThemeTag.theme == theme.key).limit(1)
    return session.exec(found).first() is not None


def _is_taken(
    session: Session, names: Names, taken: Collection[str], besides: Theme | None = None
) -> bool:
    others = [one for one in added(session) if besides is None or one.id != besides.id]
    known = {*taken, *(name for one in others for name in one.name_key.split("\n"))}
    return not known.isdisjoint(names.folded)


def _put(session: Session, theme: Theme, names: Names) -> Listing:
    try:
        with session.begin_nested():
            theme.names, theme.name_key = dict(names.by_language), names.key
            session.add(theme)
    except IntegrityError:
        # Somebody put the same names on the list at the same moment.
        return Listing.TAKEN
    return Listing.DONE
