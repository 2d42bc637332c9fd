"""What was hit, of how many, and what of it may be chance."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Hits of one attack; `chance` is the rate of one who guesses among those who answered."""

    hits: int
    cases: int
    chance: float

    @property
    def rate(self) -> float:
        return self.hits / self.cases if self.cases else 0.0

    @property
    def upper(self) -> float:
        """The 99 % upper bound of the rate (Clopper and Pearson, one-sided)."""
        return upper_bound(self.hits, self.cases, 0.01)

    @property
    def p(self) -> float:
        """How probable it is that chance alone hits this often or more."""
        return at_least(self.hits, self.cases, self.chance)

    def __add__(self, other: "Figure") -> "Figure":
        cases = self.cases + other.cases
        chance = self.chance * self.cases + other.chance * other.cases
        return Figure(self.hits + other.hits, cases, chance / cases if cases else 0.0)


def table(figures: Iterable[tuple[str, Figure]]) -> str:
    """The figures as lines of text."""
    head = f"{'attack':44} {'hits':>5} {'of':>5} {'rate':>7} {'99 % ≤':>7} {'chance':>7} {'p':>9}"
    lines = [
        f"{name:44} {it.hits:5} {it.cases:5} {it.rate:7.4f} {it.upper:7.4f} {it.chance:7.4f}"
        f" {it.p:9.2g}"
        for name, it in figures
    ]
    return "\n".join([head, *lines])


def at_least(hits: int, cases: int, chance: float) -> float:
    """The upper tail of the binomial distribution."""
    if hits <= 0:
        return 1.0
    return min(1.0, math.fsum(_exactly(number, cases, chance) for number in range(hits, cases + 1)))


def upper_bound(hits: int, cases: int, risk: float) -> float:
    """The rate under which so few hits would be as improbable as `risk`."""
    if hits >= cases:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        few = math.fsum(_exactly(number, cases, middle) for number in range(hits + 1))
        low, high = (middle, high) if few > risk else (low, middle)
    return high


def _exactly(number: int, cases: int, chance: float) -> float:
    if not 0.0 < chance < 1.0:
        return float(number == (0 if chance <= 0.0 else cases))
    logarithm = (
        math.lgamma(cases + 1)
        - math.lgamma(number + 1)
        - math.lgamma(cases - number + 1)
        + number * math.log(chance)
        + (cases - number) * math.log1p(-chance)
    )
    return math.exp(logarithm)
