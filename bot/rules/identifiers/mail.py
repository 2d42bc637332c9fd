"""Finds e-mail addresses, also obfuscated ones ('name at example dot com')."""

import re
from typing import Final

from bot.rules.identifiers.findings import Finding, Kind

_LOCAL: Final = r"(?<![\w.+%-])(?=\w)[\w.+%-]++"
_LABELS: Final = r"\w[\w-]{0,62}+(?:\.\w[\w-]{0,62}+){0,5}+"
_DOMAIN: Final = r"\w[\w-]{0,62}+(?:\.\w[\w-]{0,62}+){1,5}+"
_BRACKETED_AT: Final = r" ?[\[({<] ?(?:at|a|@|apenstaart(?:je)?|arobase|arobas) ?[\])}>] ?"
_SPOKEN_AT: Final = r" ?(?:apenstaart(?:je)?|arobase|arobas) ?"
_DOT: Final = r"(?: ?[\[({<] ?(?:dot|punt|point|\.) ?[\])}>] ?| (?:dot|punt|point) |\.)"
_ENDINGS: Final = r"(?:be|brussels|vlaanderen|gent|com|net|org|eu|fr|nl|de|uk|lu|ma|info)"
_ADDRESS: Final = re.compile(
    rf"{_LOCAL}(?:"
    rf"@{_LABELS}"
    rf"| (?:@ |@(?=\w+\.{_ENDINGS}\b)){_DOMAIN}"
    rf"|@ {_DOMAIN}"
    rf"|(?:{_BRACKETED_AT}|{_SPOKEN_AT})\w[\w-]{{0,62}}+(?:{_DOT}\w[\w-]{{0,62}}+){{1,5}}"
    rf"| at \w[\w-]{{0,62}}+(?: (?:dot|punt) \w[\w-]{{0,62}}){{0,2}} (?:dot|punt) {_ENDINGS}\b"
    r")",
    re.IGNORECASE,
)


def addresses(text: str) -> list[Finding]:
    """Find the e-mail addresses in a folded text."""
    return [Finding(Kind.EMAIL, m.start(), m.end()) for m in _ADDRESS.finditer(text)]
