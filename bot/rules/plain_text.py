"""Cleans, folds, measures and cuts texts that people typed."""

import re
import unicodedata
from typing import Final

_APOSTROPHES: Final = (
    "`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\uff07"
)
_QUOTES: Final = "\u02ba\u201c\u201d\u201e\u201f\u2033\u2036\u301d\u301e\u301f\uff02"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\u2e3a\u2e3b"
# Invisible characters that Unicode counts as letters, marks or signs: the grapheme
# joiner, the fillers of Hangul and Khitan, the inherent vowels of Khmer, the variation selectors
# (of Mongolian, of emoji, of ideographs), the replaced object, the empty note head.
_UNDRAWN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
_LINE_END: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# The empty Braille pattern looks like a space, and is none for Unicode.
_SPACE: Final = re.compile("[\t\u2800\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_OPENING: Final = re.compile("« ?")
_CLOSING: Final = re.compile(" ?»")
_SPACES: Final = re.compile(" {2,}")
_EDGES: Final = re.compile(" ?\n ?")
_EMPTY_LINES: Final = re.compile("\n{3,}")
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_PLAIN: Final = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_DASHES, "-")
    | {"…": "..."}
)


def clean(text: str) -> str:
    """The text as plain lines: composed (NFC), nothing invisible, plain quotes, dashes and spaces.

    Spaces at the edges of lines, repeated spaces and repeated empty lines are removed too, because
    a mark can be hidden in them. Emoji lose their joiners and selectors. Everything visible stays:
    look-alike letters of another script, spelling and choice of words can still carry a mark or
    show who wrote. Cleaning a clean text changes nothing.
    """
    lines = _LINE_END.sub("\n", unicodedata.normalize("NFC", text))
    seen = _UNDRAWN.sub("", "".join(filter(_is_seen, _SPACE.sub(" ", lines))))
    quoted = _CLOSING.sub('"', _OPENING.sub('"', seen.translate(_PLAIN)))
    spaced = _EDGES.sub("\n", _SPACES.sub(" ", quoted))
    # A removed character may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", _EMPTY_LINES.sub("\n\n", spaced).strip(" \n"))


def fold(text: str) -> str:
    """Text without case and accents and with single spaces, for comparing what people type.

    Stored keys of names are made with it: a change here needs a migration.
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in spread if not unicodedata.combining(c)).split())


def fold_compact(text: str) -> str:
    """Folded text without spaces, hyphens and other signs."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def fold_letters(text: str) -> str:
    """Folded text in which letters like œ and ø, which have no accent, are plain letters too."""
    return fold(text).translate(_LETTERS)


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text; a longer one is cut to at most so many units, with … at its end."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: max(0, most - 1) * 2]
    return f"{kept.decode('utf-16-le', 'ignore').rstrip()}…"


def _is_seen(sign: str) -> bool:
    return sign == "\n" or unicodedata.category(sign) not in _INVISIBLE
