"""The paces Telegram allows, kept before it has to refuse."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

SECOND: Final = 1.0
MINUTE: Final = 60.0

SOON: Final = 0.005
"""Seconds until the next look while every place is taken by a message under way."""


@dataclass(frozen=True, slots=True)
class Paces:
    """How fast things may be said. Telegram's limits are soft, so these stay just below them."""

    overall: int = 30
    """Messages in any second, over all chats."""

    burst: int = 5
    """Messages to one person in as many seconds: a reply may be followed at once by a second."""

    group: int = 19
    """Messages and edits in any minute of one group; Telegram refuses beyond 20."""

    gaps: tuple[tuple[int, float], ...] = ((4, 1.0), (8, 2.0))
    """While fewer than so many were said in a group's last minute, so many seconds lie between."""

    gap: float = 3.0
    """Seconds between two from then on: a group that never rests still sees its last state."""


class Pace:
    """Says when the next thing may be said in a chat. Seconds are of a clock that only grows.

    A message counts against the second in which Telegram took it in, which lies between sending
    and answer; the latest that can be is the answer less the fastest way there and back.
    """

    def __init__(self, clock: Callable[[], float], paces: Paces | None = None) -> None:
        """Measure time with `clock`."""
        self._clock = clock
        self._paces = paces or Paces()
        self._taken_in: deque[float] = deque(maxlen=self._paces.overall)
        self._under_way = 0
        self._fastest = SECOND
        self._chats: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}

    def noted(self, chat_id: int) -> None:
        """Count a reply that is being said now: replies do not wait."""
        self._taken_in.append(self._clock())
        self._note(chat_id)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Say nothing in this chat for as long as Telegram asks."""
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), self._clock() + seconds)

    async def turn(self, chat_id: int) -> None:
        """Wait until something may be said in this chat, and take that turn."""
        while (pause := self.wait(chat_id)) > 0:
            await asyncio.sleep(pause)
        self._note(chat_id)

    def wait(self, chat_id: int) -> float:
        """Seconds until something may be said in this chat; 0 when it may be now."""
        now = self._clock()
        said = self._chats.get(chat_id)
        free = self._held.get(chat_id, 0.0)
        if said:
            is_group = chat_id < 0
            own = self._group_free_at(said, now) if is_group else self._person_free_at(said)
            free = max(free, own)
        return max(0.0, free - now)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """One of the places in a second, held while a message is under way."""
        while (pause := self._overall_wait()) > 0:
            await asyncio.sleep(pause)
        self._under_way += 1
        begun = self._clock()
        try:
            yield
        finally:
            now = self._clock()
            self._under_way -= 1
            self._fastest = min(self._fastest, now - begun)
            self._taken_in.append(now - self._fastest)

    def _overall_wait(self) -> float:
        now = self._clock()
        while self._taken_in and self._taken_in[0] <= now - SECOND:
            self._taken_in.popleft()
        if self._under_way + len(self._taken_in) < self._paces.overall:
            return 0.0
        return max(SOON, self._taken_in[0] + SECOND - now) if self._taken_in else SOON

    def _person_free_at(self, said: deque[float]) -> float:
        burst = self._paces.burst
        return said[-burst] + burst if len(said) >= burst else 0.0

    def _group_free_at(self, said: deque[float], now: float) -> float:
        lately = sum(1 for moment in said if moment > now - MINUTE)
        gap = next((gap for few, gap in self._paces.gaps if lately < few), self._paces.gap)
        free = said[-1] + gap
        return max(free, said[0] + MINUTE) if lately == self._paces.group else free

    def _note(self, chat_id: int) -> None:
        now = self._clock()
        if chat_id not in self._chats and len(self._chats) > 10 * self._paces.overall:
            self._forget_old(now)
        self._chats.setdefault(chat_id, deque(maxlen=self._paces.group)).append(now)

    def _forget_old(self, now: float) -> None:
        """Let go of chats that have been silent for a minute."""
        self._chats = {c: said for c, said in self._chats.items() if said[-1] > now - MINUTE}
        self._held = {c: until for c, until in self._held.items() if until > now}
