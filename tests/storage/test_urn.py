"""The urn: its bytes tell nobody apart, nothing acknowledged is lost, faults have a name."""

import contextlib
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.cases import Blank, Case, Choices, Content, Opened, Withdrawal, opened, read, written
from storage.cases.envelopes import Receipt, Release, drawn_words, open_all, seal
from storage.cases.urn import Problem, Urn, UrnError
from tests.least_cost import LEAST_COST
from tests.storage.putting import PEOPLE, box, envelope_id, number_of

ROOT = Path(__file__).parents[2]
SALT = bytes(16)
RELEASE = Release.of("abandon ability able about above absent", SALT, LEAST_COST)


@pytest.fixture
def urn(tmp_path: Path) -> Urn:
    made = Urn(tmp_path / "1.urn")
    made.create()
    return made


def identifier(sign: str) -> bytes:
    return sign.encode() * 32


# --- what it does -------------------------------------------------------------------------------


def test_an_urn_gives_back_what_was_put_in_and_who_answered(urn: Urn) -> None:
    assert urn.put(identifier("b"), b"second", 7)
    assert urn.put(identifier("a"), b"first", 3)
    urn.create()
    assert urn.boxes() == [b"first", b"second"]
    assert urn.answered() == {3, 7}


def test_one_case_sent_often_at_once_and_after_a_restart_is_one_envelope(urn: Urn) -> None:
    with ThreadPoolExecutor(8) as threads:
        same = [threads.submit(urn.put, identifier("a"), b"box", 3) for _ in range(50)]
        other = [threads.submit(Urn(urn.path).put, identifier("a"), b"box", 3) for _ in range(50)]
    assert sum(put.result() for put in same + other) == 1
    assert not Urn(urn.path).put(identifier("a"), b"sealed anew", 3)
    assert urn.boxes() == [b"box"]


def test_a_blank_pressed_often_is_one_envelope_and_none_after_a_case(urn: Urn) -> None:
    pressed = [
        urn.put(identifier(sign), b"blank", 3, unless_answered=True) for sign in "abcdefghij"
    ]
    assert pressed == [True, *[False] * 9]
    urn.put(identifier("x"), b"case", 4)
    assert not urn.put(identifier("y"), b"blank", 4, unless_answered=True)
    assert sorted(urn.boxes()) == [b"blank", b"case"]


def test_who_said_nothing_this_time_may_still_bring_a_case(urn: Urn) -> None:
    urn.put(identifier("a"), b"blank", 3, unless_answered=True)
    assert urn.put(identifier("b"), b"case", 3)
    assert urn.answered() == {3}
    assert len(urn.boxes()) == 2


def test_a_blank_of_the_program_s_own_marks_nobody(urn: Urn) -> None:
    assert urn.put(identifier("a"), b"blank", None, unless_answered=True)
    assert urn.boxes() == [b"blank"]
    assert urn.answered() == frozenset()


def test_a_closed_urn_takes_nothing_more_but_is_read(urn: Urn) -> None:
    urn.put(identifier("a"), b"case", 3)
    urn.close()
    with pytest.raises(UrnError) as late:
        urn.put(identifier("b"), b"late", 4)
    with pytest.raises(UrnError) as again:
        Urn(urn.path).put(identifier("b"), b"late", 4)
    assert late.value.problem is again.value.problem is Problem.CLOSED
    assert urn.boxes() == [b"case"]
    assert urn.answered() == {3}


def test_a_destroyed_urn_leaves_nothing_and_is_destroyed_again_without_harm(
    urn: Urn, tmp_path: Path
) -> None:
    urn.put(identifier("a"), b"case", 3)
    journal = tmp_path / "1.urn-journal"
    journal.write_bytes(b"left by a kill")
    kept = tmp_path / "hard link"
    os.link(urn.path, kept)
    urn.destroy()
    urn.destroy()
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]
    assert kept.read_bytes() == b""
    with pytest.raises(UrnError) as caught:
        urn.put(identifier("b"), b"case", 3)
    assert caught.value.problem is Problem.MISSING


# --- what its bytes tell ------------------------------------------------------------------------


def test_the_file_has_no_order_but_that_of_the_ids(tmp_path: Path) -> None:
    numbers = list(range(PEOPLE))
    files = []
    for turn in range(5):
        random.Random(turn).shuffle(numbers)  # noqa: S311
        urn = Urn(tmp_path / f"{turn}.urn")
        urn.create()
        for number in numbers:
            urn.put(envelope_id(number), box(number), number)
        files.append(urn.path.read_bytes())
    assert len(set(files)) == 1


def test_no_journal_and_no_other_file_stays_beside_it(urn: Urn) -> None:
    for number in range(5):
        urn.put(envelope_id(number), box(number), number)
    assert [path.name for path in urn.path.parent.iterdir()] == ["1.urn"]


Act = tuple[str, int]
"""What is done (`blank`, `case` or `withdraw`) and by which of the members."""

SCHEDULES = st.lists(
    st.tuples(st.sampled_from(["blank", "case", "withdraw"]), st.integers(0, 4)),
    min_size=1,
    max_size=8,
)


class Window:
    """A window whose chance is seeded; each act does the same work whatever it is."""

    def __init__(self, path: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.urn = Urn(path)
        self.urn.create()
        self.receipts: dict[int, Receipt] = {}

    def act(self, kind: str, person: int) -> None:
        receipt = Receipt.of(drawn_words(5, "en", self.random.randbytes), SALT, LEAST_COST)
        text = f"The case of act {self.random.random()}"
        content: Content = Blank()
        if kind == "case":
            content = Case(text, Choices(), receipt.mark)
        elif kind == "withdraw" and (earlier := self.receipts.pop(person, None)):
            content = Withdrawal(earlier.mark)
        sealed = seal(written(content), RELEASE.public_key, self.random.randbytes)
        self.urn.put(receipt.envelope_id, sealed, person, unless_answered=kind == "blank")
        if kind == "case":
            self.receipts[person] = receipt

    def opened(self) -> Opened:
        contents = [read(content) for content in open_all(self.urn.boxes(), RELEASE).contents]
        return opened([it for it in contents if it is not None], self.random.shuffle)


def outcome(schedule: list[Act], seed: int) -> tuple[bytes, frozenset[int], Opened]:
    with TemporaryDirectory() as folder:
        window = Window(Path(folder) / "1.urn", seed)
        for kind, person in schedule:
            window.act(kind, person)
        return window.urn.path.read_bytes(), window.urn.answered(), window.opened()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    schedule=SCHEDULES,
    pair=st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True),
    seed=st.integers(0, 2**32),
)
def test_exchanging_two_members_changes_nothing_but_the_register(
    schedule: list[Act], pair: list[int], seed: int
) -> None:
    first, second = pair
    exchanged = {first: second, second: first}
    swapped = [(kind, exchanged.get(person, person)) for kind, person in schedule]
    data, answered, opening = outcome(schedule, seed)
    other_data, other_answered, other_opening = outcome(swapped, seed)
    assert other_answered == {exchanged.get(person, person) for person in answered}
    assert opening == other_opening
    if {first, second} <= answered or not {first, second} & answered:
        assert data == other_data


@pytest.mark.parametrize("before", [0, 1, 6, 12])
def test_blank_and_case_leave_files_of_the_same_form(tmp_path: Path, before: int) -> None:
    forms = []
    for kind in ("blank", "case"):
        window = Window(tmp_path / f"{kind}.urn", before)
        for person in range(before):
            window.act("blank", person)
        window.act(kind, before)
        with contextlib.closing(sqlite3.connect(window.urn.path)) as connection:
            forms.append(
                [window.urn.path.stat().st_size, window.urn.path.stat().st_mode]
                + [
                    connection.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("page_count", "freelist_count", "schema_version", "data_version")
                ]
                + connection.execute("SELECT length(id), length(box) FROM envelope").fetchall()
            )
    assert forms[0] == forms[1]
    assert forms[0][3] == 0


# --- faults -------------------------------------------------------------------------------------


def full(urn: Urn) -> contextlib.AbstractContextManager[None]:
    """No page more than the file has."""

    @contextlib.contextmanager
    def limited() -> Iterator[None]:
        connect = urn._connect

        def small(*, create: bool) -> sqlite3.Connection:
            connection = connect(create=create)
            connection.execute("PRAGMA max_page_count = 1")
            return connection

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(urn, "_connect", small)
            yield

    return limited()


@contextlib.contextmanager
def no_larger_files(urn: Urn) -> Iterator[None]:
    """The system refuses to let files grow, as some quotas do."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (urn.path.stat().st_size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@contextlib.contextmanager
def locked(urn: Urn) -> Iterator[None]:
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.closing(sqlite3.connect(urn.path, isolation_level=None)) as other,
    ):
        patch.setattr("storage.cases.urn.PATIENCE", 0.05)
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        pytest.param(full, Problem.FULL, id="the disk is full"),
        pytest.param(no_larger_files, Problem.UNWRITABLE, id="a quota is used up"),
        pytest.param(locked, Problem.LOCKED, id="another holds the file"),
    ],
)
def test_a_fault_has_a_name_loses_nothing_and_passes(
    urn: Urn,
    fault: Callable[[Urn], contextlib.AbstractContextManager[None]],
    problem: Problem,
) -> None:
    urn.put(identifier("a"), box(1), 3)
    with fault(urn), pytest.raises(UrnError) as caught:
        urn.put(identifier("b"), box(2), 4)
    assert caught.value.problem is problem
    assert str(caught.value) == problem.value
    assert caught.value.__cause__ is None
    assert urn.boxes() == [box(1)]
    assert urn.answered() == {3}
    assert urn.put(identifier("b"), box(2), 4)
    assert urn.answered() == {3, 4}


def test_an_urn_that_is_damaged_says_so(urn: Urn) -> None:
    urn.path.write_bytes(b"this was an urn " * 500)
    with pytest.raises(UrnError) as caught:
        urn.boxes()
    assert caught.value.problem is Problem.DAMAGED


def test_an_urn_that_is_missing_is_never_made_anew_by_a_write(tmp_path: Path) -> None:
    for act in (Urn.boxes, Urn.answered, Urn.close, lambda it: it.put(identifier("a"), b"", 3)):
        with pytest.raises(UrnError) as caught:
            act(Urn(tmp_path / "none.urn"))
        assert caught.value.problem is Problem.MISSING
    assert not list(tmp_path.iterdir())


class Tight(sqlite3.Connection):
    """A connection that finds no room to build the file anew."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if sql == "VACUUM":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, parameters)


@pytest.fixture
def no_room_to_tidy() -> Iterator[pytest.MonkeyPatch]:
    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(connect, factory=Tight))
        yield patch


def test_an_envelope_that_is_in_counts_even_if_there_is_no_room_to_tidy(
    urn: Urn, no_room_to_tidy: pytest.MonkeyPatch
) -> None:
    for number in (2, 1):
        assert urn.put(envelope_id(number), box(number), number)
    no_room_to_tidy.undo()
    untidy = urn.path.read_bytes()
    assert not urn.put(envelope_id(1), box(1), 1)
    assert urn.path.read_bytes() != untidy


# --- kills --------------------------------------------------------------------------------------


def killed(path: Path, first: int, chance: random.Random) -> int:
    """Put envelopes in another process, kill it under way; the first number that was not said."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.putting", path, str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline())]
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    assert said == list(range(first, first + len(said)))
    return first + len(said)


def survives(path: Path, kills: int, chance: random.Random) -> int:
    """Kill so many times on one urn; how many envelopes were acknowledged, all of them there.

    After each kill the envelope that was not acknowledged is put again, as a re-delivered update
    would.
    """
    urn = Urn(path)
    urn.create()
    following = 0
    for _ in range(kills):
        following = killed(path, following, chance)
    numbers = sorted(number_of(sealed) for sealed in urn.boxes())
    assert numbers in (list(range(following)), list(range(following + 1)))
    assert urn.answered() == {number % PEOPLE for number in numbers}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return following


@pytest.mark.long
def test_a_kill_loses_no_envelope_that_was_acknowledged(tmp_path: Path) -> None:
    assert survives(tmp_path / "1.urn", 10, random.Random(1)) >= 10  # noqa: S311


@pytest.mark.endurance
def test_two_hundred_kills_lose_no_envelope_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(os.urandom(8))  # noqa: S311
    urns = count(1)
    said = sum(survives(tmp_path / f"{next(urns)}.urn", 10, chance) for _ in range(20))
    assert said >= 200
