"""How long the words of trials are kept, and what in the library belongs to one person.

Items stay, without a name once their person is gone: they are what a community knows.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from bot.rules import library as rules
from storage.communities import Community
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem, Trial
from storage.meetings import Meeting


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase what was told of trials in words, so long after the end of the cycle they were in."""
    ends = _cycle_ends(session)
    for trial in session.exec(select(Trial).where(col(Trial.told).is_not(None))):
        if rules.counted_from(trial.tried_at, ends[trial.community_id]) + retention < now:
            trial.told = None
            session.add(trial)
    session.flush()


def _cycle_ends(session: Session) -> dict[int, list[datetime]]:
    """When the cycles of each community end."""
    ends: dict[int, list[datetime]] = defaultdict(list)
    last = select(Meeting.community_id, func.max(Meeting.ends_at)).group_by(
        col(Meeting.community_id), col(Meeting.cycle)
    )
    for community_id, end in session.exec(last):
        ends[community_id].append(end)
    return ends


def of_person(session: Session, person_id: int, cipher: TextCipher) -> dict[str, Any]:
    """What a person shared and tried, ready for JSON; empty for who did neither."""
    shared = session.exec(
        select(LibraryItem, Community)
        .join(Community, col(Community.id) == LibraryItem.community_id)
        .where(LibraryItem.shared_by == person_id)
        .order_by(col(LibraryItem.id))
    )
    tried = session.exec(
        select(Trial, LibraryItem)
        .join(LibraryItem, col(LibraryItem.id) == Trial.item_id)
        .where(Trial.person_id == person_id)
        .order_by(col(Trial.id))
    )
    found = {
        "shared": [_shared(item, community) for item, community in shared],
        "tried": [
            {
                "title": item.title,
                "outcome": trial.outcome,
                "told": cipher.decrypt_or_none(trial.told),
                "tried_at": trial.tried_at.isoformat(),
            }
            for trial, item in tried
        ],
    }
    return found if any(found.values()) else {}


def _shared(item: LibraryItem, community: Community) -> dict[str, Any]:
    told = ("kind", "title", "why", "content", "link", "file_name")
    return {
        "community": community.name,
        **{name: getattr(item, name) for name in told if getattr(item, name)},
        "shared_at": item.shared_at.isoformat(),
    }
