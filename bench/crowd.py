"""(d) 200 presses in one group within 40 s, under Telegram's limit of 20 a minute."""

import random
from collections.abc import Callable
from typing import Any

from bench import scene
from bench.figures import Figure
from bench.presses import tally
from bench.processes import BUILD, REAL, StandIn, running
from bench.scene import Pressing

PRESSES = 200
SECONDS = 40.0
CALL = 0.03
SOON = 3.0


def measure(stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """Refused edits, and how long after the last press the card shows the last state."""
    path = BUILD / "crowd.db"
    groups = scene.fill(path, 1)
    pressing = Pressing(groups)
    chance = random.Random(1)
    moments = sorted(chance.uniform(0.0, SECONDS) for _ in range(PRESSES - 1)) + [SECONDS]
    stand_in.tell("reset", delay=[CALL, CALL], limits=True)
    stand_in.tell("cards", cards=pressing.cards())
    with running(stand_in, REAL, {"DATABASE_URL": f"sqlite:///{path}"}):
        stand_in.quiet()
        stand_in.tell("load", presses=pressing.presses(PRESSES))
        stand_in.tell("go", at=moments)
        expected = pressing.tallies()[groups[0].chat]
        stand_in.until(lambda state: state["answered"] >= PRESSES, SECONDS + 20, every=0.2)
        stand_in.until(lambda _: _is_shown(stand_in, groups[0].chat, expected), 60, every=0.2)
        report = stand_in.tell("report")
        misplaced = pressing.wrong(path)
    lag = _lag(report, groups[0].chat, expected)
    refused, edits = report["refused"], len(report["shown_in"].get(str(groups[0].chat), []))
    say(f"  {report['answered']} answered, {edits} edits, {refused} refused, last state {lag} s")
    flaws = PRESSES - report["answered"] + misplaced
    return [
        Figure("d", "refused edits", refused, "", target="0", is_met=refused == 0),
        Figure(
            "d", "last press to last state shown", lag, "s", SOON, lag / SOON, "<= 3 s", lag <= SOON
        ),
        Figure("d", "edits for 200 presses", edits, ""),
        Figure("d", "presses unanswered or not stored", flaws, "", target="0", is_met=flaws == 0),
    ]


def _is_shown(stand_in: StandIn, chat: int, expected: tuple[int, ...]) -> bool:
    return tally(stand_in.tell("report")["shown_in"].get(str(chat), [])) == expected


def _lag(report: dict[str, Any], chat: int, expected: tuple[int, ...]) -> float:
    """Seconds from the last press until the card shows, to stay, what was pressed last."""
    since = float("inf")
    for at, method, text in reversed(report["shown_in"].get(str(chat), [])):
        if tally([(at, method, text)]) != expected:
            break
        since = at
    last_press: float = report["last_press"]
    return round(max(0.0, since - last_press), 3)
