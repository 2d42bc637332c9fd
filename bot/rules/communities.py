"""A community: the number of its seats and its care zone."""

import re
from enum import StrEnum
from typing import Final

from bot.rules.plain_text import fold_compact

SEATS: Final = 15
"""Numbered seats in a community; a duo shares one."""

MODERATORS: Final = 2
"""Seats of moderators: the first numbers."""

MEMBER_SEATS: Final = SEATS - MODERATORS
"""Seats left beside the moderators."""

COMMUNITY_NAME_LIMIT: Final = 80
MUNICIPALITY_LIMIT: Final = 80


class Zone(StrEnum):
    """The five care zones of Brussels."""

    NORTH = "north"
    NORTH_EAST = "north_east"
    SOUTH_EAST = "south_east"
    SOUTH = "south"
    CENTRE_WEST = "centre_west"


_ZONE_NAMES: Final = {
    Zone.NORTH: {"nl": "Noord", "fr": "Nord", "en": "North"},
    Zone.NORTH_EAST: {"nl": "Noord-Oost", "fr": "Nord-Est", "en": "North-East"},
    Zone.SOUTH_EAST: {"nl": "Zuid-Oost", "fr": "Sud-Est", "en": "South-East"},
    Zone.SOUTH: {"nl": "Zuid", "fr": "Sud", "en": "South"},
    Zone.CENTRE_WEST: {"nl": "Centrum-West", "fr": "Centre-Ouest", "en": "Centre-West"},
}


def zone_name(zone: Zone, language: str) -> str:
    """The zone's name in a language of the program."""
    return _ZONE_NAMES[zone][language]


def parse_zone(text: str) -> Zone | None:
    """The zone with this name in any language, whatever the accents, capitals and hyphens."""
    name = re.sub(r"^(zorgzone|carezone|zone|bassin)|(zone)$", "", fold_compact(text))
    return next((zone for zone in Zone if name in _known_names(zone)), None)


def _known_names(zone: Zone) -> set[str]:
    names = {fold_compact(name) for name in (zone.value, *_ZONE_NAMES[zone].values())}
    return names | {name.replace("centre", "center") for name in names}
