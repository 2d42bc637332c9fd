"""The buttons of `/export`; each carries the whole choice, so that none is stored."""

from typing import Final

from bot.rules.harvest import Format
from handlers.core.arguments import COMMUNITY, LANGUAGE, PAGE
from handlers.core.callback_data import Argument, Room
from locales import Words

_LETTERS: Final = {Format.DOCUMENT: "d", Format.WORKBOOK: "x", Format.RECORD: "j"}


def not_yours(words: Words) -> str:
    """Why a person may not export a harvest."""
    return words(
        "The harvest is for Brusano's coordinators, and for moderators of their own community."
    )


def _read_formats(letters: str) -> frozenset[Format]:
    return frozenset(one for one in Format if _LETTERS[one] in letters)


def _write_formats(formats: frozenset[Format]) -> str:
    return "".join(_LETTERS[one] for one in Format if one in formats)


FORMATS: Final = Argument(_read_formats, _write_formats).or_else(frozenset())

ROOM = Room("harvest", not_yours)

LIST = ROOM.verb("list", PAGE)
OF = ROOM.verb("of", COMMUNITY)
"""A community of 0 means all communities, here and below."""
SET = ROOM.verb("set", COMMUNITY, LANGUAGE.or_none(), FORMATS)
"""Without a language: the person's own and the default formats, here and below."""
MAKE = ROOM.verb("make", COMMUNITY, LANGUAGE.or_none(), FORMATS)
