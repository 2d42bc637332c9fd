"""Whose turn it is on a duo's seat, and what happens when the two swap or part."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.rsvp import Answer
from handlers.duos import public
from storage import duos, members, rsvp
from storage.communities import Community, Invitation
from storage.core import outbox
from storage.meetings import Meeting
from storage.members import Membership
from storage.rsvp import batch
from storage.rsvp.batch import AnswerToWrite
from tests.storage.seats import NOW, sit


def meeting(session: Session, community: Community, number: int) -> Meeting:
    start = NOW + timedelta(days=30 * number)
    planned = Meeting(
        community_id=community.id or 0,
        number=number,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        uid=f"uid-{number}",
        planned_at=NOW,
    )
    session.add(planned)
    session.flush()
    return planned


@pytest.fixture
def duo(session: Session, community: Community) -> tuple[Membership, Membership]:
    anna, ben = sit(session, community, "Anna", "Ben")
    return anna, ben


def answer(session: Session, one: Meeting, by: Membership) -> None:
    batch.write_answers(
        session,
        [AnswerToWrite(one.id or 0, by.seat_id, by.person_id, by.person_id, Answer.YES, NOW)],
    )
    session.flush()


def test_partners_take_turns_and_a_single_seat_is_always_its_holders(
    session: Session, community: Community, duo: tuple[Membership, Membership]
) -> None:
    anna, ben = duo
    (carla,) = sit(session, community, "Carla")
    first, second = (meeting(session, community, number) for number in (1, 2))

    assert duos.turn_of(session, anna.seat_id, first) == anna.person_id
    assert duos.turn_of(session, anna.seat_id, second) == ben.person_id
    assert duos.turn_of(session, carla.seat_id, second) == carla.person_id
    assert duos.turns(session, second) == {
        anna.seat_id: ben.person_id,
        carla.seat_id: carla.person_id,
    }


def test_a_seat_that_nobody_holds_has_no_turn(session: Session, community: Community) -> None:
    with pytest.raises(LookupError):
        duos.turn_of(session, 99, meeting(session, community, 1))


def test_a_swap_holds_for_one_meeting_and_lets_the_old_answer_go(
    session: Session, community: Community, duo: tuple[Membership, Membership]
) -> None:
    anna, ben = duo
    first, third = (meeting(session, community, number) for number in (1, 3))
    answer(session, first, anna)

    assert public.give_turn(session, first, anna.seat_id, ben.person_id, NOW)
    assert not public.give_turn(session, first, anna.seat_id, ben.person_id, NOW)

    assert duos.turn_of(session, anna.seat_id, first) == ben.person_id
    assert duos.turn_of(session, anna.seat_id, third) == anna.person_id
    assert rsvp.answer_of(session, first.id or 0, anna.seat_id) is None


def test_a_swap_can_be_swapped_back(
    session: Session, community: Community, duo: tuple[Membership, Membership]
) -> None:
    anna, ben = duo
    first = meeting(session, community, 1)

    public.give_turn(session, first, anna.seat_id, ben.person_id, NOW)
    public.give_turn(session, first, anna.seat_id, anna.person_id, NOW)

    assert duos.turns(session, first) == {anna.seat_id: anna.person_id}


def test_who_stays_keeps_the_seat_hears_it_and_is_asked_anew(
    session: Session, community: Community, duo: tuple[Membership, Membership]
) -> None:
    anna, ben = duo
    first = meeting(session, community, 1)
    answer(session, first, anna)
    seat_id = anna.seat_id

    partner = public.leave(session, anna, NOW)

    assert partner is not None
    assert partner.name == "Ben"
    assert [s.membership.turn_order for s in members.on_seat(session, seat_id)] == [0]
    assert rsvp.answer_of(session, first.id or 0, seat_id) is None
    assert duos.turn_of(session, seat_id, first) == ben.person_id
    told = outbox.by_key(session, f"alone:{seat_id}:{partner.id}")
    assert told is not None


def test_a_seat_goes_with_the_last_who_sat_there(
    session: Session, community: Community, duo: tuple[Membership, Membership]
) -> None:
    for membership in duo:
        public.leave(session, membership, NOW)

    assert members.seat_numbers(session, community.id or 0) == frozenset()


def test_a_duos_link_is_reused_while_it_is_open(
    session: Session, community: Community, duo: tuple[Membership, Membership]
) -> None:
    anna, _ = duo
    link = duos.invite(session, anna, NOW)
    session.flush()

    assert duos.invite(session, anna, NOW + timedelta(days=13)).token == link.token
    assert duos.invite(session, anna, NOW + timedelta(days=14)).token != link.token
    session.flush()
    assert {i.seat_id for i in session.exec(select(Invitation))} == {anna.seat_id}
