"""The cycle in the database: what stands, what comes next, and its numbers."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.rules.meetings import Planned
from storage import meetings
from storage.communities import Community
from storage.meetings import Meeting
from tests.storage.seats import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def community_id(community: Community) -> int:
    return community.id or 0


def add(session: Session, community_id: int, days: int) -> Meeting:
    start = NOW + timedelta(days=days)
    meeting = meetings.add(session, community_id, 1, Planned(start, start + HOUR), NOW)
    meetings.renumber(session, community_id)
    return meeting


def test_meetings_are_numbered_by_date_whatever_the_order_of_planning(
    session: Session, community_id: int
) -> None:
    late, early = add(session, community_id, 60), add(session, community_id, 30)

    assert (early.number, late.number) == (1, 2)
    assert meetings.with_number(session, community_id, 2) is late


def test_a_cancelled_meeting_gives_its_number_to_the_next(
    session: Session, community_id: int
) -> None:
    first, second = add(session, community_id, 30), add(session, community_id, 60)
    first.is_cancelled = True
    meetings.renumber(session, community_id)

    assert (first.number, second.number) == (0, 1)
    assert meetings.of_latest_cycle(session, community_id) == [second]
    assert meetings.all_of_latest_cycle(session, community_id) == [first, second]
    assert meetings.next_meeting(session, community_id, NOW) is second


def test_a_meeting_is_upcoming_until_its_end(session: Session, community_id: int) -> None:
    first, second = add(session, community_id, 30), add(session, community_id, 60)

    assert meetings.next_meeting(session, community_id, first.ends_at - HOUR / 2) is first
    assert meetings.next_meeting(session, community_id, first.ends_at) is second


def test_a_cycle_counts_what_was_planned_and_to_ten_while_that_is_only_a_part(
    session: Session, community_id: int
) -> None:
    lengths = []
    for month in range(12):
        add(session, community_id, 30 * month)
        lengths.append(meetings.cycle_length(session, community_id))

    assert lengths == [10, 10, 10, 10, 10, 10, 10, 8, 9, 10, 11, 12]


def test_a_cycle_has_ended_when_its_last_meeting_lies_as_far_back_as_asked(
    session: Session, community_id: int
) -> None:
    first, last = add(session, community_id, 30), add(session, community_id, 60)
    ended = meetings.of_ended_cycles(timedelta(days=30), last.ends_at + timedelta(days=30))
    too_early = meetings.of_ended_cycles(
        timedelta(days=30), last.ends_at + timedelta(days=30) - timedelta(seconds=1)
    )

    assert set(session.exec(ended)) == {first.id, last.id}
    assert set(session.exec(too_early)) == set()
