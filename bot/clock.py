"""APScheduler wakes the program; the database knows what falls due.

A scheduler's own jobs would be lost with a blocked loop or run twice with two processes, so it
has one job only: look every second whether something is due by the injected clock.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

LOGGER: Final = logging.getLogger(__name__)

TICK: Final = 1
"""Seconds between two looks."""


class Alarm:
    """Calls `look` every second until it is stopped, one call at a time."""

    def __init__(self, look: Callable[[], Awaitable[None]]) -> None:
        """Prepare to call `look`."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            look, "interval", seconds=TICK, misfire_grace_time=None, coalesce=True, max_instances=1
        )

    def start(self) -> None:
        """Begin in the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Call no more."""
        self._scheduler.shutdown(wait=False)
