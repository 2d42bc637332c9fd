"""The upcoming steps that moderators may skip or annotate, and what they did lately."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, not_, select

from bot.rules import cockpit as rules
from bot.rules.cockpit import Action, LogEntry
from bot.rules.rhythm import STEPS, Step
from storage import attendance
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps
from storage.reminders.steps import Reminder, StepChange
from storage.summaries import Summary


def pending(session: Session, community_id: int) -> list[tuple[Meeting, Reminder]]:
    """The steps still to come that moderators may change, with their meetings, in order."""
    rows = session.exec(
        select(Meeting, Reminder)
        .join(Reminder, col(Reminder.meeting_id) == Meeting.id)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            not_(col(Reminder.is_done)),
            col(Reminder.step).in_([step.value for step in STEPS]),
        )
        .order_by(col(Reminder.due_at), col(Reminder.id))
    )
    return [(meeting, reminder) for meeting, reminder in rows]


def reminder_of(session: Session, meeting: Meeting, step: Step) -> Reminder | None:
    """The reminder row of a step of a meeting."""
    return session.exec(
        select(Reminder).where(Reminder.meeting_id == meeting.id, Reminder.step == step.value)
    ).first()


def skip(session: Session, meeting: Meeting, step: Step, person_id: int, now: datetime) -> None:
    """Have a step send nothing."""
    change = _changed(session, meeting, step)
    change.skipped_by, change.skipped_at = person_id, now
    session.add(change)
    session.flush()


def undo_skip(session: Session, meeting: Meeting, step: Step) -> None:
    """Undo a skip."""
    change = _changed(session, meeting, step)
    change.skipped_by = change.skipped_at = None
    session.add(change)
    session.flush()


def keep_note(
    session: Session,
    meeting: Meeting,
    step: Step,
    note: str | None,
    person_id: int,
    now: datetime,
) -> None:
    """Store a sealed note to be sent with a step, replacing the one before; None removes it."""
    change = _changed(session, meeting, step)
    change.note = note
    is_there = note is not None
    change.noted_by, change.noted_at = (person_id, now) if is_there else (None, None)
    session.add(change)
    session.flush()


def _changed(session: Session, meeting: Meeting, step: Step) -> StepChange:
    found = steps.change_of(session, meeting.id, step)
    return found or StepChange(meeting_id=meeting.id or 0, step=step.value)


def name_of(session: Session, person_id: int | None) -> str:
    """The name of a moderator; empty when they are gone."""
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else ""


def recent(session: Session, community_id: int, now: datetime) -> tuple[LogEntry, ...]:
    """What the moderators did in the last two weeks, newest first."""
    since = now - rules.RECENT
    return rules.recent(
        [
            *_changes(session, community_id),
            *_ticked(session, community_id, since),
            *_summaries(session, community_id),
        ],
        now,
    )


def _changes(session: Session, community_id: int) -> Iterator[LogEntry]:
    rows = session.exec(
        select(StepChange, Meeting)
        .join(Meeting, col(Meeting.id) == StepChange.meeting_id)
        .where(Meeting.community_id == community_id, col(Meeting.is_cancelled).is_(False))
    )
    for change, meeting in rows.all():
        step = Step(change.step)
        # One that is still to come stands where it can be brought back.
        if change.skipped_at is not None and steps.is_past(session, meeting, step):
            by = name_of(session, change.skipped_by)
            yield _entry(Action.SKIPPED, by, change.skipped_at, meeting, step)
        if change.noted_at is not None:
            by = name_of(session, change.noted_by)
            yield _entry(Action.NOTED, by, change.noted_at, meeting, step)


def _ticked(session: Session, community_id: int, since: datetime) -> Iterator[LogEntry]:
    rows = session.exec(
        select(Meeting)
        .join(attendance.Attendance, col(attendance.Attendance.meeting_id) == Meeting.id)
        .where(Meeting.community_id == community_id, col(attendance.Attendance.saved_at) > since)
        .distinct()
    )
    for meeting in rows.all():
        saved = attendance.last_saved(session, meeting.id or 0)
        if saved is not None:
            yield _entry(Action.TICKED, saved.name, saved.at, meeting)


def _summaries(session: Session, community_id: int) -> Iterator[LogEntry]:
    rows = session.exec(
        select(Summary, Meeting)
        .join(Meeting, col(Meeting.id) == Summary.meeting_id)
        .where(Meeting.community_id == community_id)
    )
    for summary, meeting in rows.all():
        by = name_of(session, summary.written_by)
        yield _entry(Action.PUBLISHED, by, summary.written_at, meeting)
        if summary.corrected_at is not None:
            by = name_of(session, summary.corrected_by)
            yield _entry(Action.CORRECTED, by, summary.corrected_at, meeting)


def _entry(
    action: Action, name: str, at: datetime, meeting: Meeting, step: Step | None = None
) -> LogEntry:
    return LogEntry(action, name, at, meeting.number, meeting.starts_at, step)
