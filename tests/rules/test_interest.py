"""Interest: which zone is meant, when the coordinators hear of it, what became of it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.communities import Zone
from bot.rules.interest import (
    INVITATION_VALID_FOR,
    Standing,
    clean_source,
    most_named,
    news_at,
    places_left,
    standing,
    zone_of,
)
from bot.settings import QuietHours

BRUSSELS = ZoneInfo("Europe/Brussels")
NIGHT = QuietHours(time(20), time(8))
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        pytest.param("Noord", Zone.NORTH, id="a zone in Dutch"),
        pytest.param("bassin Sud-Est", Zone.SOUTH_EAST, id="a zone in French"),
        pytest.param("Schaarbeek", Zone.NORTH_EAST, id="a municipality in one zone"),
        pytest.param("SCHAERBEEK", Zone.NORTH_EAST, id="its French name, in capitals"),
        pytest.param("Sint-Joost-ten-Node", Zone.NORTH_EAST, id="a long name"),
        pytest.param("Saint Josse-ten-Noode", Zone.NORTH_EAST, id="the long name in French"),
        pytest.param("St-Josse", Zone.NORTH_EAST, id="shortened in French"),
        pytest.param("st. Gillis", Zone.SOUTH, id="shortened in Dutch"),
        pytest.param("St-Gilles", Zone.SOUTH, id="shortened, in the other language"),
        pytest.param("Brussel-Stad", None, id="a municipality split over several zones"),
        pytest.param("Laken", None, id="a municipality we know no zone of"),
        pytest.param("Schaarbeek en Evere", None, id="two at once"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_zone_follows_from_the_place_only_where_it_is_plain(
    place: str, zone: Zone | None
) -> None:
    assert zone_of(place) is zone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("poster", "poster"),
        ("Nieuwsbrief_2026-09", "Nieuwsbrief_2026-09"),
        ("a" * 32, "a" * 32),
        ("a" * 33, ""),
        ("affiché", ""),
        ("two words", ""),
        ("a:b", ""),
        ("<b>", ""),
        ("poster\n", ""),
        ("", ""),
    ],
)
def test_a_source_is_one_word_that_a_link_can_carry(typed: str, kept: str) -> None:
    assert clean_source(typed) == kept


@pytest.mark.parametrize(
    ("left", "told"),
    [
        pytest.param("2026-09-01 08:30", "2026-09-01 09:00", id="before nine"),
        pytest.param("2026-09-01 09:00", "2026-09-02 09:00", id="at nine"),
        pytest.param("2026-09-01 17:00", "2026-09-02 09:00", id="in the afternoon"),
        pytest.param("2026-09-04 10:00", "2026-09-07 09:00", id="on Friday"),
        pytest.param("2026-09-06 22:00", "2026-09-07 09:00", id="on Sunday night"),
        pytest.param("2026-10-24 22:00", "2026-10-26 09:00", id="the night clocks go back"),
    ],
)
def test_coordinators_hear_at_nine_on_the_next_working_day(left: str, told: str) -> None:
    now = datetime.fromisoformat(left).replace(tzinfo=BRUSSELS).astimezone(UTC)
    assert news_at(now, NIGHT, BRUSSELS) == datetime.fromisoformat(told).replace(tzinfo=BRUSSELS)


def test_a_weekend_and_the_monday_after_it_are_one_message() -> None:
    friday, monday = datetime(2026, 9, 4, 9, tzinfo=UTC), datetime(2026, 9, 7, 6, tzinfo=UTC)
    assert news_at(friday, NIGHT, BRUSSELS) == news_at(monday, NIGHT, BRUSSELS)


def test_news_keeps_other_quiet_hours_and_does_without_any() -> None:
    late = QuietHours(time(20), time(10))
    sunday = datetime(2026, 9, 6, 8, tzinfo=UTC)
    assert news_at(NOW, late, BRUSSELS).astimezone(BRUSSELS).time() == time(10)
    assert news_at(sunday, None, BRUSSELS) == sunday + timedelta(hours=23)


@pytest.mark.parametrize(
    ("is_placed", "is_used", "expires_at", "became"),
    [
        pytest.param(False, False, None, Standing.WAITING, id="not placed"),
        pytest.param(True, False, NOW + INVITATION_VALID_FOR, Standing.INVITED, id="invited"),
        pytest.param(True, False, NOW, Standing.EXPIRED, id="too late"),
        pytest.param(True, False, None, Standing.EXPIRED, id="the invitation is gone"),
        pytest.param(
            True, True, NOW + INVITATION_VALID_FOR, Standing.USED, id="somebody else came"
        ),
    ],
)
def test_what_became_of_interest(
    is_placed: bool, is_used: bool, expires_at: datetime | None, became: Standing
) -> None:
    found = standing(is_placed=is_placed, is_used=is_used, expires_at=expires_at, now=NOW)
    assert found is became


def test_a_seat_is_promised_once() -> None:
    assert places_left(13, 0, 13) == 0
    assert places_left(2, 1, 0) == 1
    assert places_left(0, 3, 2) == 0


def test_professions_that_differ_in_capitals_are_one() -> None:
    counted = {"Nurse": 1, "nurse": 2, "arts": 3, "Zorgkundige": 1}
    assert most_named(counted) == [("arts", 3), ("Nurse", 3), ("Zorgkundige", 1)]
