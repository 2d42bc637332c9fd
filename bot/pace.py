"""The paces Telegram allows, kept before it has to refuse."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Paces:
    """How fast things may be said. Telegram's limits are soft, so these stay just below them."""

    overall: int = 30
    """Messages in any second, over all chats."""

    burst: int = 5
    """Messages to one person in as many seconds: a reply may be followed at once by a second."""

    group: int = 19
    """Messages and edits in any minute of one group; Telegram refuses beyond 20."""

    quick: int = 5
    """So many in a minute of a group follow each other after `quick_gap`, then after `gap`."""

    quick_gap: float = 1.0
    gap: float = 3.0


class Pace:
    """Says when the next thing may be said in a chat. Seconds are of a clock that only grows."""

    def __init__(self, clock: Callable[[], float], paces: Paces | None = None) -> None:
        """Measure time with `clock`."""
        self._clock = clock
        self._paces = paces or Paces()
        self._all: deque[float] = deque(maxlen=self._paces.overall)
        self._chats: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}

    def noted(self, chat_id: int) -> None:
        """Count something that is being said now."""
        now = self._clock()
        self._all.append(now)
        if chat_id not in self._chats and len(self._chats) > 10 * self._paces.overall:
            self._forget_old(now)
        self._chats.setdefault(chat_id, deque(maxlen=self._paces.group)).append(now)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Say nothing in this chat for as long as Telegram asks."""
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), self._clock() + seconds)

    def wait(self, chat_id: int, *, is_group: bool) -> float:
        """Seconds until something may be said in this chat; 0 when it may be now."""
        now = self._clock()
        own = self._group_free_at(chat_id, now) if is_group else self._person_free_at(chat_id)
        return max(0.0, self._overall_free_at(), own, self._held.get(chat_id, 0.0)) - now

    async def turn(self, chat_id: int, *, is_group: bool) -> None:
        """Wait for the chat's turn."""
        while (pause := self.wait(chat_id, is_group=is_group)) > 0:
            await asyncio.sleep(pause)

    def _overall_free_at(self) -> float:
        return self._all[0] + 1 if len(self._all) == self._paces.overall else 0.0

    def _person_free_at(self, chat_id: int) -> float:
        said = self._chats.get(chat_id, ())
        burst = self._paces.burst
        return said[-burst] + burst if len(said) >= burst else 0.0

    def _group_free_at(self, chat_id: int, now: float) -> float:
        said = self._chats.get(chat_id)
        if not said:
            return 0.0
        lately = sum(1 for moment in said if moment > now - MINUTE)
        is_quick = lately < self._paces.quick
        free = said[-1] + (self._paces.quick_gap if is_quick else self._paces.gap)
        return max(free, said[0] + MINUTE) if lately == self._paces.group else free

    def _forget_old(self, now: float) -> None:
        """Let go of chats that have been silent for a minute."""
        self._chats = {c: said for c, said in self._chats.items() if said[-1] > now - MINUTE}
        self._held = {c: until for c, until in self._held.items() if until > now}
