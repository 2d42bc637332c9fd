"""The export ('harvest'): which counts it shows, how texts fit in files, and file names."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.rules.languages import read_language

FEWEST_SHOWN: Final = 5
"""A count about fewer people than this is shown to nobody."""

CELL_LIMIT: Final = 32_767
"""The longest text of a spreadsheet cell, in UTF-16 units."""

NAME_LIMIT: Final = 100
"""Bytes of a file's name."""

_NAMELESS: Final = "praktijkgemeenschap"
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?")
_ILLEGAL: Final = re.compile(r"[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END: Final = re.compile(r"\r\n?|[\u2028\u2029\u0085\v\f]")
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\n")
_LABELS: Final = {
    "community": ("community", "gemeenschap", "communaute", "communauté"),
    "language": ("language", "taal", "langue"),
    "formats": ("format", "formats", "formaat", "formaten"),
}


class Format(StrEnum):
    """The formats of an export, by the ending of the files."""

    DOCUMENT = "docx"
    WORKBOOK = "xlsx"
    RECORD = "json"


def shown_number(number: int) -> int | None:
    """A count of people, or of what they did; None where they are too few."""
    return number if number >= FEWEST_SHOWN else None


def may_be_shown(people: int) -> bool:
    """Whether counts about so many people may be shown."""
    return people >= FEWEST_SHOWN


def readable(text: str) -> str:
    """The text with line ends of one kind and without characters that XML does not allow."""
    return _ILLEGAL.sub("", _LINE_END.sub("\n", text))


def cell(text: str) -> str:
    """The text as it fits in one cell; a longer one is cut and ends in …."""
    kept = readable(text)
    if _units(kept) <= CELL_LIMIT:
        return kept
    cut = kept.encode("utf-16-le")[: 2 * (CELL_LIMIT - 1)]
    return cut.decode("utf-16-le", "ignore") + "…"


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet program would take this text for a formula."""
    return text.startswith(_BEGINS_FORMULA)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def file_name(name: str, ending: str, taken: set[str]) -> str:
    """A file name valid on every system, of at most `NAME_LIMIT` bytes and not in `taken`.

    `taken` holds the folded names given before; the new one is added.
    """
    stem = _stem(name)
    for number in range(1, len(taken) + 2):
        mark = f" ({number})" if number > 1 else ""
        room = NAME_LIMIT - len(f"{mark}.{ending}".encode())
        found = f"{stem.encode()[:room].decode(errors='ignore').rstrip(' .')}{mark}.{ending}"
        if (key := unicodedata.normalize("NFKC", found).casefold()) not in taken:
            taken.add(key)
            return found
    raise AssertionError("one more name than there are names taken was tried")


def _stem(name: str) -> str:
    signs = unicodedata.normalize("NFC", name)
    visible = (" " if unicodedata.category(sign) in _UNSEEN else sign for sign in signs)
    safe = "".join("-" if sign in _FORBIDDEN else sign for sign in visible)
    stem = re.sub(r"\.{2,}", ".", " ".join(safe.split())).strip(" .-~")
    if not stem:
        return _NAMELESS
    return f"{_NAMELESS} {stem}" if _RESERVED.fullmatch(stem.casefold()) else stem


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of the command; None for those not given."""

    community: str | None = None
    language: str | None = None
    formats: frozenset[Format] | None = None
    unknown: tuple[str, ...] = ()


def read_request(text: str) -> Request:
    """Read lines `community: …`, `language: …`, `format: docx, xlsx` (nl, fr, en).

    One line without a label names the community.
    """
    found: dict[str, str] = {}
    unknown = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label, colon, value = line.partition(":")
        name = _labelled(label) if colon else "community"
        if name is None or name in found:
            unknown.append(line)
        else:
            found[name] = value.strip() if colon else line
    language, formats = read_language(found.get("language", "")), _formats(found.get("formats", ""))
    for name, kept in (("language", language), ("formats", formats)):
        if name in found and not kept:
            unknown.append(found[name])
    return Request(found.get("community") or None, language, formats or None, tuple(unknown))


def _labelled(label: str) -> str | None:
    plain = label.strip().casefold()
    return next((name for name, labels in _LABELS.items() if plain in labels), None)


def _formats(text: str) -> frozenset[Format]:
    named = {"word": Format.DOCUMENT, "excel": Format.WORKBOOK} | {one.value: one for one in Format}
    return frozenset(named[word] for word in re.findall(r"\w+", text.casefold()) if word in named)
