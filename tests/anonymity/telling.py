"""How well it can be told who brought a case, by what remains of everyone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, pstdev

FOLDS = 5
ROUNDS = 300
STEP = 0.5
PENALTY = 1e-3


@dataclass(frozen=True, slots=True)
class Person:
    """What remains of a person in a window, and whether they brought a case that was opened."""

    window: int
    person: int
    traces: Mapping[str, float]
    brought: bool


@dataclass(frozen=True, slots=True)
class Told:
    """How well authors are told from others: the area under the curve with its 99 % interval."""

    area: float
    low: float
    high: float
    p: float

    @classmethod
    def of(cls, scores: Sequence[float], brought: Sequence[bool]) -> "Told":
        """By ranks; the error after Hanley and McNeil."""
        area = area_under(scores, brought)
        ones, others = sum(brought), len(brought) - sum(brought)
        q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
        spread = area * (1 - area) + (ones - 1) * (q1 - area * area)
        spread += (others - 1) * (q2 - area * area)
        error = math.sqrt(max(spread, 1e-12) / (ones * others))
        chance = math.sqrt((ones + others + 1) / (12 * ones * others))
        p = 0.5 * math.erfc((area - 0.5) / chance / math.sqrt(2))
        return cls(area, area - 2.576 * error, area + 2.576 * error, p)


def area_under(scores: Sequence[float], brought: Sequence[bool]) -> float:
    """The probability that an author has a higher score than somebody else; ties count half."""
    order = sorted(range(len(scores)), key=lambda place: scores[place])
    total, place = 0.0, 0
    while place < len(order):
        end = place
        while end < len(order) and scores[order[end]] == scores[order[place]]:
            end += 1
        total += sum(brought[it] for it in order[place:end]) * (place + 1 + end) / 2
        place = end
    ones = sum(brought)
    return (total - ones * (ones + 1) / 2) / (ones * (len(brought) - ones))


def apart_from_usual(people: Sequence[Person]) -> list[Person]:
    """What each person's traces have more or less than is usual for them: a moderator has many."""
    found = []
    for person in {one.person for one in people}:
        own = [one for one in people if one.person == person]
        usual = {name: fmean(one.traces[name] for one in own) for name in own[0].traces}
        found += [
            replace(one, traces={name: one.traces[name] - usual[name] for name in usual})
            for one in own
        ]
    return found


def each_alone(people: Sequence[Person]) -> dict[str, Told]:
    """How well each single trace tells, with the direction that half of the windows teach."""
    names = sorted({name for one in people for name in one.traces})
    found = {}
    for name in names:
        learnt, tried = ([one for one in people if one.window % 2 == half] for half in (0, 1))
        sign = 1.0 if _area_of(name, learnt) >= 0.5 else -1.0
        scores = [sign * one.traces.get(name, 0.0) for one in tried]
        found[name] = Told.of(scores, [one.brought for one in tried])
    return found


def _area_of(name: str, people: Sequence[Person]) -> float:
    return area_under([it.traces.get(name, 0.0) for it in people], [it.brought for it in people])


def all_together(people: Sequence[Person]) -> Told:
    """A logistic regression, tried on windows from which it did not learn."""
    names = sorted({name for one in people for name in one.traces})
    scores = [0.0] * len(people)
    for fold in range(FOLDS):
        learnt = [one for one in people if one.window % FOLDS != fold]
        scale = _scale(names, learnt)
        weights = _learnt([_row(scale, one) for one in learnt], [one.brought for one in learnt])
        for place, one in enumerate(people):
            if one.window % FOLDS == fold:
                scores[place] = _score(weights, _row(scale, one))
    return Told.of(scores, [one.brought for one in people])


def _scale(names: Sequence[str], people: Sequence[Person]) -> list[tuple[str, float, float]]:
    values = {name: [one.traces.get(name, 0.0) for one in people] for name in names}
    found = [(name, fmean(values[name]), pstdev(values[name])) for name in names]
    return [one for one in found if one[2] > 0]


def _row(scale: Sequence[tuple[str, float, float]], one: Person) -> list[float]:
    return [1.0, *((one.traces.get(name, 0.0) - mean) / far for name, mean, far in scale)]


def _score(weights: Sequence[float], row: Sequence[float]) -> float:
    return math.fsum(weight * value for weight, value in zip(weights, row, strict=True))


def _learnt(rows: Sequence[Sequence[float]], brought: Sequence[bool]) -> list[float]:
    """Steepest descent; features have the same scale."""
    weights = [0.0] * len(rows[0])
    for _ in range(ROUNDS):
        slope = [PENALTY * weight for weight in weights]
        for row, is_one in zip(rows, brought, strict=True):
            total = sum(map(float.__mul__, weights, row))
            wrong = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - is_one
            for place, value in enumerate(row):
                slope[place] += wrong * value / len(rows)
        weights = [weight - STEP * one for weight, one in zip(weights, slope, strict=True)]
    return weights
