"""Names what in a text says who somebody is, with a coarser wording; it decides nothing."""

from collections.abc import Collection, Sequence
from datetime import date
from html import escape

from bot.rules import identifiers
from bot.rules.identifiers import Finding, Kind
from handlers.core.screens import lines
from locales import Words

MOST = 6
"""Findings named on one screen."""

EXCERPT = 80
"""Characters of what was found that are repeated."""


def findings(
    texts: Collection[str], known_names: Collection[str] = (), today: date | None = None
) -> list[tuple[str, Finding]]:
    """What is found in cleaned texts, each with the words it was found in."""
    return [
        (text[found.start : found.end], found)
        for text in texts
        for found in identifiers.find(text, known_names, today)
    ]


def pointed_out(words: Words, found: Sequence[tuple[str, Finding]], most: int = MOST) -> str | None:
    """⚠️ with a line for each; None when nothing was found."""
    if not found:
        return None
    return lines(
        f"⚠️ <b>{words('This may say who somebody is:')}</b>",
        *(
            f"• <i>{escape(_cut(excerpt), quote=False)}</i> – {_coarser(words, one)}"
            for excerpt, one in found[:most]
        ),
        "• …" if len(found) > most else None,
    )


def _cut(excerpt: str) -> str:
    return excerpt if len(excerpt) <= EXCERPT else f"{excerpt[: EXCERPT - 1]}…"


def _coarser(words: Words, found: Finding) -> str:
    """What to write instead."""
    return {
        Kind.NATIONAL_NUMBER: words("a national number: leave it out"),
        Kind.PHONE: words("a phone number: leave it out"),
        Kind.EMAIL: words("an e-mail address: leave it out"),
        Kind.BIRTH_DATE: words("a birth date: an age such as 'in their thirties' is enough"),
        Kind.ADDRESS: words("an address: 'in the neighbourhood' is enough"),
        Kind.TITLE_AND_NAME: words("a name: 'the person' or 'the neighbour' is enough"),
        Kind.MEMBER_NAME: words("a name from the group: name the function"),
    }[found.kind]
