"""The languages that the program speaks, and those in which a group is addressed.

A new language is a row of `LANGUAGES`, its catalogue (`locales/<code>/bot.po`), the names of the
zones (`communities.py`) and, where it has its own, the names of the commands
(`handlers/wiring/commands.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.rules.plain_text import fold_compact


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code is that of its catalogue, and the beginning of Telegram's code.

    `aliases` are what people type for it, folded, beside the code and its own name. `variant` is
    the spelling of a document and of a list; `holidays` is what the library of holidays calls it.
    """

    code: str
    own_name: str
    aliases: tuple[str, ...]
    variant: str
    holidays: str


LANGUAGES: Final = (
    Language("nl", "Nederlands", ("nld", "neerlandais", "dutch"), "nl-BE", "nl"),
    Language("fr", "Français", ("fra", "frans", "french"), "fr-BE", "fr"),
    Language("en", "English", ("eng", "engels", "anglais"), "en-GB", "en_US"),
)

BILINGUAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"nl+fr": ("tweetalig", "bilingue", "bilingual")}
)
"""The pairs in which a group can be addressed, with what people type for them."""

BY_CODE: Final[Mapping[str, Language]] = MappingProxyType({one.code: one for one in LANGUAGES})
CODES: Final = tuple(BY_CODE)
OWN_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {one.code: one.own_name for one in LANGUAGES}
)

GROUP_CODES: Final = (*CODES, *BILINGUAL)
"""The language or languages in which a community's group can be addressed."""

_AND: Final = frozenset({"en", "et", "and"})


def single_languages(group_code: str) -> tuple[str, ...]:
    """The languages of a group, in the order they are written in a message."""
    return tuple(group_code.split("+"))


def group_name(group_code: str) -> str:
    """The own names of a group's languages."""
    return " + ".join(OWN_NAMES[code] for code in single_languages(group_code))


def labels(code: str) -> tuple[str, ...]:
    """What people type for a language, folded."""
    language = BY_CODE[code]
    return (code, fold_compact(language.own_name), *language.aliases)


def read_language(text: str) -> str | None:
    """The code of the language with this code or name, whatever the accents and capitals."""
    word = fold_compact(text)
    return next((code for code in CODES if word in labels(code)), None)


def read_group_code(text: str) -> str | None:
    """A group's language from a code or a name, alone or as a pair."""
    match [fold_compact(word) for word in re.split(r"[\s+/,;&-]+", text.strip())]:
        case [word]:
            pairs = (pair for pair, aliases in BILINGUAL.items() if word in aliases)
            return read_language(word) or next(pairs, None)
        case [first, second]:
            return _pair(first, second)
        case [first, word, second] if word in _AND:
            return _pair(first, second)
        case _:
            return None


def _pair(first: str, second: str) -> str | None:
    both = {read_language(first), read_language(second)}
    return next((pair for pair in BILINGUAL if set(single_languages(pair)) == both), None)


def nearest_language(language_code: str | None) -> str | None:
    """The language nearest to Telegram's code like `nl-BE`; None when there is none."""
    spoken = (language_code or "").lower().replace("_", "-").partition("-")[0]
    return spoken if spoken in BY_CODE else None
