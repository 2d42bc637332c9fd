"""The queue of updates: each is kept until an offset or a webhook's 2xx confirms it."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable

from bot.playground.model import Json
from bot.playground.refusals import Refusal

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_ID = 500_000_000
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"  # noqa: E501


class UpdateQueue:
    """Updates in order.

    `extra_copies` queues each update that many times more. `allowed` holds the kinds that the bot
    asked for last; None means Telegram's default.
    """

    def __init__(self) -> None:
        self.queue: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.extra_copies = 0
        self.last_id = FIRST_ID
        self.poll_number = 0
        self.waiting: set[asyncio.Future[None]] = set()
        self.emptied: set[asyncio.Future[None]] = set()

    def wanted(self, kind: str) -> bool:
        if self.allowed is None:
            return kind not in NOT_BY_DEFAULT
        return kind in self.allowed

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember the kinds asked for; none given keeps the last, an empty list the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def push(self, kind: str, body: Json) -> None:
        if self.wanted(kind):
            self.last_id += 1
            self.put({"update_id": self.last_id, kind: body})

    def put(self, update: Json) -> None:
        """Queue an update that is complete."""
        for _ in range(1 + self.extra_copies):
            self.queue.append(update)
        wake(self.waiting)

    def confirm(self, offset: int) -> None:
        """Forget every update before the offset; a negative one keeps only that many."""
        if offset < 0:
            while len(self.queue) > -offset:
                self.queue.popleft()
        else:
            while self.queue and self.queue[0]["update_id"] < offset:
                self.queue.popleft()
        if not self.queue:
            wake(self.emptied)

    def clear(self) -> None:
        self.queue.clear()
        wake(self.emptied)

    async def take(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """The updates from the offset on; waits up to `timeout` seconds for the first.

        A later poll ends this one with Telegram's 409.
        """
        self.poll_number += 1
        mine = self.poll_number
        if offset:
            self.confirm(offset)
        wake(self.waiting)
        if not self.queue and timeout > 0:
            await self.arrival(timeout)
        if self.poll_number != mine:
            raise Refusal(409, OTHER_POLL)
        return [self.queue[index] for index in range(min(limit, len(self.queue)))]

    async def arrival(self, timeout: float) -> None:
        await sleep_until_woken(self.waiting, timeout)

    async def handled(self, within: float) -> bool:
        """Whether every update was confirmed within so many seconds."""
        deadline = time.monotonic() + within
        # What is confirmed may have led to another update, such as that of a pinned message.
        while self.queue and (left := deadline - time.monotonic()) > 0:
            await sleep_until_woken(self.emptied, left)
        return not self.queue


def wake(sleepers: set[asyncio.Future[None]]) -> None:
    for sleeper in sleepers:
        if not sleeper.done():
            sleeper.set_result(None)
    sleepers.clear()


async def sleep_until_woken(sleepers: set[asyncio.Future[None]], seconds: float) -> None:
    """Wait for the next wake-up of these sleepers, at most so many seconds."""
    sleeper = asyncio.get_running_loop().create_future()
    sleepers.add(sleeper)
    try:
        async with asyncio.timeout(seconds):
            await sleeper
    except TimeoutError:
        sleepers.discard(sleeper)
