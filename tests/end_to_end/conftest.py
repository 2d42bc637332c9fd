"""A town of its own for each end-to-end test."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.telegram import Telegram
from tests.end_to_end.town import Town, living


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A stand-in Telegram; at the end no call may have had wrong fields."""
    async with Telegram.start() as standing:
        yield standing
        assert standing.world.complaints == []


@pytest.fixture
async def town(telegram: Telegram, database_url: str) -> AsyncIterator[Town]:
    """The real program over HTTP, on a new database of each kind, on 1 September 2026 at 10:00."""
    async with living(telegram, database_url) as alive:
        yield alive
