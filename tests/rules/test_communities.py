from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import rules
from bot.rules.communities import (
    MEMBER_SEATS,
    MODERATORS,
    SEATS,
    Zone,
    parse_zone,
    zone_name,
)
from bot.rules.languages import CODES


def test_a_community_has_fifteen_seats_of_which_two_are_the_moderators() -> None:
    assert (SEATS, MODERATORS, MEMBER_SEATS) == (15, 2, 13)


def test_a_number_of_seats_has_one_name_and_stands_in_one_place() -> None:
    named: dict[str, list[int]] = {}
    for module in walk_packages(rules.__path__, "bot.rules."):
        for name, value in vars(import_module(module.name)).items():
            if name.isupper() and isinstance(value, int) and "SEAT" in name:
                named.setdefault(name, []).append(value)

    assert {name: set(values) for name, values in named.items()} == {
        "SEATS": {SEATS},
        "MEMBER_SEATS": {MEMBER_SEATS},
    }


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("zone", Zone)
def test_every_zone_is_found_by_its_own_name(zone: Zone, language: str) -> None:
    assert parse_zone(zone_name(zone, language)) is zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        pytest.param("noord oost", Zone.NORTH_EAST, id="a space for a hyphen"),
        pytest.param("NORD-EST", Zone.NORTH_EAST, id="capitals"),
        pytest.param("Sud–Est", Zone.SOUTH_EAST, id="a long dash"),
        pytest.param("zuidoost", Zone.SOUTH_EAST, id="written together"),
        pytest.param(" Zone Sud ", Zone.SOUTH, id="the word zone before it"),
        pytest.param("centrum west", Zone.CENTRE_WEST, id="Centrum-West"),
        pytest.param("Center-West", Zone.CENTRE_WEST, id="American spelling"),
        pytest.param("Nórd", Zone.NORTH, id="a stray accent"),
        pytest.param("north_east", Zone.NORTH_EAST, id="the stored value"),
        pytest.param("West", None, id="no such zone"),
        pytest.param("zone", None, id="only the word zone"),
        pytest.param("", None, id="nothing"),
        pytest.param("Noord Zuid", None, id="two zones"),
    ],
)
def test_a_zone_is_read_loosely(text: str, zone: Zone | None) -> None:
    assert parse_zone(text) is zone


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse_zone(text)
