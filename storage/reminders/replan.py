"""Plans the steps of coming meetings anew after a change of the rhythm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import frame as rules
from bot.rules.frame import Planned
from bot.rules.rhythm import STEPS
from bot.settings import parse_steps
from storage import frame
from storage.communities import Community
from storage.core.database import SAID
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Reminder, Timing

Distances = Mapping[str, timedelta]


@dataclass(frozen=True, slots=True)
class _Coming:
    """A coming meeting, the end of the one before it, and its community's rhythm."""

    meeting: Meeting
    last_end: datetime | None
    own: Distances


def replan(session: Session, timing: Timing, now: datetime, community_id: int | None = None) -> int:
    """Plan the steps of coming meetings anew, of one community or of all; returns their number.

    Done and skipped steps stay so. It takes a few statements, however many meetings there are.
    """
    coming = list(_coming(session, timing, now, community_id))
    known = _known(session, now, community_id)
    rows = [
        {"meeting_id": one.meeting.id, "step": step, "due_at": at, "is_done": False}
        for one in coming
        for step, at in _anew(one, known.get(one.meeting.id or 0, {}), timing, now).items()
    ]
    session.connection().execute(
        delete(Reminder).where(
            col(Reminder.meeting_id).in_(_to_come(now, community_id)),
            col(Reminder.step).in_(STEPS),
            col(Reminder.is_done).is_(False),
        )
    )
    # The ids of the rows that went may be given out again: nothing may be taken for an old one.
    for one in [known for known in session if isinstance(known, Reminder)]:
        session.expunge(one)
    if rows:
        session.connection().execute(insert(Reminder), rows)
    session.info[SAID] = True
    return len(coming)


def _anew(
    one: _Coming, known: Mapping[str, Planned], timing: Timing, now: datetime
) -> dict[str, datetime]:
    due = steps.steps_of(one.meeting, one.last_end, one.own, timing, now)
    return rules.replanned(known, due)


def _coming(
    session: Session, timing: Timing, now: datetime, community_id: int | None
) -> Iterator[_Coming]:
    usual = frame.usual_rhythm(session, timing.rhythm)
    shifts = _shifts(session)
    own = {key: rules.rhythm(usual, parse_steps(shift)) for key, shift in shifts.items()}
    everything = select(Meeting).where(col(Meeting.is_cancelled).is_(False))
    if community_id is not None:
        everything = everything.where(Meeting.community_id == community_id)
    ordered = session.exec(
        everything.order_by(col(Meeting.community_id), col(Meeting.starts_at), col(Meeting.id))
    )
    for before, meeting in pairwise((None, *ordered)):
        if meeting is not None and meeting.starts_at > now:
            is_same = before is not None and before.community_id == meeting.community_id
            last_end = before.ends_at if before is not None and is_same else None
            yield _Coming(meeting, last_end, own.get(meeting.community_id, usual))


def _shifts(session: Session) -> dict[int | None, str]:
    rows = session.exec(select(Community.id, Community.rhythm).where(Community.rhythm != ""))
    return dict(rows.all())


def _to_come(now: datetime, community_id: int | None) -> SelectOfScalar[int | None]:
    found = select(col(Meeting.id)).where(
        Meeting.starts_at > now, col(Meeting.is_cancelled).is_(False)
    )
    return found if community_id is None else found.where(Meeting.community_id == community_id)


def _known(
    session: Session, now: datetime, community_id: int | None
) -> dict[int, dict[str, Planned]]:
    """The planned steps of coming meetings, by meeting."""
    known: dict[int, dict[str, Planned]] = {}
    rows = session.exec(
        select(Reminder.meeting_id, Reminder.step, Reminder.due_at, Reminder.is_done).where(
            col(Reminder.meeting_id).in_(_to_come(now, community_id))
        )
    )
    for meeting_id, step, due_at, is_done in rows:
        known.setdefault(meeting_id, {})[step] = Planned(due_at, is_done)
    return known
