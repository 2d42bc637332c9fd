"""How long it is kept who released and posted something, and what of that is one person's."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, exists, or_, select, update

from storage import meetings
from storage.communities import Community
from storage.meetings import Meeting
from storage.releases import Offer, Release


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Forget who released and posted what, so long after the end of the cycle it was in.

    What was released stays, as parts of summaries do that may be shared.
    """
    session.exec(
        update(Release)
        .where(
            col(Release.released_by).is_not(None),
            _is_over(col(Release.community_id), col(Release.released_at), retention, now),
        )
        .values(released_by=None)
    )
    session.exec(
        update(Offer)
        .where(
            col(Offer.posted_by).is_not(None),
            _is_over(col(Offer.community_id), col(Offer.posted_at), retention, now),
        )
        .values(posted_by=None)
    )


def _is_over(
    community_id: Any, at: Any, retention: timedelta, now: datetime
) -> ColumnElement[bool]:
    """Whether a moment was in a cycle that ended long enough ago, or after the last of them."""
    over = meetings.of_ended_cycles(retention, now)
    of_community = col(Meeting.community_id) == community_id
    later = exists().where(of_community, col(Meeting.ends_at) >= at, col(Meeting.id).in_(over))
    running = exists().where(of_community, col(Meeting.id).not_in(over))
    return or_(later, and_(at < now - retention, ~running))


def of_person(session: Session, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What a person released and posted, ready for JSON; empty for who did neither."""
    released = session.exec(
        select(Release, Community)
        .join(Community, col(Community.id) == Release.community_id)
        .where(Release.released_by == person_id)
        .order_by(col(Release.id))
    )
    posted = session.exec(
        select(Offer, Community)
        .join(Community, col(Community.id) == Offer.community_id)
        .where(Offer.posted_by == person_id)
        .order_by(col(Offer.id))
    )
    found: dict[str, list[dict[str, Any]]] = {
        "released": [
            {
                "community": community.name,
                "kind": row.kind,
                "released_at": row.released_at.isoformat(),
            }
            for row, community in released
        ],
        "posted": [
            {
                "community": community.name,
                "posted_at": row.posted_at.isoformat() if row.posted_at else None,
            }
            for row, community in posted
        ],
    }
    return {name: rows for name, rows in found.items() if rows}
