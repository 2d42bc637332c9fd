"""Which of those who are interested would make the most diverse group, and why each of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Final

from bot.rules.communities import MEMBER_SEATS

# What one more of a kind adds: the first of a sector weighs most, each further one less.
SECTOR: Final = 4.0
PROFESSION: Final = 2.0
ORGANISATION: Final = 3.0
LANGUAGE: Final = 1.0

ROUNDS: Final = 50
"""Exchanges at most; a few are enough, and nothing may go on for ever."""

EPSILON: Final = 1e-9


class Reason(StrEnum):
    """Why somebody is proposed."""

    ONLY_SECTOR = auto()
    ONLY_PROFESSION = auto()
    ONLY_ORGANISATION = auto()
    LANGUAGE = auto()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody interested. `key` is the caller's; who came earlier has the smaller `place`.

    Sector, profession and organisation are compared as they stand: the caller folds them.
    """

    key: int
    sector: str
    profession: str
    organisation: str
    language: str
    place: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody in a proposed group, with what only they bring to it."""

    key: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A proposed group: who, in the order of their interest, and how many of each kind it counts.

    `score` compares groups of one choice with each other, and says nothing else.
    """

    people: tuple[Proposed, ...]
    sectors: int
    professions: int
    organisations: int
    score: float


@dataclass(slots=True)
class _Mix:
    """What a group holds of each kind while it is put together."""

    languages: frozenset[str]
    sectors: Counter[str] = field(default_factory=Counter)
    professions: Counter[str] = field(default_factory=Counter)
    organisations: Counter[str] = field(default_factory=Counter)
    score: float = 0.0

    def gain(self, one: Candidate) -> float:
        """What adding somebody adds to the score: less for every one of their kind."""
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
    """The most diverse group of at most `seats`, those of `kept` in it whatever they bring.

    Chosen one by one, then exchanged while that makes it better; the same for the same candidates
    in any order. Who was interested earlier goes first where two bring the same.
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
    # `max` gives the first of equals: the one who came earlier.
    return max(free, key=mix.gain, default=None)


def _exchange(
    mix: _Mix, waiting: Sequence[Candidate], chosen: list[Candidate], kept: Collection[int]
) -> bool:
    """Put somebody in the place of another where that is better; whether it was."""
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
