"""Telegram's rate limits. Each is a number of calls in a number of seconds, or None when off."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.refusals import too_many

Rate = tuple[int, float]
OVERALL: Rate = (30, 1.0)
GROUP: Rate = (20, 60.0)
PRIVATE: Rate = (5, 5.0)
COUNTED = ("send", "edit", "copy", "forward")
NOT_COUNTED = frozenset({"sendchataction", "editchatinvitelink"})


@dataclass(slots=True)
class Limits:
    """The limits in force. `private` allows a small burst; `group` counts edits with sends."""

    overall: Rate | None = None
    group: Rate | None = None
    private: Rate | None = None
    monotonic: Callable[[], float] = time.monotonic
    spent: dict[int, deque[float]] = field(default_factory=dict)

    @classmethod
    def like_telegram(cls) -> "Limits":
        return cls(overall=OVERALL, group=GROUP, private=PRIVATE)

    @property
    def off(self) -> bool:
        return not (self.overall or self.group or self.private)

    def spend(self, method: str, chat_id: int) -> None:
        """Count one call; refuse it with a 429 when its window is full."""
        if self.off or method in NOT_COUNTED or not method.startswith(COUNTED):
            return
        now = self.monotonic()
        limited = [(0, self.overall), (chat_id, self.private if chat_id > 0 else self.group)]
        windows = [(self.window(key, rate, now), rate) for key, rate in limited if rate]
        for window, (calls, seconds) in windows:
            if len(window) >= calls:
                raise too_many(max(1, math.ceil(window[0] + seconds - now)))
        for window, _ in windows:
            window.append(now)

    def window(self, key: int, rate: Rate, now: float) -> deque[float]:
        window = self.spent.setdefault(key, deque())
        while window and window[0] <= now - rate[1]:
            window.popleft()
        return window
