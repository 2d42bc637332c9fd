"""Suggests themes for a text by its words; people choose among them."""

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
"""The most themes suggested."""

_WORD: Final = re.compile(r"[a-z0-9]+")
_NO_OWN: Final[Mapping[str, Collection[str]]] = {}


def suggested(
    texts: Iterable[str], own: Mapping[str, Collection[str]] = _NO_OWN
) -> tuple[str, ...]:
    """The keys of at most `MOST` themes of the texts, those with most matching words first.

    `own` maps the keys of added themes to their names.
    """
    read = [_passed_over().sub(".", _words(text)) for text in texts]
    patterns = {**_fixed(), **{key: _named(names) for key, names in own.items()}}
    hits = Counter(
        {key: sum(len(found.findall(text)) for text in read) for key, found in patterns.items()}
    )
    return tuple(key for key, number in hits.most_common(MOST) if number)


def _words(text: str) -> str:
    """The folded words of a text, each after one space."""
    return "".join(f" {word}" for word in _WORD.findall(fold_letters(text)))


@cache
def _passed_over() -> re.Pattern[str]:
    return _pattern(PASSED_OVER.split())


@cache
def _fixed() -> dict[str, re.Pattern[str]]:
    """The pattern of each fixed theme, made at first use."""
    return {
        f"{DOMAIN if isinstance(one, Domain) else BLOCK}{one}": _pattern(entries.split())
        for one, entries in VOCABULARY.items()
    }


def _named(names: Collection[str]) -> re.Pattern[str]:
    """The pattern of an added theme: its names, also with a longer last word."""
    spoken = (_words(name).strip().replace(" ", "_") for name in names)
    return _pattern([f"{name}*" for name in spoken if name])


def _pattern(entries: Collection[str]) -> re.Pattern[str]:
    """The pattern that matches any of these vocabulary entries as whole words."""
    # Longest first, so that of entries with the same beginning the longest matches.
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    found = "|".join(one.replace("*", "[a-z0-9]*").replace("_", " ") for one in ordered)
    return re.compile(rf"(?: (?:{found})(?= |\Z))" if found else r"(?!)")
