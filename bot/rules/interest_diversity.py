"""Proposes the most diverse group among interested people, with the reason for each."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Final

from bot.rules.communities import MEMBER_SEATS

# What one more of a kind adds to the score; each further one of the same kind adds less.
SECTOR: Final = 4.0
PROFESSION: Final = 2.0
ORGANISATION: Final = 3.0
LANGUAGE: Final = 1.0

ROUNDS: Final = 50
"""The most rounds of exchanges; a few are enough, the limit ends every loop."""

EPSILON: Final = 1e-9


class Reason(StrEnum):
    """Why somebody is proposed."""

    ONLY_SECTOR = auto()
    ONLY_PROFESSION = auto()
    ONLY_ORGANISATION = auto()
    LANGUAGE = auto()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody interested; `key` is the caller's, `place` their place in the order of arrival.

    Sector, profession and organisation are compared as given: the caller folds them.
    """

    key: int
    sector: str
    profession: str
    organisation: str
    language: str
    place: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody in a proposed group, and why."""

    key: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A proposed group: its people in the order of arrival, and how many kinds it counts.

    `score` compares groups of the same candidates only.
    """

    people: tuple[Proposed, ...]
    sectors: int
    professions: int
    organisations: int
    score: float


@dataclass(slots=True)
class _Mix:
    """The counts of each kind while a group is put together."""

    languages: frozenset[str]
    sectors: Counter[str] = field(default_factory=Counter)
    professions: Counter[str] = field(default_factory=Counter)
    organisations: Counter[str] = field(default_factory=Counter)
    score: float = 0.0

    def gain(self, one: Candidate) -> float:
        """What somebody would add to the score: less for each one of their kind already in."""
        return (
            SECTOR / (self.sectors[one.sector] + 1)
            + PROFESSION / (self.professions[one.profession] + 1)
            + (ORGANISATION if not self.organisations[one.organisation] else 0.0)
            + (LANGUAGE if one.language in self.languages else 0.0)
        )

    def add(self, one: Candidate) -> None:
        self.score += self.gain(one)
        self._count(one, 1)

    def remove(self, one: Candidate) -> None:
        self._count(one, -1)
        self.score -= self.gain(one)

    def _count(self, one: Candidate, number: int) -> None:
        self.sectors[one.sector] += number
        self.professions[one.profession] += number
        self.organisations[one.organisation] += number


def propose(
    candidates: Iterable[Candidate],
    seats: int = MEMBER_SEATS,
    languages: Collection[str] = (),
    kept: Collection[int] = (),
) -> Group:
    """The most diverse group of at most `seats` people, always with those of `kept`.

    Chooses one by one, then exchanges people while that raises the score. The order of the
    candidates makes no difference; of two who add the same, the earlier one is taken.
    """
    waiting = sorted(candidates, key=lambda one: (one.place, one.key))
    mix = _Mix(frozenset(languages))
    chosen = [one for one in waiting if one.key in kept][:seats]
    for one in chosen:
        mix.add(one)
    while len(chosen) < seats and (best := _best(mix, waiting, chosen)) is not None:
        mix.add(best)
        chosen.append(best)
    for _ in range(ROUNDS):
        if not _exchange(mix, waiting, chosen, kept):
            break
    return _group(mix, chosen)


def _best(mix: _Mix, waiting: Sequence[Candidate], chosen: Sequence[Candidate]) -> Candidate | None:
    taken = {one.key for one in chosen}
    free = [one for one in waiting if one.key not in taken]
    # `max` gives the first of equals, who is the earlier one.
    return max(free, key=mix.gain, default=None)


def _exchange(
    mix: _Mix, waiting: Sequence[Candidate], chosen: list[Candidate], kept: Collection[int]
) -> bool:
    """Exchange one person where that raises the score; whether one was exchanged."""
    for place, one in enumerate(chosen):
        if one.key in kept:
            continue
        before = mix.score
        mix.remove(one)
        best = _best(mix, waiting, [*chosen[:place], *chosen[place + 1 :]])
        better = one if best is None or mix.score + mix.gain(best) <= before + EPSILON else best
        mix.add(better)
        chosen[place] = better
        if better is not one:
            return True
    return False


def _group(mix: _Mix, chosen: Iterable[Candidate]) -> Group:
    people = sorted(chosen, key=lambda one: (one.place, one.key))
    return Group(
        tuple(Proposed(one.key, tuple(_reasons(mix, one))) for one in people),
        _kinds(mix.sectors),
        _kinds(mix.professions),
        _kinds(mix.organisations),
        mix.score,
    )


def _kinds(counted: Counter[str]) -> int:
    return sum(number > 0 for number in counted.values())


def _reasons(mix: _Mix, one: Candidate) -> Iterable[Reason]:
    if mix.sectors[one.sector] == 1:
        yield Reason.ONLY_SECTOR
    if mix.professions[one.profession] == 1:
        yield Reason.ONLY_PROFESSION
    if mix.organisations[one.organisation] == 1:
        yield Reason.ONLY_ORGANISATION
    if one.language in mix.languages:
        yield Reason.LANGUAGE
