"""Reads the community and the item that a requester looks at in the library, on each press."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.access import membership
from handlers.core.context import Context
from storage import library
from storage.core.columns import row_id
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
        return row_id(self.item)

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


def seen(
    session: Session, context: Context, item_id: int | None, community_id: int | None
) -> Seen | None:
    """An item, if the requester is a member of a community that sees it."""
    own = membership(session, context, community_id)
    if own is None or item_id is None:
        return None
    item = library.visible_to(session, item_id, own.community_id)
    return Seen(item, own) if item is not None else None
