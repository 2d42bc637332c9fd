"""Makes prompts fall due: posting, reminding, closing; moves them with their meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import prompts as rules
from bot.rules.members import Role
from bot.rules.prompts import Problem, When
from bot.rules.rhythm import Step, next_allowed
from handlers.core import bundle
from handlers.prompts import post as prompt_post
from storage import attendance, meetings, members, prompts
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToPerson
from storage.meetings import Meeting
from storage.members import Person
from storage.prompts import Prompt
from storage.reminders.steps import Reminder, Timing


@dataclass(frozen=True, slots=True)
class PromptAnswers(ToPerson):
    """For a monitoring lead: the answers together, as a file."""

    name = "prompt_answers"
    key_format = "prompt_answers:{prompt_id}:{person_id}"
    prompt_id: int


@dataclass(frozen=True, slots=True)
class PromptAsked(ToPerson):
    """A question for one person, where no meeting is there to bundle it with."""

    name = "prompt_asked"
    key_format = "prompt_asked:{prompt_id}:{person_id}:{at}"
    community_id: int
    prompt_id: int
    at: datetime


def earliest() -> tuple[SelectOfScalar[datetime | None], ...]:
    """When a prompt is next posted, reminded of and closed: each a question to the database."""
    moments = (Prompt.post_at, Prompt.remind_at, Prompt.close_at)
    return tuple(select(func.min(moment)).where(col(moment).is_not(None)) for moment in moments)


def fall_due(session: Session, timing: Timing, now: datetime) -> None:
    """Close, remind and post what has fallen due by now."""
    for prompt in _due(session, col(Prompt.close_at), now):
        close(session, prompt, timing, now)
    for prompt in _due(session, col(Prompt.remind_at), now):
        prompt.remind_at = None
        session.add(prompt)
        _ask_each(session, prompt, timing, now)
    for prompt in _due(session, col(Prompt.post_at), now):
        if _is_vouched_for(session, prompt):
            post(session, prompt, timing, now)
        else:
            hold(session, prompt)


def _due(session: Session, moment: Mapped[datetime | None], now: datetime) -> list[Prompt]:
    return list(
        session.exec(
            select(Prompt)
            .where(moment.is_not(None), moment <= now)
            .order_by(moment, col(Prompt.id))
        )
    )


def _is_vouched_for(session: Session, prompt: Prompt) -> bool:
    """Whether who wrote it still leads there, or moderates and had it posted."""
    own = members.membership(session, prompt.written_by, prompt.community_id)
    return own is not None and own.role in (Role.LEAD, Role.MODERATOR)


def hold(session: Session, prompt: Prompt) -> None:
    """Post it not by itself: a lead or moderator decides in /todo."""
    prompt.post_at = prompt.days_after = None
    session.add(prompt)


def post(session: Session, prompt: Prompt, timing: Timing, now: datetime) -> None:
    """Put a prompt to its community, as soon as that is allowed."""
    at = next_allowed(now, timing.quiet_hours, timing.timezone)
    if at > now:
        prompt.post_at = at
        session.add(prompt)
        return
    prompt.post_at, prompt.days_after, prompt.posted_at = None, None, now
    prompt.close_at = closes_at(session, prompt.community_id, timing, now)
    prompt.remind_at = rules.reminds(
        now,
        prompt.close_at,
        _carriers(session, prompt.community_id),
        timing.quiet_hours,
        timing.timezone,
    )
    session.add(prompt)
    session.flush()
    if prompts.group_of(session, prompt.community_id) is None:
        _ask_each(session, prompt, timing, now)
    else:
        prompt_post.redraw(session, prompt, now)


def closes_at(session: Session, community_id: int, timing: Timing, at: datetime) -> datetime:
    """When a prompt closes that is posted in a community at this instant."""
    carriers = _carriers(session, community_id)
    return rules.closes(at, carriers, timing.quiet_hours, timing.timezone)


def _carriers(session: Session, community_id: int) -> list[tuple[Step, datetime]]:
    """Read the steps to come whose message can hold a reminder."""
    rows = session.exec(
        select(Reminder)
        .join(Meeting, col(Meeting.id) == Reminder.meeting_id)
        .where(
            Meeting.community_id == community_id,
            col(Meeting.is_cancelled).is_(False),
            col(Reminder.is_done).is_(False),
            col(Reminder.step).in_([step.value for step in rules.CARRIERS]),
        )
    )
    return [(Step(row.step), row.due_at) for row in rows]


def ask_privately(session: Session, prompt_id: int | None, timing: Timing, now: datetime) -> None:
    """The group turned out not to be there: each is asked privately."""
    prompt = session.get(Prompt, prompt_id)
    if prompt is not None and prompt.closed_at is None:
        _ask_each(session, prompt, timing, now)


def _ask_each(session: Session, prompt: Prompt, timing: Timing, now: datetime) -> None:
    for person in prompts.awaited(session, prompt):
        _tell(session, prompt, person, timing, now)


def _tell(session: Session, prompt: Prompt, person: Person, timing: Timing, now: datetime) -> None:
    """Add the section about prompts to the person's bundle."""
    at = next_allowed(now, timing.quiet_hours, timing.timezone)
    meeting = attendance.last_begun(session, prompt.community_id, now)
    meeting = meeting or meetings.next_meeting(session, prompt.community_id, now)
    if meeting is not None:
        bundle.put_part(session, row_id(person), Step.ANSWER, meeting, at, None)
        return
    asked = PromptAsked(row_id(person), prompt.community_id, row_id(prompt), at)
    outbox.put(session, asked, at)


def close(session: Session, prompt: Prompt, timing: Timing, now: datetime) -> None:
    """Show the answers together: in the post, else to each; the leads get them as a file."""
    prompt.close_at = prompt.remind_at = None
    prompt.closed_at = now
    session.add(prompt)
    session.flush()
    if prompts.group_of(session, prompt.community_id) is not None:
        prompt_post.redraw(session, prompt, now, is_closing=True)
    elif prompts.number_of_answers(session, prompt.id):
        for one in members.seated(session, prompt.community_id):
            if prompts.may_answer(one.membership) and one.person.is_reachable:
                _tell(session, prompt, one.person, timing, now)
    at = next_allowed(now, timing.quiet_hours, timing.timezone)
    for lead in members.with_role(session, prompt.community_id, Role.LEAD):
        outbox.put(session, PromptAnswers(row_id(lead), row_id(prompt)), at)


def take_prompt(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Some time after a meeting: the lead is asked whether to ask something, unless they did."""
    if prompts.exists_after(session, meeting.id):
        return
    for lead in members.with_role(session, meeting.community_id, Role.LEAD):
        if lead.is_reachable and lead.id is not None:
            bundle.put_part(session, lead.id, Step.PROMPT, meeting, at, None)


def planned_for(
    session: Session, community_id: int, when: When, timing: Timing, now: datetime
) -> tuple[datetime | Problem, Meeting | None]:
    """When a prompt would be posted, and the meeting it follows: named, else the last one."""
    last = attendance.last_begun(session, community_id, now)
    named = last
    if when.meeting is not None:
        named = meetings.with_number(session, community_id, when.meeting)
    ended = named.ends_at if named is not None and when.days is not None else None
    at = rules.moment(when, ended, now, timing.quiet_hours, timing.timezone)
    return at, named


def follow(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> None:
    """A meeting was moved: what is to be posted some days after it moves along."""
    quiet, zone = timing.quiet_hours, timing.timezone
    for prompt in _waiting_after(session, meeting):
        at = rules.moment(When(days=prompt.days_after), meeting.ends_at, now, quiet, zone)
        prompt.post_at = next_allowed(now, quiet, zone) if isinstance(at, Problem) else at
        session.add(prompt)


def hold_after(session: Session, meeting: Meeting) -> None:
    """A meeting was cancelled: what was to be posted some days after it is held."""
    for prompt in _waiting_after(session, meeting):
        hold(session, prompt)


def _waiting_after(session: Session, meeting: Meeting) -> Sequence[Prompt]:
    return session.exec(
        select(Prompt).where(
            Prompt.meeting_id == meeting.id,
            col(Prompt.post_at).is_not(None),
            col(Prompt.days_after).is_not(None),
        )
    ).all()
