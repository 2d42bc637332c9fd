"""Databases for the tests, and a plain word at the end about what could not run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import parse_database_url
from tests.postgresql import Server, started


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server of these tests' own; skips where the binaries are missing."""
    with started() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """The address of an empty PostgreSQL database, in SQLAlchemy's form; dropped afterwards."""
    with postgresql_server.database() as address:
        yield parse_database_url(address)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet, in SQLAlchemy's form."""
    return parse_database_url(f"sqlite:///{tmp_path}/test.db")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind: what runs on one runs on the other."""
    return str(request.getfixturevalue(f"{request.param}_url"))


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
