"""Who wrote a case cannot be told from all that the core of the urn stores; measured."""

import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.anonymity.attacks import ATTACKS, judged
from tests.anonymity.conftest import Tell
from tests.anonymity.core_world import MEMBERS, CoreWorld
from tests.anonymity.figures import Figure, at_least, table, upper_bound
from tests.anonymity.leaks import FAINT_LEAKS, LEAKS, Leak

MOST = 1 / MEMBERS + 0.03
CASES = 2_000
CAUGHT = 1e-6
CHANCE = 1e-3
ATTACKERS = ("copies", "seized")


def measured(world: type[CoreWorld], attacker: str, seeds: range) -> dict[str, Figure]:
    """What the attacks hit in so many windows of a world."""
    total = dict.fromkeys(ATTACKS, Figure(0, 0, 0.0))
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            trial = world(Path(folder), seed).trial(attacker)
        for name, figure in judged(trial, random.Random(f"guesses {seed}")).items():  # noqa: S311
            total[name] += figure
    return total


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_no_attack_does_better_than_chance(attacker: str) -> None:
    figures = measured(CoreWorld, attacker, range(40))
    assert all(figure.cases > 150 for figure in figures.values())
    assert not {name: it for name, it in figures.items() if it.p < CHANCE}


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.world.__name__)
def test_a_leak_made_on_purpose_is_caught(leak: Leak) -> None:
    figures = measured(leak.world, leak.attacker, range(leak.windows))
    for name in leak.caught_by:
        assert figures[name].p < CAUGHT, (name, figures[name])


@pytest.mark.anonymity
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("attacker", ATTACKERS)
def test_over_thousands_of_cases_no_attack_does_better_than_chance(
    attacker: str, tell: Tell
) -> None:
    figures = measured(CoreWorld, attacker, range(1_000, 1_900))
    tell(f"the core, attacker: {attacker}", table(figures.items()))
    assert all(figure.cases >= CASES for figure in figures.values())
    assert not {name: it for name, it in figures.items() if it.upper > MOST or it.p < CHANCE}


@pytest.mark.anonymity
@pytest.mark.timeout(3600)
def test_the_figures_of_the_leaks_are_told(tell: Tell) -> None:
    told: dict[str, Figure] = {}
    for leak in (*LEAKS, *FAINT_LEAKS):
        figures = measured(leak.world, leak.attacker, range(leak.windows))
        told |= {f"{leak.world.__name__}: {name}": figures[name] for name in leak.caught_by}
    tell("leaky on purpose", table(told.items()))
    assert all(figure.p < CAUGHT for figure in told.values())


# --- the measure itself -------------------------------------------------------------------------


def test_the_bound_and_the_tail_are_those_of_the_tables() -> None:
    assert upper_bound(0, 100, 0.05) == pytest.approx(0.029513, abs=1e-6)
    assert upper_bound(10, 100, 0.025) == pytest.approx(0.176223, abs=1e-6)
    assert upper_bound(5, 5, 0.01) == 1.0
    assert at_least(0, 10, 0.3) == 1.0
    assert at_least(8, 10, 0.5) == pytest.approx(56 / 1024)
    assert at_least(3, 3, 0.1) == pytest.approx(0.001)


def test_the_world_has_what_the_attacks_look_for(tmp_path: Path) -> None:
    world = CoreWorld(tmp_path, 5)
    evidence = world.trial("copies").evidence
    kinds = Counter(name for copy in evidence.copies for name in copy.files)
    assert {"main.db", "main.db-wal", "1.urn", "1.urn-journal"} <= set(kinds)
    assert evidence.backups
    assert "1.urn" not in evidence.copies[-1].files
    assert {it.text for it in evidence.targets} <= set(world.written)
