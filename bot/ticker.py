"""Calls the program every second, with APScheduler; what is due is stored in the database.

There is one scheduler job only. A job for each moment would be lost when the loop is blocked, and
run twice with two processes; so every second the program looks up what is due by its own clock.
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
    """Fires `TICK` seconds from now, whatever was missed.

    APScheduler's own interval trigger steps through each missed second: after the clock is set
    ahead from 1970 it would take practically for ever.
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
        self._watch = asyncio.create_task(self._watch_the_clock(), name="clock")

    def stop(self) -> None:
        """Call no more."""
        if self._watch is not None:
            self._watch.cancel()
        self._scheduler.shutdown(wait=False)

    async def _watch_the_clock(self) -> None:
        """Call at once when the system's clock is set back: APScheduler waits for the old time."""
        while True:
            await asyncio.sleep(TICK)
            now = datetime.now(UTC)
            next_look = self._job.next_run_time
            if next_look is not None and next_look - now > timedelta(seconds=2 * TICK):
                self._job.modify(next_run_time=now)
