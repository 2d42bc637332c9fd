"""Finds a title with the name or initial after it."""

import re
from typing import Final

from bot.rules.identifiers.findings import Finding, Kind
from bot.rules.identifiers.vocabulary import FAMILY_NAMES, FUNCTIONS, NO_NAMES

_FULL_TITLE: Final = (
    r"(?i:meneer|mijnheer|menheer|mevrouw|mevrouwtje|madam|juffrouw|dokter|docteur|doctor|monsieur|madame"
    r"|mademoiselle|miss|maitre|meester|zuster|professor|professeur|imam|pastoor|pater)"
)
# 'MR' is a party and 'MS' an illness; 'M' and 'Me' need their capital.
_SHORT_TITLE: Final = (
    r"(?:(?i:mevr|mvr|mw|dhr|hr|juf|mlle|mme|mrs|dr|prof)|[Mm]r|[Mm]s|M|(?<![Cc]all )Me|Mtre)\.?"
)
_TITLE: Final = rf"(?:{_FULL_TITLE}|{_SHORT_TITLE})"
_PARTICLE: Final = (
    r"(?i:van|von|vande|vanden|de|den|der|des|du|la|le|les|ter|ten|te|el|al|ben|bin|ait|abd|abu|da"
    r"|di|dos|do|mac|st|d'|l'|'t|'s|in't|o')"
)
_INITIALS: Final = r"[A-Z](?:\.|(?![\w']))(?:[ -]?[A-Z](?:\.|(?![\w']))){0,3}"
_WORD: Final = r"(?:[dDlLoO]'|'t )?[A-Z][\w'-]{0,40}+"
_FIRST: Final = rf"(?:{_PARTICLE}[ -]?){{0,3}}(?:{_INITIALS}|{_WORD})"
_TITLED: Final = re.compile(
    rf"(?<![\w.'-])(?P<title>(?:{_TITLE} ?(?:en|et|and|&|/|\+) ?)?{_TITLE})"
    rf"(?: |(?<=\.))(?P<name>{_FIRST}(?: (?:{_PARTICLE} ){{0,3}}(?:{_INITIALS}|{_WORD})){{0,3}})"
)
# Without capitals a name is recognised only by a common family name or Arabic particle.
_LOWER: Final = re.compile(
    rf"(?<![\w.'-])(?P<title>{_FULL_TITLE}|{_SHORT_TITLE})(?: |(?<=\.))"
    r"(?P<name>(?:(?:el|al|ben|ait|abd|vande[nr]?|van de[nr]?) )?(?P<last>[a-z][\w'-]{2,40}+))"
)
_PART: Final = re.compile(r"[\w'.-]+")


def names(text: str) -> list[Finding]:
    """Find titles with a name or an initial in a folded text; 'X' does not count."""
    found = [
        Finding(Kind.TITLE_AND_NAME, match.start(), match.start("name") + length)
        for match in _TITLED.finditer(text)
        if (length := _name_length(match["name"]))
    ]
    found += [
        Finding(Kind.TITLE_AND_NAME, *match.span())
        for match in _LOWER.finditer(text)
        if match["name"] != match["last"] or match["last"] in FAMILY_NAMES
    ]
    return found


def _name_length(name: str) -> int:
    """The length of the name after a title: up to the first word that is not a name."""
    length = 0
    for part in _PART.finditer(name):
        if _is_particle(part[0]):
            continue
        if _names_nobody(part[0]):
            break
        length = part.end()
    return length


def _is_particle(word: str) -> bool:
    return re.fullmatch(_PARTICLE, word) is not None


def _names_nobody(word: str) -> bool:
    bare = word.strip(".'-").lower()
    if len(bare) == 1:
        return bare == "x"
    return bare in NO_NAMES or bare in FUNCTIONS
