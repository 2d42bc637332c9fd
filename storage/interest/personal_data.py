"""How long interest is kept, and what of it belongs to one person."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from bot.rules import interest as rules
from storage import interest as interests
from storage.communities import Community
from storage.core.form_drafts import Conversation
from storage.core.text_encryption import TextCipher
from storage.interest import Interest
from storage.interest.placed import CHOOSING, FOUNDED

TOPIC = "interest"
"""The topic of the form that someone has begun and not agreed to."""


def of_person(
    session: Session, person_telegram_id: int, cipher: TextCipher
) -> dict[str, Any] | None:
    """What someone told of themselves to take part, ready for JSON; None where they did not."""
    found = interests.of(session, person_telegram_id)
    if found is None:
        return None
    placed = session.get(Community, found.community_id) if found.community_id else None
    invitation = interests.invitation_of(session, found)
    until = invitation.expires_at if invitation else None
    told = ("name", "zone", "municipality", "profession", "sector", "organisation", "language")
    return {name: getattr(found, name) for name in told} | {
        "how_to_reach_you": cipher.decrypt_or_none(found.contact),
        "as_duo": found.as_duo,
        "came_by": found.source,
        "agreed_at": found.consented_at.isoformat(),
        "changed_at": found.changed_at.isoformat(),
        "kept_until": (found.changed_at + rules.RETENTION).isoformat(),
        "coordinators_told_at": _at(found.announced_at),
        "invited_to": placed.name if placed else None,
        "invited_at": _at(found.placed_at),
        "invitation_open_until": _at(until),
        "told_that_it_is_full_at": _at(found.told_full_at),
        "could_be_reached": found.is_reachable,
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def forget(session: Session, person_telegram_id: int) -> None:
    """Erase someone's interest, if they left it."""
    found = interests.of(session, person_telegram_id)
    if found is not None:
        interests.erase(session, found)


def erase_expired(session: Session, now: datetime) -> None:
    """Erase interest a year after its last change, and forms that nobody went on with."""
    old = select(Interest).where(col(Interest.changed_at) <= now - rules.RETENTION)
    for interest in session.exec(old).all():
        interests.erase(session, interest)
    session.exec(
        delete(Conversation).where(
            col(Conversation.topic).in_((TOPIC, FOUNDED, *CHOOSING.values())),
            col(Conversation.touched_at) <= now - rules.DRAFT_RETENTION,
        )
    )
