"""The rows from which the recurring themes of a community are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.rules.themes import NO_SESSION, Recurrence, Tag
from bot.rules.themes import recurring as of_cycle
from storage.meetings import Meeting
from storage.themes import ThemeTag

Starts = Sequence[tuple[int, datetime]]
"""The cycles of a community with when each began, in order."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that carries a theme: `kind` is a `Tagged` value; its meeting, if any."""

    kind: str
    subject_id: int
    meeting: Meeting | None
    tagged_at: datetime


def recurring(session: Session, community_id: int, cycle: int) -> tuple[Recurrence, ...]:
    """The themes of one cycle of a community, most frequent first."""
    return of_cycle(tags(session, community_id), cycle)


def cycles(session: Session, community_id: int) -> list[int]:
    """The cycles in which themes were tagged, latest first."""
    return sorted({tag.cycle for tag in tags(session, community_id)}, reverse=True)


def things(session: Session, community_id: int, theme: str) -> list[Thing]:
    """The things in a community that carry themes, newest first."""
    rows = session.exec(
        select(ThemeTag, Meeting)
        .join(Meeting, col(Meeting.id) == ThemeTag.meeting_id, isouter=True)
        .where(ThemeTag.community_id == community_id, ThemeTag.theme == theme)
    )
    found = [Thing(tag.kind, tag.subject_id, meeting, tag.tagged_at) for tag, meeting in rows]
    return sorted(found, key=_moment, reverse=True)


def _moment(thing: Thing) -> datetime:
    return thing.meeting.starts_at if thing.meeting is not None else thing.tagged_at


def tags(session: Session, community_id: int, *only: ColumnElement[bool]) -> list[Tag]:
    """The theme tags of a community, or only those that meet these conditions."""
    starts = _starts(session, community_id)
    rows = session.exec(
        select(ThemeTag, Meeting)
        .join(Meeting, col(Meeting.id) == ThemeTag.meeting_id, isouter=True)
        .where(ThemeTag.community_id == community_id, *only)
    )
    return [_placed(tag, meeting, starts) for tag, meeting in rows]


def _placed(tag: ThemeTag, meeting: Meeting | None, starts: Starts) -> Tag:
    if meeting is None:
        return Tag(tag.theme, tag.kind, _cycle_at(tag.tagged_at, starts), NO_SESSION)
    number = NO_SESSION if meeting.is_cancelled else meeting.number
    return Tag(tag.theme, tag.kind, meeting.cycle, number)


def _cycle_at(at: datetime, starts: Starts) -> int:
    """The cycle that had begun by then, or the first."""
    begun = [cycle for cycle, start in starts if start <= at]
    return begun[-1] if begun else 1


def _starts(session: Session, community_id: int) -> Starts:
    rows = session.exec(
        select(Meeting.cycle, func.min(Meeting.starts_at))
        .where(Meeting.community_id == community_id)
        .group_by(col(Meeting.cycle))
        .order_by(col(Meeting.cycle))
    )
    return [(cycle, start) for cycle, start in rows]
