"""(c) From a press to its pop-up, at 40 presses a second, when a call takes 30 ms."""

import random
import shutil
import statistics
from collections.abc import Callable

from bench import scene
from bench.figures import Figure
from bench.processes import BUILD, REAL, StandIn, running
from bench.scene import Group, Pressing

RATE = 40.0
"""Presses a second, as they come by chance: the pauses are exponential."""

CALL = 0.03
ROUND_TRIPS = 2 * CALL
SECONDS = 8.0
ROUNDS = 3
COMMUNITIES = 20


def measure(stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """The 95th percentile, the median of the rounds."""
    groups = scene.fill(BUILD / "latency.db", COMMUNITIES)
    real: list[float] = []
    medians: list[float] = []
    for seed in range(ROUNDS):
        path = BUILD / "latency-round.db"
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        shutil.copy(BUILD / "latency.db", path)
        environ = {"DATABASE_URL": f"sqlite:///{path}"}
        taken = _latencies(stand_in, groups, seed, REAL, environ)
        real.append(percentile(taken, 95))
        medians.append(percentile(taken, 50))
        say(f"  real: p50 {medians[-1]:.0f} ms, p95 {real[-1]:.0f} ms, most {max(taken):.0f} ms")
    p95, bound = statistics.median(real), ROUND_TRIPS * 1e3
    return [
        Figure(
            "c",
            "press to pop-up, p95, two round trips",
            p95,
            "ms",
            bound,
            p95 / bound,
            "<= 1.5",
            p95 <= 1.5 * bound,
        ),
        Figure(
            "c",
            "press to pop-up, median",
            statistics.median(medians),
            "ms",
            bound,
            statistics.median(medians) / bound,
        ),
    ]


def _latencies(
    stand_in: StandIn,
    groups: list[Group],
    seed: int,
    program: tuple[str, ...],
    environ: dict[str, str],
) -> list[float]:
    """Milliseconds; a press that was never answered counts as the whole time waited."""
    pressing = Pressing(groups, seed)
    chance = random.Random(seed)
    count = int(RATE * SECONDS)
    moments, at = [], 0.5
    for _ in range(count):
        at += chance.expovariate(RATE)
        moments.append(at)
    stand_in.tell("reset", delay=[CALL, CALL], seed=seed)
    stand_in.tell("cards", cards=pressing.cards())
    with running(stand_in, program, environ):
        stand_in.quiet()
        stand_in.tell("load", presses=pressing.presses(40))
        stand_in.tell("go", at=[number / 20 for number in range(40)])
        stand_in.until(lambda state: state["answered"] >= 40, 20)
        stand_in.tell("load", presses=pressing.presses(count))
        stand_in.tell("go", at=moments)
        stand_in.until(lambda state: state["answered"] >= count, at + 30, every=0.2)
        taken = [1e3 * one for one in stand_in.tell("report")["latencies"]]
    return taken + [1e3 * (at + 30)] * (count - len(taken))


def percentile(values: list[float], percent: int) -> float:
    """The value below which so many percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
