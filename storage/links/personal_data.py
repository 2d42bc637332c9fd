"""Personal data of links: who released and who posted something."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, exists, or_, update

from storage import communities, meetings
from storage.core.personal_data import AfterCycle, Export, NameGoes, PersonalData, columns
from storage.meetings import Meeting
from storage.releases import Offer, Release


def _forget_who_released(session: Session, retention: timedelta, now: datetime) -> None:
    """Remove the names of those who released something; the release stays."""
    session.exec(
        update(Release)
        .where(
            col(Release.released_by).is_not(None),
            _is_over(col(Release.community_id), col(Release.released_at), retention, now),
        )
        .values(released_by=None)
    )


def _forget_who_posted(session: Session, retention: timedelta, now: datetime) -> None:
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
    """Condition: a moment lies in a cycle that ended long enough ago, or after the last cycle."""
    over = meetings.of_ended_cycles(retention, now)
    of_community = col(Meeting.community_id) == community_id
    later = exists().where(of_community, col(Meeting.ends_at) >= at, col(Meeting.id).in_(over))
    running = exists().where(of_community, col(Meeting.id).not_in(over))
    return or_(later, and_(at < now - retention, ~running))


PERSONAL_DATA: Final = (
    PersonalData(
        Release,
        AfterCycle(_forget_who_released),
        whose={"released_by": NameGoes()},
        exports=(
            Export(
                "links_between_communities",
                columns("kind", "released_at"),
                part="released",
                about=communities.about,
            ),
        ),
    ),
    PersonalData(
        Offer,
        AfterCycle(_forget_who_posted),
        whose={"posted_by": NameGoes()},
        exports=(
            Export(
                "links_between_communities",
                columns("posted_at"),
                part="posted",
                about=communities.about,
            ),
        ),
    ),
)
