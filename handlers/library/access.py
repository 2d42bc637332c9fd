"""In which community a visitor looks into the library, and at which item: read again each time."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core import callback_data
from handlers.core.context import Context
from storage import library, members
from storage.library import LibraryItem
from storage.members import Membership


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as one member of a community sees it."""

    item: LibraryItem
    own: Membership

    @property
    def item_id(self) -> int:
        """The id of the item."""
        return self.item.id or 0

    @property
    def community_id(self) -> int:
        """The community in which it is seen."""
        return self.own.community_id

    @property
    def may_change(self) -> bool:
        """Whether the member shared it here."""
        is_here = self.item.community_id == self.community_id
        return is_here and self.item.shared_by == self.own.person_id

    @property
    def may_withdraw(self) -> bool:
        """Whether the member shared it here, or moderates here."""
        return self.may_change or self.may_release

    @property
    def may_release(self) -> bool:
        """Whether the member moderates here, where it was shared or taken over."""
        is_here = self.item.community_id == self.community_id
        return is_here and self.own.role == Role.MODERATOR


def membership(session: Session, context: Context, community_id: object) -> Membership | None:
    """The visitor's membership of a community, as it is now."""
    person = members.person_at(session, context.sender.telegram_id)
    if person is None or not isinstance(community_id, int):
        return None
    return members.membership(session, person.id, community_id)


def seen(session: Session, context: Context, item_id: object, community_id: object) -> Seen | None:
    """An item, if the visitor is a member where it is seen."""
    own = membership(session, context, community_id)
    if own is None or not isinstance(item_id, int):
        return None
    item = library.seen_by(session, item_id, own.community_id)
    return Seen(item, own) if item is not None else None


def pressed(session: Session, context: Context) -> Seen | None:
    """The same of the item and the community that a button names first."""
    return seen(
        session, context, callback_data.number(context.references), community_of(context, 1)
    )


def community_of(context: Context, position: int = 0) -> int | None:
    """The community that a button names."""
    return callback_data.number(context.references, position)


def gone(context: Context) -> str:
    """Why there is no such item for this person."""
    return context.words("This is no longer in the library, or not in that of your community.")


def stranger(context: Context) -> str:
    """Why there is no library for this person."""
    return context.words("You are not registered in this community.")
