"""One person's attendance over a cycle, and whether the certificate can be made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules import attendance as rules
from bot.rules.attendance import Listed, Mark, Tally
from storage.attendance import Attendance
from storage.meetings import Meeting
from storage.members import Membership


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting that is over, and what its list says of the person."""

    meeting: Meeting
    mark: Mark


def record(
    session: Session, own: Membership, standing: Sequence[Meeting], now: datetime
) -> list[Entry]:
    """A member's entries for the meetings of a cycle that are over, in order."""
    over = [one for one in standing if one.ends_at <= now]
    rows = lists(session, over)
    return [Entry(one, rules.mark(_listed(rows.get(one.id, []), own, one))) for one in over]


def lists(session: Session, held: Collection[Meeting]) -> dict[int | None, list[Attendance]]:
    """The saved lists of these meetings, by meeting."""
    ids = [one.id for one in held]
    found: dict[int | None, list[Attendance]] = {}
    for row in session.exec(select(Attendance).where(col(Attendance.meeting_id).in_(ids))):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def _listed(rows: Sequence[Attendance], own: Membership, meeting: Meeting) -> Listed:
    mine = next((row for row in rows if row.person_id == own.person_id), None)
    return Listed(
        was_present=mine.was_present if mine is not None else None,
        is_saved=bool(rows),
        partner_was_there=any(
            row.was_present and row.seat_id == own.seat_id and row.person_id != own.person_id
            for row in rows
        ),
        registered_at=own.accepted_at,
        ended_at=meeting.ends_at,
    )


def tally(entries: Sequence[Entry]) -> Tally:
    """The number of meetings the person was at, of how many, and the hours."""
    return rules.tally((one.mark, one.meeting.ends_at - one.meeting.starts_at) for one in entries)


def is_complete(session: Session, standing: Sequence[Meeting], now: datetime) -> bool:
    """Whether the last of these meetings is over and ticked."""
    if not standing:
        return False
    last = standing[-1]
    return rules.is_complete(last.ends_at, now, is_saved=bool(lists(session, [last])))
