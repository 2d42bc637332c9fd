"""Changes of a duo that other rooms make: give a turn to a partner, end a membership."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from handlers.core import card
from handlers.duos.messages import LeftAlone
from storage import members, rsvp
from storage.core import outbox
from storage.duos import Swap, swap_to, turn_of
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.rsvp import Answer


def give_turn(
    session: Session, meeting: Meeting, seat_id: int, person_id: int, now: datetime
) -> bool:
    """Give a meeting's turn to this partner; False when it was theirs already.

    An answer given so far is about the other partner, so it is deleted.
    """
    if turn_of(session, seat_id, meeting) == person_id:
        return False
    swap_to(session, meeting.id or 0, seat_id, person_id)
    answer = rsvp.answer_of(session, meeting.id or 0, seat_id)
    if answer is not None and answer.person_id != person_id:
        session.delete(answer)
    session.flush()
    card.redraw(session, meeting.community_id, now)
    return True


def leave(session: Session, gone: Membership, now: datetime) -> Person | None:
    """End a membership; return the partner who keeps the seat, if there is one, and tell them.

    The leaving person's answers for meetings to come are deleted, so that the partner is asked.
    """
    to_come = select(Meeting.id).where(
        Meeting.community_id == gone.community_id, Meeting.ends_at > now
    )
    session.exec(
        delete(Answer).where(
            col(Answer.seat_id) == gone.seat_id,
            col(Answer.person_id) == gone.person_id,
            col(Answer.meeting_id).in_(to_come),
        )
    )
    session.exec(delete(Swap).where(col(Swap.seat_id) == gone.seat_id))
    seat_id, community_id = gone.seat_id, gone.community_id
    members.leave(session, gone)
    card.redraw(session, community_id, now)
    remaining = next(iter(members.on_seat(session, seat_id)), None)
    if remaining is None:
        return None
    # The remaining partner becomes the first on the seat: the second place is free for a new one.
    remaining.membership.turn_order = 0
    session.add(remaining.membership)
    alone = LeftAlone(remaining.membership.person_id, community_id, seat_id)
    outbox.renew(session, alone, now)
    return remaining.person
