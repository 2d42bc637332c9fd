"""A stand-in Telegram and the real program on it, on SQLite: several faults are of its file."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.telegram import Telegram
from tests.end_to_end.conftest import telegram
from tests.end_to_end.town import Town, living

__all__ = ["telegram"]


@pytest.fixture
async def town(telegram: Telegram, sqlite_url: str) -> AsyncIterator[Town]:
    """The real program over HTTP, on a new SQLite file, on 1 September 2026 at 10:00."""
    async with living(telegram, sqlite_url) as alive:
        yield alive
