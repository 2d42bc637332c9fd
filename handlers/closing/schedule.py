"""Closing a cycle: the community is archived, nothing is sent by itself any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, not_, select

from bot.rules import closing as rules
from bot.rules.closing import Cycle, Refusal
from bot.rules.rhythm import Step, next_allowed
from handlers.core import bundle
from handlers.prompts.public import close_prompt, hold_prompt
from storage import communities, meetings, members, prompts
from storage.communities import Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToGroup
from storage.meetings import Meeting
from storage.reminders.steps import Reminder, Timing


@dataclass(frozen=True, slots=True)
class Farewell(ToGroup):
    """The group's last post of a cycle."""

    name = "farewell"
    key_format = "farewell:{community_id}:{cycle}"
    community_id: int
    cycle: int


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest cycle of a community: its number, its meetings that stand, and what rules ask."""

    number: int
    standing: tuple[Meeting, ...]
    facts: Cycle

    @property
    def last(self) -> Meeting:
        """Read the last meeting that was not cancelled."""
        return self.standing[-1]


def latest(session: Session, community_id: int) -> Latest | None:
    """The cycle that a community is in or was in last; None before any meeting was planned."""
    community = session.get(Community, community_id)
    planned = meetings.all_of_latest_cycle(session, community_id)
    if community is None or not planned:
        return None
    standing = tuple(one for one in planned if not one.is_cancelled)
    ends_at = max((one.ends_at for one in standing), default=None)
    facts = Cycle(len(planned), ends_at, is_closed=community.archived_at is not None)
    return Latest(planned[0].cycle, standing, facts)


def refusal(session: Session, community_id: int, now: datetime) -> Refusal | None:
    """Why the cycle of a community can't be closed; None when it can."""
    found = latest(session, community_id)
    return rules.refusal(found.facts, now) if found is not None else Refusal.NO_MEETING


def is_to_close(session: Session, community_id: int, now: datetime) -> bool:
    """Whether a whole cycle is over that nobody has closed yet."""
    found = latest(session, community_id)
    return found is not None and found.facts.is_complete and rules.refusal(found.facts, now) is None


def take_after(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    """After the last meeting of a whole cycle: everyone is asked how it was."""
    found = latest(session, meeting.community_id)
    if found is None or not found.facts.is_complete or found.last.id != meeting.id:
        return
    if found.facts.is_closed or found.last.ends_at > at:
        return
    for one in members.seated(session, meeting.community_id):
        if one.person.is_reachable and one.person.id is not None:
            bundle.put_part(session, one.person.id, Step.CLOSING, meeting, at, None)


def close(session: Session, community_id: int, timing: Timing, now: datetime, at: datetime) -> bool:
    """Close the cycle of a community, and take leave of its group at `at`; False if it was closed.

    Whoever is a member stays one, of the old cycle.
    """
    community, found = session.get(Community, community_id), latest(session, community_id)
    if community is None or found is None or community.archived_at is not None:
        return False
    community.archived_at = now
    session.add(community)
    _silence(session, community_id, timing, now)
    chat = communities.chat_of(session, community_id)
    if chat is not None and chat.is_present:
        outbox.put(session, Farewell(row_id(chat), community_id, found.number), at)
    return True


def _silence(session: Session, community_id: int, timing: Timing, now: datetime) -> None:
    """Cancel the steps that are still due; open prompts show their answers."""
    planned = select(Meeting.id).where(Meeting.community_id == community_id)
    session.exec(
        delete(Reminder).where(col(Reminder.meeting_id).in_(planned), not_(col(Reminder.is_done)))
    )
    for prompt in prompts.of_community(session, community_id):
        if not prompt.is_asked:
            hold_prompt(session, prompt)
        elif prompt.closed_at is None:
            close_prompt(session, prompt, timing, now)


def close_forgotten(session: Session, timing: Timing, retention: timedelta, now: datetime) -> None:
    """Close the cycles that ended long enough ago, and that nobody closed."""
    ended = (
        select(Meeting.community_id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(col(Community.archived_at).is_(None), not_(col(Meeting.is_cancelled)))
        .group_by(col(Meeting.community_id))
        .having(func.max(Meeting.ends_at) <= now - max(retention, rules.EVALUATION_OPEN_FOR))
    )
    for community_id in session.exec(ended).all():
        found = latest(session, community_id)
        at = rules.closes_at(found.facts, retention) if found is not None else None
        if at is not None and at <= now:
            allowed = next_allowed(now, timing.quiet_hours, timing.timezone)
            close(session, community_id, timing, now, allowed)
