"""Who wrote a case cannot be told from all that the whole program leaves behind; measured."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.playground.telegram import Telegram
from bot.settings import parse_database_url
from tests.anonymity.attacks import ATTACKS, ON_A_SERVER, judged
from tests.anonymity.conftest import Tell
from tests.anonymity.core_world import MEMBERS
from tests.anonymity.figures import Figure, table
from tests.anonymity.program_leaks import HITS, TELLING, ProgramLeak
from tests.anonymity.program_measure import Measured, measured, table_of
from tests.anonymity.program_world import OnPostgreSQL, ProgramWorld
from tests.anonymity.telling import Told, apart_from_usual, area_under, each_alone
from tests.postgresql import Server

MOST = 1 / MEMBERS + 0.03
MOST_AREA = 0.55
CASES = 2_000
CAUGHT = 1e-6
CHANCE = 1e-4
ATTACKERS = ("copies", "seized")


@pytest.mark.long
async def test_what_the_program_leaves_names_no_author() -> None:
    found = await measured(ProgramWorld, range(20))
    for figures in found.figures.values():
        assert all(figure.cases > 100 for figure in figures.values())
        assert not {name: it for name, it in figures.items() if it.p < CHANCE}
    alone = each_alone(apart_from_usual(found.people))
    assert not {name: it for name, it in alone.items() if it.p < CHANCE}


@pytest.mark.long
@pytest.mark.parametrize("leak", [*HITS[:3], TELLING[0]], ids=lambda leak: leak.world.__name__)
async def test_a_leaky_program_is_caught(leak: ProgramLeak) -> None:
    assert (await _p_of(leak)) < CAUGHT


@pytest.mark.postgresql
@pytest.mark.long
async def test_no_transaction_or_place_on_a_server_names_an_author(
    postgresql_server: Server, tmp_path: Path
) -> None:
    total = dict.fromkeys((*ATTACKS, *ON_A_SERVER), Figure(0, 0, 0.0))
    async with Telegram.start() as telegram:
        for seed in range(4):
            folder = tmp_path / str(seed)
            folder.mkdir()
            with postgresql_server.database() as address:
                world = OnPostgreSQL(folder, seed, telegram, parse_database_url(address))
                trial = await world.lived(folder)
                assert any("(xmin)" in row.values for row in trial.evidence.copies[-1].rows)
            chance = random.Random(f"guesses {seed}")  # noqa: S311 - to be repeated
            for name, figure in judged(trial, chance, {**ATTACKS, **ON_A_SERVER}).items():
                total[name] += figure
    assert not {name: it for name, it in total.items() if it.p < CHANCE}


@pytest.fixture(scope="module")
def thousands() -> Measured:
    """Some 2,600 cases in 400 windows."""
    return asyncio.run(measured(ProgramWorld, range(1_000, 1_400), ATTACKERS))


@pytest.mark.anonymity
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("attacker", ATTACKERS)
def test_over_thousands_of_cases_the_program_names_no_author(
    attacker: str, thousands: Measured, tell: Tell
) -> None:
    figures = thousands.figures[attacker]
    tell(f"the program, attacker: {attacker}", table(figures.items()))
    assert all(figure.cases >= CASES for figure in figures.values())
    assert not {name: it for name, it in figures.items() if it.upper > MOST or it.p < CHANCE}


@pytest.mark.anonymity
@pytest.mark.timeout(3600)
def test_who_brought_a_case_at_all_is_hardly_told(thousands: Measured, tell: Tell) -> None:
    told = thousands.told()
    tell("who brought a case at all, by what remains of everyone", table_of(told))
    assert not {name: it for name, it in told.items() if it.area > MOST_AREA}


@pytest.mark.anonymity
@pytest.mark.timeout(3600)
async def test_the_figures_of_the_leaky_programs_are_told(tell: Tell) -> None:
    hits: dict[str, Figure] = {}
    areas: dict[str, Told] = {}
    for leak in (*HITS, *TELLING):
        found = await measured(leak.world, range(leak.windows), (leak.attacker,))
        name = f"{leak.world.__name__}: {leak.caught_by}"
        if leak in HITS:
            hits[name] = found.figures[leak.attacker][leak.caught_by]
        else:
            areas[name] = found.told()[leak.caught_by]
    tell("programs leaky on purpose", f"{table(hits.items())}\n{table_of(areas)}")
    assert all(it.p < CAUGHT for it in hits.values())
    assert all(it.p < CAUGHT for it in areas.values())
    assert areas["OneMessageMore: messages unasked"].area > 0.9


async def _p_of(leak: ProgramLeak) -> float:
    found: Measured = await measured(leak.world, range(leak.windows), (leak.attacker,))
    if leak in HITS:
        return found.figures[leak.attacker][leak.caught_by].p
    return found.told()[leak.caught_by].p


# --- the measure itself -------------------------------------------------------------------------


def test_an_area_is_the_chance_to_be_ranked_rightly() -> None:
    assert area_under([1, 2, 3, 4], [False, False, True, True]) == 1.0
    assert area_under([4, 3, 2, 1], [False, False, True, True]) == 0.0
    assert area_under([1, 1, 1, 1], [False, True, False, True]) == 0.5
