"""(b) Reminders to 15 people in each of 100 communities, against 30 messages a second."""

import time
from collections.abc import Callable

from bench import scene
from bench.figures import Figure
from bench.processes import BUILD, REAL, StandIn, running

COMMUNITIES = 100
ALLOWED = 30.0
"""Messages a second."""

CALL = [0.03, 0.08]
DUE_IN = 6.0
"""Seconds from now: by then the program has started and is idle."""

PATIENCE = 120.0


def measure(stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """From the moment they fall due until the last has arrived."""
    path = BUILD / "reminders.db"
    wall, clock = time.time(), time.monotonic()
    groups = scene.fill(path, COMMUNITIES, nudge_in=DUE_IN)
    due = clock + (int(wall) + DUE_IN - wall)
    people = {str(person) for one in groups for person in one.people}
    stand_in.tell("reset", delay=CALL, limits=True)
    with running(stand_in, REAL, {"DATABASE_URL": f"sqlite:///{path}"}) as subject:
        stand_in.until(lambda state: state["shown"] >= len(people), PATIENCE, every=0.5)
        time.sleep(2)
        report, cost = stand_in.tell("report"), subject.processor
    arrived = {chat: one for chat, one in report["shown_in"].items() if chat in people}
    moments = [at for shown in arrived.values() for at, _, _ in shown]
    first, last = min(moments, default=0.0), max(moments, default=float("inf"))
    bound, lasted = len(people) / ALLOWED, last - due
    lost = len(people) - len(arrived)
    doubled = sum(len(shown) - 1 for shown in arrived.values())
    say(f"  {lasted:.1f} s, first after {first - due:.1f} s, {cost:.1f} s of processor time")
    return [
        Figure(
            "b",
            "1,500 reminders, part of the bound",
            lasted,
            "s",
            bound,
            bound / lasted,
            ">= 0.95",
            bound / lasted >= 0.95,
        ),
        Figure(
            "b", "the same from the first sent on", last - first, "s", bound, bound / (last - first)
        ),
        Figure(
            "b", "429 provoked", report["refused"], "", target="0", is_met=report["refused"] == 0
        ),
        Figure("b", "reminders lost", lost, "", target="0", is_met=lost == 0),
        Figure("b", "reminders doubled", doubled, "", target="0", is_met=doubled == 0),
    ]
