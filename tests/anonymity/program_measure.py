"""Many windows of the program, and what can be told of them."""

import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.telegram import Telegram
from tests.anonymity.attacks import ATTACKS, judged_by
from tests.anonymity.core_world import MEMBERS
from tests.anonymity.evidence import Trial
from tests.anonymity.figures import Figure
from tests.anonymity.findings import Findings
from tests.anonymity.linking import Links
from tests.anonymity.program_town import template_at
from tests.anonymity.program_world import ProgramWorld
from tests.anonymity.telling import Person, Told, all_together, apart_from_usual, each_alone
from tests.anonymity.traces import CHATS, traces

ALL_ATTACKS = {**ATTACKS, **CHATS}
TOGETHER = "all together"


@dataclass(slots=True)
class Measured:
    """Figures of each attack, for each attacker, and what remained of each person."""

    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)

    def add(self, attacker: str, trial: Trial, window: int, wrote: Sequence[int]) -> None:
        """One window more; who wrote a case that was withdrawn is neither the one nor the other."""
        links = Links(Findings(trial.evidence))
        total = self.figures.setdefault(attacker, {})
        # Not the seed of the world: else guesses and authors would be drawn alike.
        chance = random.Random(f"guesses of {attacker} {window}")  # noqa: S311 - to be repeated
        for name, figure in judged_by(links, trial.authors, chance, ALL_ATTACKS).items():
            total[name] = total.get(name, Figure(0, 0, 0.0)) + figure
        if attacker == "copies":
            for person, found in links.findings.counted(traces).items():
                if person in trial.authors or person not in wrote:
                    self.people.append(Person(window, person, found, person in trial.authors))

    def told(self) -> Mapping[str, Told]:
        """How well authors are told from others, by each trace and by all."""
        people = apart_from_usual(self.people)
        return {**each_alone(people), TOGETHER: all_together(people)}


async def measured(
    world: type[ProgramWorld], seeds: range, attackers: Sequence[str] = ("copies",)
) -> Measured:
    """Live through so many windows of a program."""
    found = Measured()
    with tempfile.TemporaryDirectory() as folder:
        template = await template_at(Path(folder) / "template", MEMBERS)
        async with Telegram.start() as telegram:
            for seed in seeds:
                with tempfile.TemporaryDirectory() as own:
                    lived = world(Path(own), seed, telegram)
                    trial = await lived.lived(template)
                wrote = [*lived.script.written.values()]
                assert telegram.world.complaints == []
                for attacker in attackers:
                    seen = trial if attacker == "copies" else lived.seized(trial)
                    found.add(attacker, seen, seed, wrote)
    return found


def table_of(told: Mapping[str, Told]) -> str:
    """The areas as lines of text."""
    lines = [
        f"{name:44} {it.area:7.3f} {it.low:7.3f} {it.high:7.3f} {it.p:9.2g}"
        for name, it in told.items()
    ]
    return "\n".join([f"{'trace':44} {'area':>7} {'99 %':>7} {'to':>7} {'p':>9}", *lines])
