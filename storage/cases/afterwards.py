"""Which cases a call asks about afterwards: at the two calls after their meeting."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from bot.rules.local_time import away
from storage import frame
from storage.cases import Case, Standing
from storage.meetings import Meeting
from storage.reminders.steps import Timing

CALLS: Final = 2

CALL: Final = timedelta(days=30)
"""Before a meeting, when the rhythm does not say."""


def asked_about(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> list[Case]:
    """The chosen cases about which the call for this meeting asks."""
    rows = session.exec(
        select(Case, Meeting)
        .join(Meeting, col(Meeting.id) == Case.meeting_id)
        .where(
            Case.community_id == meeting.community_id,
            col(Case.is_chosen),
            Case.standing == Standing.ACCEPTED.value,
            Meeting.starts_at < meeting.starts_at,
            Meeting.ends_at <= now,
            col(Meeting.is_cancelled).is_(False),
        )
        .order_by(col(Case.id))
    )
    return [case for case, past in rows if meeting.id in _next_called(session, past, timing)]


def _next_called(session: Session, past: Meeting, timing: Timing) -> tuple[int | None, ...]:
    """The first meetings whose call has its own day after this one.

    One that waited until this one was over comes too early to ask how it went.
    """
    later = session.exec(
        select(Meeting)
        .where(
            Meeting.community_id == past.community_id,
            Meeting.starts_at > past.starts_at,
            col(Meeting.is_cancelled).is_(False),
        )
        .order_by(col(Meeting.starts_at))
    )
    before = frame.rhythm(session, past.community_id, timing.rhythm).get("case", CALL)
    called = [one for one in later if away(one.starts_at, -before, timing.timezone) >= past.ends_at]
    return tuple(one.id for one in called[:CALLS])
