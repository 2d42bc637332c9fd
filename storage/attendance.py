"""Who was really there, as a moderator ticked it after a meeting."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.rsvp import Answer as Reply
from storage import conversations, members, rsvp
from storage.columns import belongs_to, instant, loosely
from storage.meetings import Meeting
from storage.members import Person, Seated


class Attendance(SQLModel, table=True):
    """Whether a person was at a meeting. In a duo each partner has a row of their own.

    `seat_id` is the seat they held then, `saved_by` the moderator who ticked last; both may
    have left since.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    seat_id: int | None = Field(default=None, sa_column=loosely("seat.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    was_present: bool
    saved_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    saved_at: datetime = Field(sa_column=instant())


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved the list last (their name, empty when they left), and when."""

    name: str
    at: datetime


def saved(session: Session, meeting_id: int) -> dict[int, Attendance]:
    """What was saved for a meeting, by person."""
    rows = session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {row.person_id: row for row in rows}


def last_saved(session: Session, meeting_id: int) -> Saved | None:
    """Who saved a meeting's list last, if anyone did."""
    row = session.exec(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(col(Attendance.saved_at).desc())
    ).first()
    if row is None:
        return None
    moderator = session.get(Person, row.saved_by) if row.saved_by is not None else None
    return Saved(moderator.name if moderator else "", row.saved_at)


def invited(session: Session, meeting: Meeting) -> list[Seated]:
    """Everyone in the community who had registered before the meeting was over, by seat."""
    return [
        seated
        for seated in members.seated(session, meeting.community_id)
        if seated.membership.accepted_at < meeting.ends_at
    ]


def _topic(meeting_id: int) -> str:
    return f"attendance:{meeting_id}"


def present(session: Session, meeting: Meeting, person_telegram_id: int) -> set[int]:
    """Who is ticked: in this moderator's unfinished list, else as saved, else as answered."""
    meeting_id = meeting.id or 0
    draft = conversations.about(session, person_telegram_id, _topic(meeting_id))
    if draft is not None:
        return set(draft.draft["present"])
    rows = saved(session, meeting_id)
    if rows:
        return {person_id for person_id, row in rows.items() if row.was_present}
    answers = rsvp.answers(session, meeting_id).values()
    return {answer.person_id for answer in answers if answer.answer == Reply.YES}


def tick(
    session: Session, meeting: Meeting, person_telegram_id: int, person_id: int, *, yes: bool
) -> None:
    """Tick or untick a person in a moderator's unfinished list."""
    ticked = present(session, meeting, person_telegram_id)
    ticked = ticked | {person_id} if yes else ticked - {person_id}
    draft = {"present": sorted(ticked)}
    topic = _topic(meeting.id or 0)
    conversations.keep(session, person_telegram_id, topic, draft, conversations.BESIDE)
    session.flush()


def save(
    session: Session, meeting: Meeting, moderator: Person, ticked: AbstractSet[int], now: datetime
) -> tuple[int, int]:
    """Keep the list in the place of what was kept before; how many were there, and of how many."""
    meeting_id = meeting.id or 0
    rows = saved(session, meeting_id)
    people = invited(session, meeting)
    for seated in people:
        person_id = seated.membership.person_id
        row = rows.get(person_id) or Attendance(
            meeting_id=meeting_id, person_id=person_id, was_present=False, saved_at=now
        )
        row.seat_id = seated.membership.seat_id
        row.was_present = person_id in ticked
        row.saved_by, row.saved_at = moderator.id, now
        session.add(row)
    conversations.drop(session, moderator.telegram_id, _topic(meeting_id))
    session.flush()
    return sum(seated.membership.person_id in ticked for seated in people), len(people)


def last_begun(session: Session, community_id: int, now: datetime) -> Meeting | None:
    """The meeting that began last."""
    return session.exec(_newest_first(community_id).where(Meeting.starts_at <= now)).first()


def unticked(session: Session, community_id: int, now: datetime) -> list[Meeting]:
    """The meetings that are over and of which nobody said yet who was there, newest first."""
    return list(
        session.exec(
            _newest_first(community_id).where(
                Meeting.ends_at <= now, col(Meeting.id).not_in(select(Attendance.meeting_id))
            )
        )
    )


def _newest_first(community_id: int) -> SelectOfScalar[Meeting]:
    return (
        select(Meeting)
        .where(Meeting.community_id == community_id, col(Meeting.is_cancelled).is_(False))
        .order_by(col(Meeting.starts_at).desc())
    )
