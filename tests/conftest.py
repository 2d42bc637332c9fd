"""Databases for the tests, and a plain word at the end about what could not run."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import parse_database_url
from storage import migrations
from storage.core.database import Database
from tests.postgresql import Server, started

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where Linux has one
ROOM = 4 << 30
"""Bytes that must be free there: the databases of all workers at once take some hundred million."""

LONG = 900
"""Seconds after which a test that is marked `long` counts as hung, however busy the machine is."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory, where that has room: most of them wait for a disk."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
        os.environ.setdefault("TMPDIR", str(IN_MEMORY))
        tempfile.tempdir = None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On several workers begin with the long tests, so that none is left alone at the end."""
    for item in items:
        if item.get_closest_marker("long") is not None:
            item.add_marker(pytest.mark.timeout(LONG))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server of these tests' own; skips where the binaries are missing."""
    with started() as server:
        yield server


def _migrate(url: str) -> None:
    """Create all tables in an empty database, and leave no connection to it."""
    database = Database(url)
    migrations.upgrade(database.engine)
    asyncio.run(database.close())


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: Server) -> str:
    """The name of a PostgreSQL database with all tables, empty; tests get copies of it."""
    name = postgresql_server.create("template_with_tables")
    _migrate(parse_database_url(postgresql_server.address(name)))
    return name


@pytest.fixture
def postgresql_url(postgresql_server: Server, postgresql_template: str) -> Iterator[str]:
    """A PostgreSQL database with all tables, empty; in SQLAlchemy's form; dropped afterwards."""
    with postgresql_server.database(postgresql_template) as address:
        yield parse_database_url(address)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, empty; tests get copies of it."""
    file = tmp_path_factory.mktemp("template") / "tables.db"
    _migrate(parse_database_url(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A SQLite file with all tables, empty; in SQLAlchemy's form."""
    file = tmp_path / "test.db"
    shutil.copyfile(sqlite_template, file)
    file.chmod(0o600)
    return parse_database_url(f"sqlite:///{file}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with all tables, empty, once of each kind: what runs on one runs on the other."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once of each kind; the SQLite file does not exist yet."""
    if request.param == "sqlite":
        yield parse_database_url(f"sqlite:///{tmp_path}/empty.db")
        return
    with request.getfixturevalue("postgresql_server").database() as address:
        yield parse_database_url(address)


def _left_out(config: pytest.Config) -> dict[str, int]:
    """The reasons why tests were skipped, each with the number of tests."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reasons: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("NOTHING_LEFT_OUT") and _left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for reason, number in _left_out(config).items():
        terminalreporter.write_line(f"LEFT OUT: {number} tests: {reason}", yellow=True)
    if os.environ.get("NOTHING_LEFT_OUT") and _left_out(config):
        terminalreporter.write_line("Nothing may be left out here, so this is a failure.", red=True)
