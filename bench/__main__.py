"""Measures what was asked for, prints the table and writes it to build/bench.json."""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench import crowd, latency, library, overview, presses, reminders, size, start
from bench.figures import Figure, rows, table
from bench.processes import BUILD, CORES, LOG, ROOT, StandIn, alone, standing_in

MEASURES: dict[str, Callable[[StandIn, Callable[[str], None]], list[Figure]]] = {
    "a": presses.measure,
    "b": reminders.measure,
    "c": latency.measure,
    "d": crowd.measure,
    "e": size.measure,
    "f": start.measure,
    "g": library.measure,
    "h": overview.measure,
}
RESULTS = BUILD.parent / "bench.json"


def main() -> int:
    """Measure; the exit status is 0 whatever the figures are."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("letters", nargs="*", help=f"which figures: {' '.join(MEASURES)}")
    if sys.platform != "linux":
        parser.error("the figures are read from Linux's /proc")
    letters = parser.parse_args().letters or list(MEASURES)
    if unknown := set(letters) - set(MEASURES):
        parser.error(f"no such figure: {' '.join(sorted(unknown))}")
    figures: list[Figure] = []
    began = time.monotonic()
    load = os.getloadavg()[0]
    with alone(), standing_in() as stand_in:
        for letter in letters:
            _say(f"({letter})")
            figures += _measured(letter, stand_in)
    print(table(figures))
    machine = _machine(load)
    print(f"{machine}; {time.monotonic() - began:.0f} s; written to {RESULTS.relative_to(ROOT)}")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    found = {"at": at, "machine": machine, "figures": rows(figures)}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    return 0


def _measured(letter: str, stand_in: StandIn) -> list[Figure]:
    """The figures of a letter; one that cannot be measured does not take the others with it."""
    try:
        return MEASURES[letter](stand_in, _say)
    except Exception as error:
        _say(f"  not measured: {error!r}; see {LOG.relative_to(ROOT)}")
        return [Figure(letter, "could not be measured", 0, "", is_met=False)]


def _machine(load: float) -> str:
    cores = f"{len(CORES)} cores, load before {load:.1f}"
    return f"Python {platform.python_version()}, {cores}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
