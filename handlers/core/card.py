"""Orders a new drawing of a community's live card."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage import communities
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup


@dataclass(frozen=True, slots=True)
class CardDrawing(ToGroup):
    """The drawing of a community's card: one outbox row, however many presses come."""

    name = "card"
    key_format = "card:{community_id}"
    community_id: int
    anew: bool = False
    """Whether the card is posted anew at the bottom of the group."""


def redraw(session: Session, community_id: int, now: datetime, *, anew: bool = False) -> None:
    """Add a drawing of the community's card to the outbox: an edit, or a post for a new meeting.

    `anew` posts it again at the bottom of the group.
    """
    chat = communities.chat_of(session, community_id)
    if chat is not None and chat.is_present:
        outbox.renew_all(session, [CardDrawing(row_id(chat), community_id, anew)], now)
