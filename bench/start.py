"""(f) From exec to the first poll, and the most memory held, beside the bare program."""

import statistics
import time
from collections.abc import Callable

from bench import scene
from bench.figures import Figure
from bench.processes import BARE, BUILD, REAL, StandIn, running

ROUNDS = 7


def measure(stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """Medians of alternating starts, on a database that stands; the first pair only warms."""
    path = BUILD / "start.db"
    scene.fill(path, 40)
    programs = {"real": (REAL, {"DATABASE_URL": f"sqlite:///{path}"}), "bare": (BARE, {})}
    waits: dict[str, list[float]] = {"real": [], "bare": []}
    peaks: dict[str, list[float]] = {"real": [], "bare": []}
    costs: dict[str, list[float]] = {"real": [], "bare": []}
    for number in range(ROUNDS + 1):
        for name, (program, environ) in programs.items():
            stand_in.tell("reset")
            with running(stand_in, program, environ) as subject:
                state = stand_in.until(lambda state: bool(state["first_poll"]), 30, every=0.005)
                cost = subject.processor
                time.sleep(0.7)
                peak = subject.peak
            if state is not None and number:
                waits[name].append(state["first_poll"] - subject.began)
                peaks[name].append(peak)
                costs[name].append(cost)
    middle = {name: statistics.median(taken) for name, taken in waits.items()}
    memory = {name: statistics.median(taken) for name, taken in peaks.items()}
    cost_of = {name: statistics.median(taken) for name, taken in costs.items()}
    say(f"  start {middle}, memory {memory}")
    return [
        Figure(
            "f",
            "exec to first poll",
            middle["real"],
            "s",
            middle["bare"],
            middle["real"] / middle["bare"],
        ),
        Figure(
            "f",
            "processor time until then",
            cost_of["real"],
            "s",
            cost_of["bare"],
            cost_of["real"] / cost_of["bare"],
        ),
        Figure(
            "f",
            "peak memory (ru_maxrss)",
            memory["real"],
            "MiB",
            memory["bare"],
            memory["real"] / memory["bare"],
        ),
    ]
