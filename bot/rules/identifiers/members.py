"""Finds the names of the group's members."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from bot.rules.identifiers.findings import Finding, Kind, fold_in_place
from bot.rules.identifiers.vocabulary import WORD_NAMES

_PARTICLES: Final = frozenset(
    """
    van von vande vanden de den der des du la le les ter ten te el al ben bin ait abd abu da di dos
    do mac
    """.split()
)
_PART: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SHORTEST: Final = 2
_INITIAL: Final = r"(?-i:[A-Z])\. ?"
_SAINT: Final = re.compile(r"\b(?:saint|sainte|sint|st|ste)\.?[ -]$", re.IGNORECASE)
# English months, written with a capital, and a service whose name contains a name.
_MONTH: Final = frozenset({"april", "may", "june", "august"})
_IN_MONTH: Final = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:in|of|by|until|since|early|late|next|last|every))[ ]$",
    re.IGNORECASE,
)
_SERVICE: Final = re.compile(r"kind (?:en|&) (?:gezin|preventie)|kind ?& ?gezin", re.IGNORECASE)
_LOOK_BACK: Final = 12


def names(text: str, known_names: Collection[str]) -> list[Finding]:
    """Find members in a folded text: whole names, or a first or family name with a capital.

    A name that is also a word ('Roos', 'Mei', 'Pierre') counts alone only with a capital inside a
    sentence, where the word would have none. Whole names count in any case and order.
    """
    spans = {*_whole_names(text, known_names), *_single_names(text, known_names)}
    return [Finding(Kind.MEMBER_NAME, *span) for span in sorted(spans)]


def _parts(name: str) -> list[str]:
    return _PART.findall(fold_in_place(name))


def _written(parts: list[str]) -> str:
    """A pattern for parts of a name, with spaces or hyphens between them."""
    return "[ -]".join(re.escape(part).replace(r"\-", "[ -]") for part in parts)


def _any(patterns: set[str]) -> re.Pattern[str] | None:
    longest_first = "|".join(sorted(patterns, key=len, reverse=True))
    whole = rf"(?<![\w-])(?:{longest_first})(?!-?\w)"
    return re.compile(whole, re.IGNORECASE) if patterns else None


def _whole_names(text: str, known_names: Collection[str]) -> Iterator[tuple[int, int]]:
    patterns = set()
    for first, *last in filter(None, map(_parts, known_names)):
        if last:
            patterns |= {
                _written([first, *last]),
                rf"{_written(last)},? {_written([first])}",
            }
    whole = _any(patterns)
    if whole:
        yield from (match.span() for match in whole.finditer(text))


def _single_names(text: str, known_names: Collection[str]) -> Iterator[tuple[int, int]]:
    patterns = {_written(parts) for name in known_names for parts in _singles(name)}
    families = [_parts(name)[1:] for name in known_names]
    single = _any(patterns | {_INITIAL + _written(family) for family in families if family})
    if single:
        for match in single.finditer(text):
            if _is_name(text, match):
                yield match.span()


def _singles(name: str) -> Iterator[list[str]]:
    """The parts that identify somebody alone: first name, family name, its longer words."""
    parts = _parts(name)
    if not parts:
        return
    first, *last = parts
    if len(first) >= _SHORTEST:
        yield [first]
    if last:
        yield last
    yield from ([part] for part in last if _stands_alone(part, last))


def _stands_alone(part: str, last: list[str]) -> bool:
    is_long = len(part) > _SHORTEST and part.lower() not in _PARTICLES
    return is_long and not (len(last) > 1 and part.lower() in WORD_NAMES)


def _is_name(text: str, match: re.Match[str]) -> bool:
    words = _PART.findall(match[0])
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if not words[-1][0].isupper() or _SAINT.search(before):
        return False
    if _SERVICE.match(text, match.start()):
        return False
    word = match[0].lower()
    if word in _MONTH and _IN_MONTH.search(before):
        return False
    return word not in WORD_NAMES or not _starts_sentence(text, match)


def _starts_sentence(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip(" \"'(*-")
    return not before or before[-1] in ".!?:\n"
