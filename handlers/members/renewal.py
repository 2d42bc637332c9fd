"""A new cycle: everyone is asked to accept the agreement anew, and who does not leaves."""

from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from bot.rules import closing as rules
from bot.rules.meetings import FEWEST_MEETINGS
from bot.rules.members import Role
from bot.rules.rhythm import Step, next_allowed
from handlers.core import bundle, card
from handlers.duos import public
from handlers.members import free_seats
from handlers.members.messages import MembershipEnded
from storage import meetings, members
from storage.closing import GoingOn
from storage.communities import Community
from storage.core import outbox
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership
from storage.reminders.steps import Timing


def begin(session: Session, community_id: int, timing: Timing, now: datetime) -> None:
    """A new cycle was planned: its members are asked whether they accept its agreement.

    What goes on after a cycle that was planned only in part is still what they accepted.
    """
    community = session.get_one(Community, community_id)
    cycle = meetings.latest_cycle(session, community_id)
    was_whole = _planned_in(session, community_id, cycle - 1) >= FEWEST_MEETINGS
    if not was_whole and community.archived_at is None:
        _carry_over(session, community_id, cycle)
        return
    community.archived_at = None
    session.add(community)
    session.exec(delete(GoingOn).where(col(GoingOn.community_id) == community_id))
    first = next(iter(meetings.of_latest_cycle(session, community_id)), None)
    if first is not None:
        _ask(session, first, timing, now)


def _planned_in(session: Session, community_id: int, cycle: int) -> int:
    """How many meetings a cycle held, cancelled ones too."""
    planned = select(func.count()).select_from(Meeting)
    held = planned.where(Meeting.community_id == community_id, Meeting.cycle == cycle)
    return session.exec(held).one()


def _carry_over(session: Session, community_id: int, cycle: int) -> None:
    session.exec(
        update(Membership)
        .where(
            col(Membership.community_id) == community_id,
            col(Membership.accepted_cycle) == cycle - 1,
        )
        .values(accepted_cycle=cycle)
    )


def _ask(session: Session, first: Meeting, timing: Timing, now: datetime) -> None:
    at = next_allowed(now, timing.quiet_hours, timing.timezone)
    for one in members.seated(session, first.community_id):
        is_asked = one.membership.accepted_cycle < first.cycle and one.person.is_reachable
        if is_asked and one.person.id is not None:
            bundle.put_part(session, one.person.id, Step.AGREEMENT, first, at, None)


def stop(session: Session, own: Membership, timing: Timing, now: datetime) -> None:
    """A member does not go on: their seat is free, or their duo partner's alone."""
    community_id = own.community_id
    public.leave(session, own, now)
    free_seats.offer(session, community_id, now, timing)


def let_go(session: Session, meeting: Meeting, timing: Timing, now: datetime) -> None:
    """A meeting begins: whoever has not accepted its cycle is no longer a member."""
    late = [
        one
        for one in members.seated(session, meeting.community_id)
        if one.membership.accepted_cycle < meeting.cycle
        and rules.must_accept(Role(one.membership.role))
    ]
    gone = {one.person.id for one in late}
    for one in late:
        own = session.get_one(Membership, one.membership.id)
        sharing = {other.person.id for other in members.on_seat(session, own.seat_id)}
        if sharing <= gone:
            # Nobody stays on this seat who would have to hear of it.
            members.leave(session, own)
        else:
            public.leave(session, own, now)
        ended = MembershipEnded(row_id(one.person), meeting.community_id, meeting.cycle)
        outbox.put(session, ended, next_allowed(now, timing.quiet_hours, timing.timezone))
    if late:
        free_seats.offer(session, meeting.community_id, now, timing)
        card.redraw(session, meeting.community_id, now)
