"""The rights that the bot needs in a group, as the moderators are told of them."""

from datetime import datetime

from sqlmodel import Session

from locales import Words
from storage.communities import Chat
from storage.core import outbox
from storage.core.outbox import Outgoing


def lacking(words: Words, chat: Chat) -> list[str]:
    """The rights that the bot does not have in this group, by name, as HTML."""
    rights = (
        (words("pin messages"), chat.can_pin),
        (words("invite people by link"), chat.can_invite),
        (words("delete messages"), chat.can_delete),
    )
    return [name for name, given in rights if not given]


def tell(
    session: Session, chat: Chat, person_id: int | None, now: datetime, *, changed: bool = False
) -> None:
    """Have a moderator told which rights the bot lacks: once, and again whenever that changed."""
    if chat.can_pin and chat.can_invite and chat.can_delete:
        return
    row = Outgoing(
        key=f"rights:{chat.id}:{person_id}",
        kind="rights",
        person_id=person_id,
        payload={"chat": chat.id},
        due_at=now,
    )
    if changed:
        outbox.renew(session, row)
    else:
        outbox.put(session, row)
