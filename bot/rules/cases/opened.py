"""The result of opening an urn, which depends neither on who put in what, nor on when.

The urn lists envelopes by their ids, and somebody with copies of the urn knows when each id
appeared. So every order here is drawn by the shuffle or follows from the contents alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.rules.cases.choices import Choices, Use
from bot.rules.cases.content import Afterwards, Case, Content, Reply, Withdrawal

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Single = TypeVar("Single")


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case after the opening; each of its marks, sorted, belongs to a receipt."""

    letter: str
    text: str
    choices: Choices
    marks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The cases of this window, and messages about cases of earlier windows."""

    cases: tuple[OpenedCase, ...]
    replies: tuple[Reply, ...]
    withdrawals: frozenset[bytes]
    afterwards: tuple[Afterwards, ...]


def opened(contents: Iterable[Content], shuffle: Callable[[list[Case]], None]) -> Opened:
    """Drop blanks, apply withdrawals, merge, shuffle and letter; `shuffle` must be secure.

    A case that came in several envelopes becomes one; each of its receipts can withdraw it.
    """
    seen = list(contents)
    withdrawals = frozenset(item.mark for item in seen if isinstance(item, Withdrawal))
    groups: dict[str, list[Case]] = defaultdict(list)
    for item in seen:
        if isinstance(item, Case):
            groups[item.text].append(item)
    # Sorted first, so that the input of the shuffle does not depend on the envelopes' order.
    standing = [
        group[0]
        for _, group in sorted(groups.items())
        if withdrawals.isdisjoint(case.mark for case in group)
    ]
    shuffle(standing)
    return Opened(
        cases=tuple(_named(place, groups[case.text]) for place, case in enumerate(standing)),
        replies=tuple(sorted(_only(seen, Reply), key=lambda it: (it.mark, it.question, it.text))),
        withdrawals=withdrawals,
        afterwards=tuple(sorted(_only(seen, Afterwards), key=lambda it: (it.case, it.outcome))),
    )


def letter(place: int) -> str:
    """A, B, C and so on; after Z comes AA."""
    name = _LETTERS[place % len(_LETTERS)]
    return name if place < len(_LETTERS) else letter(place // len(_LETTERS) - 1) + name


def _only(contents: Iterable[Content], kind: type[Single]) -> set[Single]:
    return {item for item in contents if isinstance(item, kind)}


def _named(place: int, group: list[Case]) -> OpenedCase:
    marks = tuple(sorted({case.mark for case in group}))
    return OpenedCase(letter(place), group[0].text, _merged(case.choices for case in group), marks)


def _merged(several: Iterable[Choices]) -> Choices:
    """Merge the envelopes of one case: all ticks, but single values only where all agree."""
    all_of_them = list(several)
    ages = {choices.age for choices in all_of_them}
    livings = {choices.living for choices in all_of_them}
    allowed = all(choices.use is Use.SUMMARY for choices in all_of_them)
    return Choices(
        help=frozenset().union(*(choices.help for choices in all_of_them)),
        age=_agreed(ages),
        living=_agreed(livings),
        domains=frozenset().union(*(choices.domains for choices in all_of_them)),
        blocks=frozenset().union(*(choices.blocks for choices in all_of_them)),
        use=Use.SUMMARY if allowed else Use.SESSION_ONLY,
    )


def _agreed(said: set[Single | None]) -> Single | None:
    return next(iter(said)) if len(said) == 1 else None
