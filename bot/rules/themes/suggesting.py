"""Which themes a text speaks of, by its words. It proposes only: people choose."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Final

from bot.rules.cases import Domain
from bot.rules.plain_text import fold_letters
from bot.rules.themes.keys import BLOCK, DOMAIN
from bot.rules.themes.vocabulary import PASSED_OVER, VOCABULARY

MOST: Final = 6
"""Themes that are suggested at most."""

_WORD: Final = re.compile(r"[a-z0-9]+")
_NO_OWN: Final[Mapping[str, Collection[str]]] = {}


def suggested(
    texts: Iterable[str], own: Mapping[str, Collection[str]] = _NO_OWN
) -> tuple[str, ...]:
    """The keys of at most `MOST` themes that the texts speak of, those most spoken of first.

    `own` holds, by their keys, what the themes are called that were added to the fixed ones.
    """
    read = [_passed_over().sub(".", _words(text)) for text in texts]
    patterns = {**_fixed(), **{key: _named(names) for key, names in own.items()}}
    hits = Counter(
        {key: sum(len(found.findall(text)) for text in read) for key, found in patterns.items()}
    )
    return tuple(key for key, number in hits.most_common(MOST) if number)


def _words(text: str) -> str:
    """The words of a text, folded, each after one space; what divides them is gone."""
    return "".join(f" {word}" for word in _WORD.findall(fold_letters(text)))


@cache
def _passed_over() -> re.Pattern[str]:
    return _pattern(PASSED_OVER.split())


@cache
def _fixed() -> dict[str, re.Pattern[str]]:
    """What finds each of the fixed themes, made at the first question."""
    return {
        f"{DOMAIN if isinstance(one, Domain) else BLOCK}{one}": _pattern(entries.split())
        for one, entries in VOCABULARY.items()
    }


def _named(names: Collection[str]) -> re.Pattern[str]:
    """What finds a theme by its own names, and by longer forms of their last word."""
    spoken = (_words(name).strip().replace(" ", "_") for name in names)
    return _pattern([f"{name}*" for name in spoken if name])


def _pattern(entries: Collection[str]) -> re.Pattern[str]:
    """What finds any of these entries of the vocabulary, whole."""
    # The longest first: of what begins alike, all of it counts as one.
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    found = "|".join(one.replace("*", "[a-z0-9]*").replace("_", " ") for one in ordered)
    return re.compile(rf"(?: (?:{found})(?= |\Z))" if found else r"(?!)")
