"""Meetings: a community's cycles."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import meetings as rules
from storage import communities
from storage.core.columns import NEVER_AGAIN, belongs_to, instant
from storage.core.personal_data import Kept, PersonalData

UID_BYTES = 16


class Meeting(SQLModel, table=True):
    """A meeting of a cycle. `uid` stays when it moves; `sequence` counts its changes.

    `planned_at` is when it was planned or last moved. `cycle` counts a community's cycles from 1.
    """

    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(sa_column=belongs_to("community.id"))
    cycle: int = 1
    number: int = Field(description="its place in the cycle; 0 once it is cancelled")
    starts_at: datetime = Field(sa_column=instant(index=True))
    ends_at: datetime = Field(sa_column=instant())
    venue: str = ""
    theme: str = ""
    speaker: str = ""
    speaker_theme: str = ""
    speaker_language: str = Field(default="", description="nl, fr, or empty while not known")
    preparation: str = ""
    is_cancelled: bool = False
    uid: str = Field(unique=True)
    sequence: int = 0
    planned_at: datetime = Field(sa_column=instant())


def as_rules_meeting(meeting: Meeting) -> rules.Meeting:
    """The meeting as the rules know it."""
    return rules.Meeting(
        meeting.id or 0,
        meeting.starts_at,
        meeting.ends_at,
        meeting.venue or None,
        meeting.is_cancelled,
    )


def latest_cycle(session: Session, community_id: int) -> int:
    """The number of the present or last cycle of a community; 1 before the first."""
    latest = session.exec(
        select(func.max(Meeting.cycle)).where(Meeting.community_id == community_id)
    ).first()
    return latest or 1


def all_of_latest_cycle(session: Session, community_id: int) -> list[Meeting]:
    """All meetings of the latest cycle, also cancelled ones, in order."""
    return list(
        session.exec(
            select(Meeting)
            .where(
                Meeting.community_id == community_id,
                Meeting.cycle == latest_cycle(session, community_id),
            )
            .order_by(col(Meeting.starts_at), col(Meeting.id))
        )
    )


def of_latest_cycle(session: Session, community_id: int) -> list[Meeting]:
    """The meetings of the latest cycle that are not cancelled, in order."""
    return [one for one in all_of_latest_cycle(session, community_id) if not one.is_cancelled]


def of_cycle(session: Session, community_id: int, number: int) -> list[Meeting]:
    """The meetings of one cycle that are not cancelled, in order."""
    return list(
        session.exec(
            select(Meeting)
            .where(
                Meeting.community_id == community_id,
                Meeting.cycle == number,
                col(Meeting.is_cancelled).is_(False),
            )
            .order_by(col(Meeting.starts_at), col(Meeting.id))
        )
    )


def cycle_length(session: Session, community_id: int) -> int:
    """The number of meetings of the latest cycle; see `bot.rules.meetings.cycle_total`."""
    standing = session.exec(
        select(func.count())
        .select_from(Meeting)
        .where(
            Meeting.community_id == community_id,
            Meeting.cycle == latest_cycle(session, community_id),
            col(Meeting.is_cancelled).is_(False),
        )
    ).one()
    return rules.cycle_total(standing)


def cycle_to_plan(
    session: Session, community_id: int, planned: Sequence[rules.Planned], now: datetime
) -> tuple[int, list[Meeting]]:
    """The cycle that a plan is for, and its meetings so far.

    When every meeting is over, a plan of later ones begins the next cycle.
    """
    latest = latest_cycle(session, community_id)
    existing = all_of_latest_cycle(session, community_id)
    last_end = max((one.ends_at for one in existing if not one.is_cancelled), default=None)
    is_later = last_end is not None and all(one.start > last_end for one in planned)
    if last_end is not None and last_end <= now and is_later:
        return latest + 1, []
    return latest, existing


def next_meeting(session: Session, community_id: int, now: datetime) -> Meeting | None:
    """The next meeting: the first that is not over."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.ends_at > now,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).first()


def previous_meeting(session: Session, meeting: Meeting) -> Meeting | None:
    """The meeting before this one, in any cycle."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == meeting.community_id,
            col(Meeting.is_cancelled).is_(False),
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    ).first()


def with_number(session: Session, community_id: int, number: int) -> Meeting | None:
    """The meeting with this number in the latest cycle."""
    standing = of_latest_cycle(session, community_id)
    return next((one for one in standing if one.number == number), None)


def add(
    session: Session, community_id: int, in_cycle: int, planned: rules.Planned, now: datetime
) -> Meeting:
    """Add a meeting to a cycle; `renumber` sets its number."""
    meeting = Meeting(
        community_id=community_id,
        cycle=in_cycle,
        number=0,
        starts_at=planned.start,
        ends_at=planned.end,
        venue=planned.venue or "",
        uid=f"{secrets.token_hex(UID_BYTES)}@praktijkgemeenschap",
        planned_at=now,
    )
    session.add(meeting)
    session.flush()
    return meeting


def renumber(session: Session, community_id: int) -> None:
    """Number the latest cycle by date; cancelled meetings have no number.

    A meeting with a new number counts as changed, so that calendars show it.
    """
    session.flush()
    everyone = all_of_latest_cycle(session, community_id)
    places = {place.meeting.id: place for place in rules.renumber(map(as_rules_meeting, everyone))}
    before = rules.cycle_total(sum(meeting.number > 0 for meeting in everyone))
    for meeting in everyone:
        place = places.get(meeting.id or 0)
        if place is None:
            meeting.number = 0
            continue
        is_renamed = (meeting.number, before) != (place.number, place.total)
        if meeting.number and is_renamed:
            meeting.sequence += 1
        meeting.number = place.number
        session.add(meeting)
    session.flush()


def of_ended_cycles(retention: timedelta, now: datetime) -> SelectOfScalar[int | None]:
    """A query for the ids of the meetings of cycles that ended `retention` ago or earlier."""
    later = aliased(Meeting)
    is_recent = exists().where(
        col(later.community_id) == Meeting.community_id,
        col(later.cycle) == Meeting.cycle,
        col(later.ends_at) > now - retention,
    )
    return select(col(Meeting.id)).where(~is_recent)


def about(session: Session, row: Any) -> dict[str, Any]:
    """The meeting of a row, for the person whose row it is."""
    meeting = session.get_one(Meeting, row.meeting_id)
    return communities.about(session, meeting) | {
        "meeting": meeting.number,
        "starts_at": meeting.starts_at.isoformat(),
    }


PERSONAL_DATA: Final = (
    PersonalData(Meeting, Kept("what was planned is the community's; it names a speaker only")),
)
