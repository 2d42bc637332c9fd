"""A stand-in Telegram for each test, and a way to show figures."""

import sys
from collections.abc import Callable

import pytest

from tests.end_to_end.conftest import telegram

__all__ = ["announce", "telegram"]

Announce = Callable[[str], None]


@pytest.fixture
def announce(capsys: pytest.CaptureFixture[str]) -> Announce:
    """Writes a line to the terminal, also when the test passes."""

    def write(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return write
