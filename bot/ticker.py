"""APScheduler wakes the program; the database knows what falls due.

A scheduler's own jobs would be lost with a blocked loop or run twice with two processes, so it
has one job only: look every second whether something is due by the injected clock.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

TICK: Final = 1
"""Seconds between two looks."""


class EveryTick(BaseTrigger):  # type: ignore[misc]
    """A tick from now, whatever was missed.

    APScheduler's own interval lists each missed second one by one: for a clock that is set ahead
    from 1970 it would not come to an end.
    """

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """The next time after `now`."""
        return now + timedelta(seconds=TICK)


class Alarm:
    """Calls `look` every second until it is stopped, one call at a time."""

    def __init__(self, look: Callable[[], Awaitable[None]]) -> None:
        """Prepare to call `look`."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._job = self._scheduler.add_job(
            look, EveryTick(), misfire_grace_time=None, coalesce=True, max_instances=1
        )
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in the running loop."""
        self._scheduler.start()
        self._watch = asyncio.create_task(self._follow_the_clock(), name="clock")

    def stop(self) -> None:
        """Call no more."""
        if self._watch is not None:
            self._watch.cancel()
        self._scheduler.shutdown(wait=False)

    async def _follow_the_clock(self) -> None:
        """Look on when the system's clock is set back: APScheduler would wait for the old time."""
        while True:
            await asyncio.sleep(TICK)
            now = datetime.now(UTC)
            next_look = self._job.next_run_time
            if next_look is not None and next_look - now > timedelta(seconds=2 * TICK):
                self._job.modify(next_run_time=now)
