"""(e) What a press and a tick of the clock cost at 10, 1,000 and 10,000 communities.

The same number of groups is pressed in at every size, spread over all: what grows is only what
the database holds.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import scene
from bench.figures import Figure
from bench.presses import PATIENCE, press, settled
from bench.processes import BUILD, CORES, REAL, ROOT, StandIn, environment, pin, running
from bench.scene import Pressing

SIZES = (10, 1_000, 10_000)
PRESSED_IN = 10
PRESSES = 3_000
LOOKS = 700
ROUNDS = 3
FLAT = 1.1


def measure(stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """Medians of alternating rounds, each beside the smallest size."""
    pressing: dict[int, Pressing] = {}
    for size in SIZES:
        began = time.monotonic()
        groups = scene.fill(_path(size), size)
        step = size // PRESSED_IN
        pressing[size] = Pressing(groups[step - 1 :: step])
        say(f"  {size} communities filled in {time.monotonic() - began:.1f} s")
    costs: dict[str, dict[int, list[float]]] = {
        kind: {size: [] for size in SIZES} for kind in ("press", "tick")
    }
    for number in range(ROUNDS):
        for size in SIZES if number % 2 == 0 else SIZES[::-1]:
            costs["press"][size].append(_press(stand_in, pressing[size], size))
            costs["tick"][size].append(_tick(stand_in, size))
            said = ", ".join(f"{kind} {taken[size][-1]:.3f} ms" for kind, taken in costs.items())
            say(f"  {size}: {said}")
    return [figure for kind, taken in costs.items() for figure in _figures(kind, taken)]


def _path(size: int) -> Path:
    return BUILD / f"size-{size}.db"


def _press(stand_in: StandIn, pressing: Pressing, size: int) -> float:
    """Milliseconds of processor time a press, until the last card was drawn."""
    stand_in.tell("reset")
    stand_in.tell("cards", cards=pressing.cards())
    with running(stand_in, REAL, {"DATABASE_URL": f"sqlite:///{_path(size)}"}) as subject:
        stand_in.quiet()
        press(stand_in, pressing.presses(300), subject)
        settled(stand_in, pressing)
        _, before = press(stand_in, pressing.presses(PRESSES), subject)
        settled(stand_in, pressing)
        return (subject.processor - before) / PRESSES * 1e3


def _tick(stand_in: StandIn, size: int) -> float:
    """Milliseconds of processor time a look."""
    stand_in.tell("reset")
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.ticking", str(LOOKS)],
        cwd=ROOT,
        env=environment(stand_in, {"DATABASE_URL": f"sqlite:///{_path(size)}"}),
        stdout=subprocess.PIPE,
        text=True,
    )
    pin(process, CORES[:-1])
    try:
        return float(process.communicate(timeout=PATIENCE)[0])
    finally:
        process.kill()


def _figures(kind: str, taken: dict[int, list[float]]) -> list[Figure]:
    middle = {size: statistics.median(costs) for size, costs in taken.items()}
    least = middle[SIZES[0]]
    name = {"press": "a press", "tick": "a tick of the clock"}[kind]
    return [
        Figure(
            "e",
            f"{name} at {size:,} communities, beside 10",
            middle[size],
            "ms",
            least,
            middle[size] / least,
            "<= 1.1",
            middle[size] / least <= FLAT,
        )
        for size in SIZES[1:]
    ]
