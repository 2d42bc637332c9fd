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


ON_ONE_DATABASE = frozenset(
    """
    test_announcing test_attendance test_cases_shown test_cockpit test_communities test_duos
    test_forms test_founding_from_interest test_frame test_groups test_guests test_handover
    test_handover_clock test_interest test_library test_links test_meetings test_overview
    test_people test_prompts test_prompts_changed test_prompts_hostile test_themes test_value
    """.split()
)
"""Modules of rooms whose queries run on both databases in tests/storage: here on SQLite, and on
PostgreSQL with `make endurance`, so that the gate stays below twenty minutes."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the second run of those modules for `make endurance`."""
    for item in items:
        if item.path.stem in ON_ONE_DATABASE and item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.endurance)
