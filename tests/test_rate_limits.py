"""The paces: what may be said when, on a clock that the test sets."""

import pytest

from bot.telegram.rate_limits import Pace, Paces

GROUP, PERSON = -100, 7


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


async def test_what_is_said_first_waits_for_nothing(pace: Pace) -> None:
    assert pace.wait(GROUP) == 0
    assert pace.wait(PERSON) == 0


async def test_a_quiet_group_sees_a_change_after_a_second(pace: Pace, clock: Clock) -> None:
    await pace.turn(GROUP)
    assert pace.wait(GROUP) == 1.0
    clock.now += 1
    assert pace.wait(GROUP) == 0


async def test_a_group_that_never_rests_stays_below_twenty_a_minute_and_is_never_late(
    pace: Pace, clock: Clock
) -> None:
    said = []
    longest = 0.0
    while clock.now < 1043:
        wait = pace.wait(GROUP)
        longest = max(longest, wait)
        clock.now += wait
        await pace.turn(GROUP)
        said.append(clock.now)
    assert longest <= 3.0
    for moment in said:
        assert sum(moment - 60 < other <= moment for other in said) <= 19


async def test_after_a_full_minute_a_group_waits_until_its_first_is_a_minute_old(
    clock: Clock,
) -> None:
    pace = Pace(clock, Paces(group=3, gaps=(), gap=1.0))
    for _ in range(3):
        await pace.turn(GROUP)
        clock.now += 1
    assert pace.wait(GROUP) == 57.0


async def test_a_person_may_be_told_a_few_things_at_once_but_not_many(pace: Pace) -> None:
    for _ in range(5):
        assert pace.wait(PERSON) == 0
        await pace.turn(PERSON)
    assert pace.wait(PERSON) == 5.0


async def test_a_held_chat_waits_as_long_as_telegram_asks_and_others_do_not(pace: Pace) -> None:
    pace.hold(PERSON, 40)
    assert pace.wait(PERSON) == 40
    assert pace.wait(PERSON + 1) == 0


async def test_a_second_has_thirty_places_and_what_is_under_way_takes_one(clock: Clock) -> None:
    pace = Pace(clock, Paces(overall=2))
    async with pace.slot(), pace.slot():
        assert pace._overall_wait() > 0
    assert pace._overall_wait() == 1.0
    clock.now += 1
    assert pace._overall_wait() == 0


async def test_a_message_counts_from_when_telegram_can_have_taken_it_in(clock: Clock) -> None:
    pace = Pace(clock, Paces(overall=1))
    async with pace.slot():
        clock.now += 0.03
    clock.now += 1
    async with pace.slot():
        clock.now += 0.08
    # The fastest way took 0.03 s, so it was taken in at the latest that long before the answer.
    assert pace._overall_wait() == pytest.approx(0.97)
