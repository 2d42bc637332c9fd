"""Faults of the connection and of Telegram, switched on by tests."""

from dataclasses import dataclass, field
from typing import Literal

from bot.playground.model import Json
from bot.playground.update_queue import UpdateQueue

Kind = Literal["too many", "server error", "truncated", "cut before", "cut after", "hang", "refuse"]


@dataclass(slots=True)
class Fault:
    """One fault. `times` counts down; None means without end.

    kinds: `too many` (429, `retry_after`), `server error` (`status` with an HTML body),
    `truncated` (half of the JSON, after the effect), `cut before` and `cut after` (the connection
    closes before or after the effect), `hang` (no answer for `seconds`, after no effect),
    `refuse` (`status` and `description` as a Bot API error).
    """

    kind: Kind
    method: str | None = None
    times: int | None = 1
    chat_id: int | None = None
    retry_after: int = 1
    status: int = 502
    description: str = "Bad Request: refused on demand"
    seconds: float = 3600.0

    def hits(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times != 0
            and (self.method is None or self.method.lower() == method)
            and (self.chat_id is None or self.chat_id == chat_id)
        )


@dataclass(slots=True)
class Faults:
    """The faults in force: those `planned` happen once each, in order; `latency` stays.

    `latency` maps a method name (or "*") to seconds added to each of its calls.
    """

    updates: UpdateQueue
    planned: list[Fault] = field(default_factory=list)
    latency: dict[str, float] = field(default_factory=dict)

    def next(self, kind: Kind, method: str | None = None, **details: object) -> Fault:
        """Plan a fault for the next call (of that method, if given); see `Fault`."""
        fault = Fault(kind, method, **details)  # type: ignore[arg-type]
        self.planned.append(fault)
        return fault

    def slow(self, seconds: float, method: str = "*") -> None:
        """Add seconds to each call of a method, or of all of them; 0 ends it."""
        self.latency[method.lower()] = seconds

    def repeat_updates(self, copies: int) -> None:
        """Deliver each later update so many times more."""
        self.updates.extra_copies = copies

    def poison(self, update: Json) -> None:
        """Put a raw update into the queue as it is; without an `update_id` it gets the next."""
        self.updates.last_id += 1
        self.updates.put({"update_id": self.updates.last_id} | update)

    def none(self) -> None:
        """Switch every fault off."""
        self.planned.clear()
        self.latency.clear()
        self.updates.extra_copies = 0

    def due(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self.planned:
            if fault.hits(method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def delay(self, method: str) -> float:
        if not self.latency:
            return 0.0
        return self.latency.get(method, self.latency.get("*", 0.0))
