"""The live card of a community: when it is drawn anew, and what becomes of it in a moved group."""

from datetime import datetime

from sqlmodel import Session

from storage import communities
from storage.core import outbox
from storage.core.upsert import Row
from storage.rsvp import retire_cards


def follow(session: Session, old_id: int, new_id: int, now: datetime) -> None:
    """Follow a group that became a supergroup: its card stayed behind, and is posted anew."""
    chat = communities.move_chat(session, old_id, new_id)
    if chat is not None:
        # The bot may have met the new id before it heard whose it is.
        outbox.withdraw(session, communities.goodbye_key(new_id))
        retire_cards(session, chat.id or 0)
        redraw(session, chat.community_id, now)


def drawing(community_id: int, chat_id: int, now: datetime, *, anew: bool = False) -> Row:
    """The outbox row that draws a community's card: one a community, however many presses come."""
    return {
        "key": f"card:{community_id}",
        "kind": "card",
        "chat_id": chat_id,
        "payload": {"community": community_id, "anew": anew},
        "due_at": now,
    }


def redraw(session: Session, community_id: int, now: datetime, *, anew: bool = False) -> None:
    """Have the community's live card drawn: edited where it stands, or posted for a new meeting.

    `anew` brings the card to the bottom of the group.
    """
    chat = communities.chat_of(session, community_id)
    if chat is not None and chat.is_present:
        outbox.renew_all(session, [drawing(community_id, chat.id or 0, now, anew=anew)])
