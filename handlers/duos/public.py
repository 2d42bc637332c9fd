"""What other rooms do with duos: give a turn to a partner, end a membership."""

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

    The answer given so far was about the other, so it no longer counts.
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
    """End a membership; gives the partner who keeps the seat, if there is one, and tells them.

    What the one who leaves had answered for meetings to come goes, so that the partner is asked.
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
    kept = next(iter(members.on_seat(session, seat_id)), None)
    if kept is None:
        return None
    # Who stays is the first on the seat now: the second place is free for a new partner.
    kept.membership.turn_order = 0
    session.add(kept.membership)
    alone = LeftAlone(kept.membership.person_id, community_id, seat_id)
    outbox.renew(session, alone, now)
    return kept.person
