"""Telegram's paces. Each is a number of calls in a number of seconds, or None when off."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.refusals import too_many

Pace = tuple[int, float]
OVERALL: Pace = (30, 1.0)
GROUP: Pace = (20, 60.0)
PRIVATE: Pace = (5, 5.0)
COUNTED = ("send", "edit", "copy", "forward")
NOT_COUNTED = frozenset({"sendchataction", "editchatinvitelink"})


@dataclass(slots=True)
class Limits:
    """The paces in force. `private` leaves a small burst; `group` counts edits with sends."""

    overall: Pace | None = None
    group: Pace | None = None
    private: Pace | None = None
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
        paced = [(0, self.overall), (chat_id, self.private if chat_id > 0 else self.group)]
        windows = [(self.window(key, pace, now), pace) for key, pace in paced if pace]
        for window, (calls, seconds) in windows:
            if len(window) >= calls:
                raise too_many(max(1, math.ceil(window[0] + seconds - now)))
        for window, _ in windows:
            window.append(now)

    def window(self, key: int, pace: Pace, now: float) -> deque[float]:
        window = self.spent.setdefault(key, deque())
        while window and window[0] <= now - pace[1]:
            window.popleft()
        return window
