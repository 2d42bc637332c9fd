"""Steps around meetings: one row a step, rewritten when the meeting moves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, delete, func, not_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import rhythm as rules
from bot.rules.local_time import local_date
from bot.rules.members import Role
from bot.rules.rhythm import Step
from storage import duos, frame, meetings, members, rsvp
from storage.core.columns import belongs_to, instant, loosely
from storage.core.database import SAID
from storage.core.personal_data import (
    AfterCycle,
    Export,
    Kept,
    NameGoes,
    PersonalData,
    if_you,
    is_you,
    sealed,
)
from storage.meetings import Meeting
from storage.members import Person
from storage.rsvp import Answer

NEXT: Final = "next"
"""The step at a meeting's end: the next one's card takes its place. No setting switches it off."""

BEGIN: Final = "begin"
"""The step at which a meeting of a new cycle begins: who has not accepted that cycle leaves."""

AT_LEAST: Final = timedelta(days=2)
"""How long people have to accept a new cycle, also one that is planned late."""


class Reminder(SQLModel, table=True):
    """A step of the rhythm for one meeting: `step` is a `Step` value of the rules, or NEXT."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "step"),
        Index(
            "ix_reminder_due",
            "due_at",
            sqlite_where=text("is_done = 0"),
            postgresql_where=text("NOT is_done"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    step: str
    due_at: datetime = Field(sa_column=instant())
    is_done: bool = False


class StepChange(SQLModel, table=True):
    """A moderator's change of one step of a meeting: skipped, or with a note (sealed).

    `step` is a `Step` value of the rules. The moderators may be gone; the moments stay.
    """

    __tablename__ = "step_change"
    __table_args__ = (UniqueConstraint("meeting_id", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(sa_column=belongs_to("meeting.id"))
    step: str
    skipped_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    skipped_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    note: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    noted_by: int | None = Field(default=None, sa_column=loosely("person.id"))
    noted_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Timing(Protocol):
    """The settings that decide when something may be sent."""

    @property
    def rhythm(self) -> Mapping[str, timedelta]:
        """The distance of each step from the meeting; a step that is off is absent."""

    @property
    def quiet_hours(self) -> rules.Quiet | None:
        """The hours in which nothing scheduled is sent; None when there are none."""

    @property
    def timezone(self) -> ZoneInfo:
        """The time zone of the communities."""


@dataclass(frozen=True, slots=True)
class Place:
    """A seat at one meeting: who takes it, and its answer, if any.

    `person` is whom the answer is about, else whose turn it is. `holders` is 1, in a duo 2.
    """

    person: Person
    role: Role
    seat_id: int
    holders: int
    answer: Answer | None

    @property
    def is_awaited(self) -> bool:
        """Whether an answer is expected; never from a monitoring lead."""
        return self.answer is None and self.role is not Role.LEAD

    @property
    def is_uncovered(self) -> bool:
        """Whether it is a duo's seat, and nobody comes or nobody has answered."""
        is_no = self.answer is None or self.answer.given.is_absent
        return self.holders > 1 and is_no


def places(session: Session, meeting: Meeting) -> list[Place]:
    """The seats of a community at a meeting."""
    given = rsvp.answers(session, meeting.id or 0)
    everyone = members.seated(session, meeting.community_id)
    turns = duos.turns(session, meeting, everyone)
    seats: dict[int, list[members.Seated]] = {}
    for seated in everyone:
        seats.setdefault(seated.membership.seat_id, []).append(seated)
    return [
        _place(holders, turns[seat_id], given.get(seat_id)) for seat_id, holders in seats.items()
    ]


def place_of(session: Session, meeting: Meeting, person_id: int | None) -> Place | None:
    """This person's seat at a meeting; None when it is their partner's turn."""
    own = members.membership(session, person_id, meeting.community_id)
    if own is None:
        return None
    holders = members.on_seat(session, own.seat_id)
    turn = duos.turns_of(session, own.seat_id, holders, [meeting])[meeting.id or 0]
    place = _place(holders, turn, rsvp.answer_of(session, meeting.id or 0, own.seat_id))
    return place if place.person.id == person_id else None


def _place(holders: list[members.Seated], turn: int, answer: Answer | None) -> Place:
    people = {seated.membership.person_id: seated for seated in holders}
    chosen = people.get(answer.person_id) if answer is not None else None
    seated = chosen or people[turn]
    own = seated.membership
    return Place(seated.person, Role(own.role), own.seat_id, len(holders), answer)


def plan(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> None:
    """Rewrite the steps of a meeting that was planned or moved."""
    before = meetings.previous_meeting(session, meeting)
    own = frame.rhythm(session, meeting.community_id, timing.rhythm)
    last_end = before.ends_at if before is not None else None
    steps = steps_of(meeting, last_end, own, timing, now)
    steps[NEXT] = allowed_from(meeting.ends_at, meeting, timing)
    if meeting.cycle > 1:
        steps[BEGIN] = max(meeting.starts_at, now + AT_LEAST)
    rewrite(session, meeting.id or 0, steps)


def steps_of(
    meeting: Meeting,
    last_end: datetime | None,
    own: Mapping[str, timedelta],
    timing: Timing,
    now: datetime,
) -> dict[str, datetime]:
    """The moments of the steps around a meeting, by its community's `own` rhythm.

    `last_end` is when the meeting before it ends.
    """
    due = rules.due(
        meeting.starts_at,
        meeting.ends_at,
        now,
        own,
        timing.quiet_hours,
        timing.timezone,
        last_end,
    )
    return {one.step.value: one.at for one in due}


def allowed_from(at: datetime, meeting: Meeting, timing: Timing) -> datetime:
    """The first moment from `at` on at which something about this meeting may be sent."""
    day = local_date(meeting.starts_at, timing.timezone)
    return rules.next_allowed(at, timing.quiet_hours, timing.timezone, day)


def rewrite(session: Session, meeting_id: int, due: Mapping[str, datetime]) -> None:
    """Replace the steps of a meeting; done or skipped ones are due again.

    A moderator's note stays with its step.
    """
    session.exec(delete(Reminder).where(col(Reminder.meeting_id) == meeting_id))
    for change in session.exec(select(StepChange).where(StepChange.meeting_id == meeting_id)):
        change.skipped_by = change.skipped_at = None
        session.add(change)
    for step, due_at in due.items():
        session.add(Reminder(meeting_id=meeting_id, step=step, due_at=due_at))
    session.info[SAID] = True


def put_off(session: Session, meeting: Meeting, step: Step, until: datetime) -> None:
    """Let a step that fell due fall due later."""
    rows = select(Reminder).where(Reminder.meeting_id == meeting.id, Reminder.step == step.value)
    for reminder in session.exec(rows):
        reminder.due_at, reminder.is_done = until, False
        session.add(reminder)
    session.info[SAID] = True


def fallen_due(session: Session, now: datetime) -> list[Reminder]:
    """The steps that are due, in order."""
    return list(
        session.exec(
            select(Reminder)
            .where(not_(col(Reminder.is_done)), Reminder.due_at <= now)
            .order_by(col(Reminder.due_at), col(Reminder.id))
        )
    )


def change_of(session: Session, meeting_id: int | None, step: Step) -> StepChange | None:
    """The moderators' change of a step of a meeting, if there is one."""
    return session.exec(
        select(StepChange).where(StepChange.meeting_id == meeting_id, StepChange.step == step.value)
    ).first()


def is_skipped(session: Session, meeting: Meeting, step: Step) -> bool:
    """Whether a step of a meeting was skipped, at its present moment."""
    change = change_of(session, meeting.id, step)
    return change is not None and change.skipped_at is not None


def was_asked_about(session: Session, meeting_id: int) -> bool:
    """Whether the nudge of a meeting was sent, at its present moment."""
    meeting = session.get_one(Meeting, meeting_id)
    return any(
        is_past(session, meeting, step) and not is_skipped(session, meeting, step)
        for step in (Step.NUDGE, Step.EVE)
    )


def is_past(session: Session, meeting: Meeting, step: Step) -> bool:
    """Whether a step of a meeting is done, at its present moment."""
    done = session.exec(
        select(Reminder.id).where(
            Reminder.meeting_id == meeting.id,
            Reminder.step == step.value,
            col(Reminder.is_done),
        )
    )
    return done.first() is not None


def earliest_step() -> SelectOfScalar[datetime]:
    """A query for the moment at which the next step falls due."""
    return select(func.min(Reminder.due_at)).where(not_(col(Reminder.is_done)))


def step_key(step: str, meeting: Meeting) -> str:
    """The key of a step for this date of a meeting; it changes when the meeting moves."""
    return f"{step}:{meeting.id}:{meeting.sequence}"


ASKING: Final = (Step.NUDGE, Step.EVE)
"""The steps at which members get their message about a meeting."""


TELLING: Final = (*ASKING, Step.AGENDA, Step.AFTER)
"""The same, and those at which moderators do."""


def coming_moments(session: Session, community_id: int, steps: Collection[Step]) -> list[datetime]:
    """The moments of these steps of a community that are still to come, in order."""
    rows = session.exec(
        select(Reminder.due_at)
        .join(Meeting, col(Meeting.id) == Reminder.meeting_id)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            not_(col(Reminder.is_done)),
            col(Reminder.step).in_([step.value for step in steps]),
        )
        .order_by(col(Reminder.due_at))
    )
    return list(rows)


PERSONAL_DATA: Final = (
    PersonalData(Reminder, Kept("it names nobody")),
    PersonalData(
        StepChange,
        AfterCycle(),
        whose={"skipped_by": NameGoes(), "noted_by": NameGoes()},
        exports=(
            Export(
                "changed_messages",
                {
                    "step": "step",
                    "skipped_by_you": is_you("skipped_by"),
                    "note": if_you("noted_by", sealed("note")),
                },
                about=meetings.about,
            ),
        ),
    ),
)
