"""Attendance as moderators ticked it after a meeting, and its later corrections."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import attendance as rules
from storage import members, rsvp
from storage.core import form_drafts
from storage.core.columns import NEVER_AGAIN, belongs_to, instant, loosely
from storage.core.form_drafts import FACTS, FormDraft, waiting_as
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


class AttendanceCorrection(SQLModel, table=True):
    """A correction of one person's attendance after the list was saved: by whom, and why.

    The reason is sealed.
    """

    __tablename__ = "attendance_correction"
    __table_args__ = NEVER_AGAIN

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    person_id: int = Field(sa_column=belongs_to("person.id"))
    was_present: bool
    reason: str = Field(sa_column=Column(Text(), nullable=False))
    corrected_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    corrected_at: datetime = Field(sa_column=instant())


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved the list last, and when; the name is empty when they left."""

    name: str
    at: datetime
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the names of both people; a name is empty when that person left."""

    name: str
    by: str
    correction: AttendanceCorrection


@dataclass(frozen=True, slots=True)
class Ticks:
    """A moderator's unfinished list: who is ticked, and for whom that changes the saved list.

    `is_overtaken` is True when somebody saved the list after this moderator began.
    """

    present: frozenset[int]
    changed: frozenset[int] = frozenset()
    is_overtaken: bool = False


def saved(session: Session, meeting_id: int) -> dict[int, Attendance]:
    """The saved attendance of a meeting, by person."""
    rows = session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {row.person_id: row for row in rows}


def last_saved(session: Session, meeting_id: int) -> Saved | None:
    """Who saved the list of a meeting last; None when nobody did."""
    row = session.exec(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(col(Attendance.saved_at).desc(), col(Attendance.id).desc())
    ).first()
    if row is None:
        return None
    moderator = session.get(Person, row.saved_by) if row.saved_by is not None else None
    return Saved(moderator.name if moderator else "", row.saved_at, row.saved_by)


def expected_people(session: Session, meeting: Meeting) -> list[Seated]:
    """Everyone in the community who registered before the meeting ended, by seat."""
    return [
        seated
        for seated in members.seated(session, meeting.community_id)
        if seated.membership.accepted_at < meeting.ends_at
    ]


TOPIC = "attendance"
"""The topic of a moderator's unfinished lists; each waits as its meeting."""

REASON = "attendance_reason"
"""The topic of the form in which a moderator says why they change a saved list."""


def _waits_as(meeting_id: int | None) -> str:
    return waiting_as({"meeting": meeting_id or 0})


def _standing(session: Session, meeting: Meeting) -> tuple[frozenset[int], bool]:
    """The people ticked before this moderator changes anything, and whether the list was saved.

    They are those of the saved list, or those who answered that they come.
    """
    rows = saved(session, meeting.id or 0)
    if rows:
        return frozenset(person for person, row in rows.items() if row.was_present), True
    answers = rsvp.answers(session, meeting.id or 0).values()
    return frozenset(one.person_id for one in answers if one.given.is_coming), False


def ticks(session: Session, meeting: Meeting, person_telegram_id: int) -> Ticks:
    """A moderator's unfinished list, on top of what was saved or answered meanwhile."""
    standing, is_saved = _standing(session, meeting)
    row = form_drafts.about(session, person_telegram_id, TOPIC, _waits_as(meeting.id))
    if row is None or _is_given_up(session, row):
        return Ticks(standing)
    begun_from = frozenset(row.draft.get("from", standing))
    present = rules.merge_ticks(begun_from, frozenset(row.draft["present"]), standing)
    if not is_saved:
        return Ticks(present)
    on_list = {seated.membership.person_id for seated in expected_people(session, meeting)}
    was_saved = row.draft.get("is_saved", True)
    return Ticks(present, (present ^ standing) & on_list, not was_saved or begun_from != standing)


def _is_given_up(session: Session, row: FormDraft) -> bool:
    """Whether the moderator cancelled the question why the list changes."""
    is_asked = row.draft.get("is_asked", False)
    return is_asked and form_drafts.about(session, row.telegram_id, REASON) is None


def keep(
    session: Session,
    meeting: Meeting,
    person_telegram_id: int,
    present: AbstractSet[int],
    now: datetime,
    *,
    is_asked: bool = False,
) -> None:
    """Save a moderator's unfinished list.

    `is_asked` is True once the moderator was asked why the list changes.
    """
    standing, is_saved = _standing(session, meeting)
    draft = {
        FACTS: {"meeting": meeting.id},
        "present": sorted(present),
        "from": sorted(standing),
        "is_saved": is_saved,
        "is_asked": is_asked,
    }
    form_drafts.keep(
        session,
        person_telegram_id,
        TOPIC,
        draft,
        now,
        waits_as=_waits_as(meeting.id),
        takes_text=False,
    )
    session.flush()


def tick(
    session: Session,
    meeting: Meeting,
    person_telegram_id: int,
    person_id: int,
    now: datetime,
    *,
    yes: bool,
) -> None:
    """Tick or untick a person in a moderator's unfinished list."""
    present = ticks(session, meeting, person_telegram_id).present
    present = present | {person_id} if yes else present - {person_id}
    keep(session, meeting, person_telegram_id, present, now)


def save(
    session: Session, meeting: Meeting, moderator: Person, present: AbstractSet[int], now: datetime
) -> None:
    """Save the list; only rows that change get this moderator's name."""
    meeting_id = meeting.id or 0
    rows = saved(session, meeting_id)
    for seated in expected_people(session, meeting):
        person_id = seated.membership.person_id
        was_present = person_id in present
        row = rows.get(person_id)
        if row is not None and row.was_present == was_present:
            continue
        row = row or Attendance(
            meeting_id=meeting_id, person_id=person_id, was_present=was_present, saved_at=now
        )
        row.was_present = was_present
        row.seat_id = seated.membership.seat_id
        row.saved_by, row.saved_at = moderator.id, now
        session.add(row)
    form_drafts.drop(session, moderator.telegram_id, TOPIC, _waits_as(meeting_id))
    session.flush()


def correct(
    session: Session, meeting: Meeting, moderator: Person, reason: str, now: datetime
) -> list[AttendanceCorrection]:
    """Save a moderator's corrections of a saved list, with the sealed reason for each person."""
    found = ticks(session, meeting, moderator.telegram_id)
    corrections = [
        AttendanceCorrection(
            meeting_id=meeting.id or 0,
            person_id=person_id,
            was_present=person_id in found.present,
            reason=reason,
            corrected_by=moderator.id,
            corrected_at=now,
        )
        for person_id in sorted(found.changed)
    ]
    session.add_all(corrections)
    save(session, meeting, moderator, found.present, now)
    return corrections


def forget(session: Session, meeting_id: int) -> None:
    """Delete the list of a meeting and its corrections: the meeting was moved."""
    for listed in (Attendance, AttendanceCorrection):
        session.exec(delete(listed).where(col(listed.meeting_id) == meeting_id))
    unfinished = col(FormDraft.meeting_id) == meeting_id, col(FormDraft.topic) == TOPIC
    session.exec(delete(FormDraft).where(*unfinished))


def number_of_present(session: Session, meeting: Meeting) -> tuple[int, int]:
    """How many people were there by the saved list, and how many of the list are still members."""
    rows = saved(session, meeting.id or 0)
    people = [seated.membership.person_id for seated in expected_people(session, meeting)]
    return sum(one in rows and rows[one].was_present for one in people), len(people)


def corrections(session: Session, meeting_id: int) -> list[Corrected]:
    """The corrections of a meeting, latest first."""
    rows = session.exec(
        select(AttendanceCorrection)
        .where(AttendanceCorrection.meeting_id == meeting_id)
        .order_by(col(AttendanceCorrection.id).desc())
    ).all()
    people = {person_id for row in rows for person_id in (row.person_id, row.corrected_by)}
    found = session.exec(select(Person).where(col(Person.id).in_(people - {None})))
    names = {person.id: person.name for person in found}
    return [
        Corrected(names.get(row.person_id, ""), names.get(row.corrected_by, ""), row)
        for row in rows
    ]


def last_begun(session: Session, community_id: int, now: datetime) -> Meeting | None:
    """The meeting that began last; None when none began yet."""
    return session.exec(_newest_first(community_id).where(Meeting.starts_at <= now)).first()


def meetings_without_list(session: Session, community_id: int, now: datetime) -> list[Meeting]:
    """The meetings that are over and have no saved list yet, newest first."""
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
