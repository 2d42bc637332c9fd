"""The live card of a community: when it is drawn anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage import communities
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup


@dataclass(frozen=True, slots=True)
class CardDrawing(ToGroup):
    """Have a community's card drawn: one row a community, however many presses come."""

    name = "card"
    key_format = "card:{community_id}"
    community_id: int
    anew: bool = False
    """Whether the card comes to the bottom of the group."""


def redraw(session: Session, community_id: int, now: datetime, *, anew: bool = False) -> None:
    """Have the community's live card drawn: edited where it stands, or posted for a new meeting.

    `anew` brings the card to the bottom of the group.
    """
    chat = communities.chat_of(session, community_id)
    if chat is not None and chat.is_present:
        outbox.renew_all(session, [CardDrawing(row_id(chat), community_id, anew)], now)
