"""The library: kinds of items, limits of their texts, valid links, and search words."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from bot.rules.plain_text import fold_letters, units

TITLE_LIMIT: Final = 100
WHY_LIMIT: Final = 200
TEXT_LIMIT: Final = 2000
TOLD_LIMIT: Final = 300
LINK_LIMIT: Final = 500
NAME_LIMIT: Final = 100
"""In UTF-16 units, so that an item with everything about it fits one message."""

MOST_THEMES: Final = 6
"""The most themes of one item."""

WORD_LIMIT: Final = 64
"""Characters of a word that are searched; PostgreSQL refuses words of over 2 KB."""

SEARCH_LIMIT: Final = 36
"""Bytes of the search terms, which are part of the callback data of the next page."""

MOST_READ: Final = 4096
"""Characters of a typed search that are read."""

_WORD: Final = re.compile(r"[^\W_]+")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)
_CREDENTIALS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#\s]*@", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)")
_FOLLOWERS: Final = re.compile(r"utm_.*|fbclid|gclid|dclid|msclkid|igshid|mc_eid", re.IGNORECASE)


class Kind(StrEnum):
    """The kinds of items.

    EXAMPLE is the tool that comes with the program; its texts are in the catalogues.
    """

    TOOL = "tool"
    PRACTICE = "practice"
    RESOURCE = "resource"
    EXAMPLE = "example"


SHARED: Final = (Kind.TOOL, Kind.PRACTICE, Kind.RESOURCE)
"""The kinds that people can share."""


class Outcome(StrEnum):
    """How trying an item went."""

    HELPED = "helped"
    PARTLY = "partly"
    NOT = "not"


def counted_from(tried_at: datetime, cycle_ends: Iterable[datetime]) -> datetime:
    """The moment from which the retention of a trial's words counts: the end of its cycle.

    That is the first cycle to end after it; after the last cycle, the trial's own moment.
    """
    return min((end for end in cycle_ends if end >= tried_at), default=tried_at)


def search_words(text: str) -> str:
    """The words of a text as they are searched: folded, without signs, one space between them."""
    return " ".join(word[:WORD_LIMIT] for word in _WORD.findall(fold_letters(text)))


def terms(typed: str) -> tuple[str, ...]:
    """The beginnings of words to search for, without repeats; none where no word was typed.

    A single letter ('l’outil') counts only where nothing longer was typed.
    """
    words = dict.fromkeys(search_words(typed[:MOST_READ]).split())
    kept: list[str] = []
    left = SEARCH_LIMIT
    for word in [one for one in words if len(one) > 1] or words:
        cut = word.encode()[:left].decode(errors="ignore")
        if not cut:
            break
        kept.append(cut)
        left -= len(cut.encode()) + 1
    return tuple(kept)


def is_address(text: str) -> bool:
    """Whether a text is one address, of any kind."""
    is_one_word = len(text.split()) == 1
    return is_one_word and bool(_ADDRESS.match(text) or text.lower().startswith("www."))


def holds_credentials(text: str) -> bool:
    """Whether an address in a text holds a user name or password."""
    return bool(_CREDENTIALS.search(text))


def read_link(text: str) -> str | None:
    """The address of a web page without tracking parameters; None for anything else.

    Only http and https, to a named host, and never with credentials.
    """
    given = text if "://" in text or not text.lower().startswith("www.") else f"https://{text}"
    if any(sign.isspace() or sign in '\\<>"' for sign in given):
        return None
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(_HOST.fullmatch(host))
    if not is_web or parts.username is not None or parts.password is not None:
        return None
    cleaned = parts._replace(netloc=f"{host}{port}", query=_unfollowed(parts)).geturl()
    return cleaned if units(cleaned) <= LINK_LIMIT else None


def _unfollowed(parts: SplitResult) -> str:
    """The query of an address without tracking parameters."""
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not _FOLLOWERS.fullmatch(name)]
    return parts.query if len(kept) == len(given) else urlencode(kept)
