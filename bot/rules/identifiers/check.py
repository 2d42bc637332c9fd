"""Finds identifiers of every kind; each kind is searched in what more certain kinds left."""

from collections.abc import Collection
from datetime import date

from bot.rules.identifiers import addresses, dates, mail, members, numbers, titles
from bot.rules.identifiers.findings import Finding, fold_in_place, mask, merge


def find(
    text: str, known_names: Collection[str] = (), today: date | None = None
) -> tuple[Finding, ...]:
    """Find what identifies somebody in a text, in order and without overlaps.

    The text must be cleaned (``bot.rules.plain_text.clean``). ``known_names`` are the names of the
    group's members. Without ``today`` a full date counts only beside a word for birth.
    """
    plain = fold_in_place(text)
    found: list[Finding] = []
    for look in (numbers.national_numbers, mail.addresses, numbers.phones):
        found += look(mask(plain, found))
    found += dates.birth_dates(mask(plain, found), today, accented=text)
    found += addresses.addresses(mask(plain, found))
    rest = mask(plain, found)
    return merge([*found, *members.names(rest, known_names), *titles.names(rest)])
