"""A community: the number of its seats, its care zone, the languages of its group."""

import re
from enum import StrEnum
from typing import Final

from bot.rules.plain_text import fold

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


class GroupLanguage(StrEnum):
    """The language or languages a community's group is addressed in."""

    NL = "nl"
    FR = "fr"
    EN = "en"
    NL_FR = "nl+fr"

    @property
    def languages(self) -> tuple[str, ...]:
        """The single languages, in the order they are written in a message."""
        return tuple(self.value.split("+"))


_ZONE_NAMES: Final = {
    Zone.NORTH: {"nl": "Noord", "fr": "Nord", "en": "North"},
    Zone.NORTH_EAST: {"nl": "Noord-Oost", "fr": "Nord-Est", "en": "North-East"},
    Zone.SOUTH_EAST: {"nl": "Zuid-Oost", "fr": "Sud-Est", "en": "South-East"},
    Zone.SOUTH: {"nl": "Zuid", "fr": "Sud", "en": "South"},
    Zone.CENTRE_WEST: {"nl": "Centrum-West", "fr": "Centre-Ouest", "en": "Centre-West"},
}

_LANGUAGE_NAMES: Final = {
    "nl": ("nl", "nld", "nederlands", "neerlandais", "dutch"),
    "fr": ("fr", "fra", "frans", "francais", "french"),
    "en": ("en", "eng", "engels", "anglais", "english"),
}
_BOTH: Final = frozenset({"tweetalig", "bilingue", "bilingual"})


def zone_name(zone: Zone, language: str) -> str:
    """The zone's name in nl, fr or en; KeyError for another language."""
    return _ZONE_NAMES[zone][language]


def parse_zone(text: str) -> Zone | None:
    """The zone with this name in any language, whatever the accents, capitals and hyphens."""
    name = re.sub(r"^(zorgzone|carezone|zone|bassin)|(zone)$", "", _folded(text))
    return next((zone for zone in Zone if name in _known_names(zone)), None)


def _known_names(zone: Zone) -> set[str]:
    names = {_folded(name) for name in (zone.value, *_ZONE_NAMES[zone].values())}
    return names | {name.replace("centre", "center") for name in names}


def parse_group_language(text: str) -> GroupLanguage | None:
    """The group's language from a code or a name, alone or as a Dutch-French pair."""
    match [_folded(word) for word in re.split(r"[\s+/,;&-]+", text.strip())]:
        case [word] if word in _BOTH:
            return GroupLanguage.NL_FR
        case [word]:
            language = _language(word)
            return GroupLanguage(language) if language else None
        case [first, second] | [first, "en" | "et" | "and", second]:  # Dutch 'en' is 'and'
            both = {_language(first), _language(second)} == {"nl", "fr"}
            return GroupLanguage.NL_FR if both else None
        case _:
            return None


def _language(word: str) -> str | None:
    return next((code for code, names in _LANGUAGE_NAMES.items() if word in names), None)


def _folded(text: str) -> str:
    """Letters and digits only, without accents or capitals."""
    return "".join(character for character in fold(text) if character.isalnum())
