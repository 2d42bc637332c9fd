"""Keeps the rate of messages below Telegram's limits, so that Telegram need not refuse any."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

SECOND: Final = 1.0
MINUTE: Final = 60.0

SLOT_CHECK: Final = 0.005
"""Seconds until the next check while every slot is taken by a message under way."""


@dataclass(frozen=True, slots=True)
class Paces:
    """The rates that are kept, just below Telegram's limits, which are not exact."""

    overall: int = 30
    """Messages in any second, over all chats."""

    burst: int = 5
    """Messages to one person in as many seconds; these may follow each other at once."""

    group: int = 19
    """Messages and edits in any minute of one group; Telegram refuses beyond 20."""

    gaps: tuple[tuple[int, float], ...] = ((4, 1.0), (8, 2.0))
    """Pairs of (messages in a group's last minute, gap): below that number, seconds between two."""

    gap: float = 3.0
    """Seconds between two messages from then on, so that a busy group's card is still updated."""


class Pace:
    """Tells when the next message may be sent to a chat, and in all. Uses a monotonic clock.

    Telegram counts a message at the moment it receives it, between the request and the response.
    The latest that can be is the response less the fastest round trip, which is what counts here.
    """

    def __init__(self, clock: Callable[[], float], paces: Paces | None = None) -> None:
        """Measure time with `clock`, which returns seconds and never goes back."""
        self._clock = clock
        self._paces = paces or Paces()
        self._taken_in: deque[float] = deque(maxlen=self._paces.overall)
        self._under_way = 0
        self._fastest = SECOND
        self._chats: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}

    def noted(self, chat_id: int) -> None:
        """Count a reply that is being sent now: replies do not wait."""
        self._taken_in.append(self._clock())
        self._note(chat_id)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Send nothing to this chat for as many seconds as Telegram asks."""
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), self._clock() + seconds)

    async def turn(self, chat_id: int) -> None:
        """Wait until a message may be sent to this chat, and count it."""
        while (pause := self.wait(chat_id)) > 0:
            await asyncio.sleep(pause)
        self._note(chat_id)

    def wait(self, chat_id: int) -> float:
        """Seconds until a message may be sent to this chat; 0 when now."""
        now = self._clock()
        sent_at = self._chats.get(chat_id)
        free_at = self._held.get(chat_id, 0.0)
        if sent_at:
            is_group = chat_id < 0
            chat_free_at = (
                self._group_free_at(sent_at, now) if is_group else self._person_free_at(sent_at)
            )
            free_at = max(free_at, chat_free_at)
        return max(0.0, free_at - now)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for one of the `overall` slots of a second, and hold it while a message is sent."""
        while (pause := self._overall_wait()) > 0:
            await asyncio.sleep(pause)
        self._under_way += 1
        started = self._clock()
        try:
            yield
        finally:
            now = self._clock()
            self._under_way -= 1
            self._fastest = min(self._fastest, now - started)
            self._taken_in.append(now - self._fastest)

    def _overall_wait(self) -> float:
        now = self._clock()
        while self._taken_in and self._taken_in[0] <= now - SECOND:
            self._taken_in.popleft()
        if self._under_way + len(self._taken_in) < self._paces.overall:
            return 0.0
        return max(SLOT_CHECK, self._taken_in[0] + SECOND - now) if self._taken_in else SLOT_CHECK

    def _person_free_at(self, sent_at: deque[float]) -> float:
        burst = self._paces.burst
        return sent_at[-burst] + burst if len(sent_at) >= burst else 0.0

    def _group_free_at(self, sent_at: deque[float], now: float) -> float:
        recent = sum(1 for moment in sent_at if moment > now - MINUTE)
        gap = next((gap for few, gap in self._paces.gaps if recent < few), self._paces.gap)
        free_at = sent_at[-1] + gap
        return max(free_at, sent_at[0] + MINUTE) if recent == self._paces.group else free_at

    def _note(self, chat_id: int) -> None:
        now = self._clock()
        if chat_id not in self._chats and len(self._chats) > 10 * self._paces.overall:
            self._forget_old(now)
        self._chats.setdefault(chat_id, deque(maxlen=self._paces.group)).append(now)

    def _forget_old(self, now: float) -> None:
        """Forget chats without a message in the last minute."""
        self._chats = {
            c: sent_at for c, sent_at in self._chats.items() if sent_at[-1] > now - MINUTE
        }
        self._held = {c: until for c, until in self._held.items() if until > now}
