from datetime import date, time, timedelta

import pytest

from bot.rules.local_time import away, days_later, instant, local_date
from tests.rules.brussels import BRUSSELS, shown, wall


def test_a_time_that_clocks_skip_is_read_as_an_hour_later() -> None:
    assert shown(instant(date(2027, 3, 28), time(2, 30), BRUSSELS)) == "2027-03-28 03:30"


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    twice = instant(date(2026, 10, 25), time(2, 30, fold=1), BRUSSELS)
    assert twice == wall("2026-10-25 02:30")
    assert twice + timedelta(hours=1) == wall("2026-10-25 02:30", fold=1)


def test_a_date_is_the_one_in_the_zone() -> None:
    assert local_date(wall("2027-01-19 00:30"), BRUSSELS) == date(2027, 1, 19)


@pytest.mark.parametrize("days", [-7, -1, 1, 7])
@pytest.mark.parametrize("day", ["2027-03-28", "2026-10-25", "2027-01-19"])
def test_days_keep_the_wall_clock_over_both_changes_of_the_hour(day: str, days: int) -> None:
    moved = days_later(wall(f"{day} 14:00"), days, BRUSSELS)
    assert shown(moved).endswith("14:00")
    assert local_date(moved, BRUSSELS) == date.fromisoformat(day) + timedelta(days=days)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        pytest.param(timedelta(days=-1), "2027-03-27 14:00", id="a day keeps the hour"),
        pytest.param(timedelta(hours=-13), "2027-03-28 00:00", id="hours are exact"),
        pytest.param(timedelta(minutes=30), "2027-03-28 14:30", id="minutes are exact"),
    ],
)
def test_an_offset_counts_days_or_is_exact(offset: timedelta, expected: str) -> None:
    assert shown(away(wall("2027-03-28 14:00"), offset, BRUSSELS)) == expected
