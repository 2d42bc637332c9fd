"""The check itself: each kind is looked for in what the more certain kinds have left."""

from collections.abc import Collection
from datetime import date

from bot.rules.identifiers import addresses, dates, mail, members, numbers, titles
from bot.rules.identifiers.findings import Finding, apart, fold_in_place, hidden


def find(
    text: str, known_names: Collection[str] = (), today: date | None = None
) -> tuple[Finding, ...]:
    """What identifies somebody in a text, in order of place and never overlapping.

    The text must have been cleaned (``bot.rules.plain_text.clean``): places are in the text as
    given. ``known_names`` are the names of the group's members. Without ``today`` a full date
    counts only beside a word for birth.
    """
    plain = fold_in_place(text)
    found: list[Finding] = []
    for look in (numbers.national_numbers, mail.addresses, numbers.phones):
        found += look(hidden(plain, found))
    found += dates.birth_dates(hidden(plain, found), today, accented=text)
    found += addresses.addresses(hidden(plain, found))
    rest = hidden(plain, found)
    return apart([*found, *members.names(rest, known_names), *titles.names(rest)])
