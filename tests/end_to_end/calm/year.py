"""The clock of a cycle: it stops wherever the program or a person has something to do."""

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.local_time import instant, local_date
from tests.end_to_end.calm.ledger import CLOCK, Ledger
from tests.end_to_end.town import BRUSSELS, Town

Act = Callable[[], Awaitable[object]]

MOST_AT_ONCE = 50
"""Looks at one instant after which something stays due for ever."""

UP, ASLEEP = time(7, 30), time(22)


@dataclass(order=True, slots=True)
class Plan:
    """What somebody will do at a moment."""

    at: datetime
    number: int
    who: str = field(compare=False)
    act: Act = field(compare=False)


class Year:
    """Runs the town from moment to moment; `hear` is told of each message that came unasked."""

    def __init__(self, town: Town, ledger: Ledger) -> None:
        self.town = town
        self.ledger = ledger
        self.plans: list[Plan] = []
        self.numbers = 0
        self.hear: Callable[[Message], None] = lambda _message: None

    @property
    def now(self) -> datetime:
        return self.town.clock.at

    def plan(self, who: Person | str, at: datetime, act: Act) -> None:
        """Have somebody do something at a moment, or when they are up again after it."""
        name = who if isinstance(who, str) else who.first_name
        self.numbers += 1
        heapq.heappush(self.plans, Plan(awake(at), self.numbers, name, act))

    def soon(self, who: Person | str, hours: float, act: Act) -> None:
        """Have somebody do something so many hours from now."""
        self.plan(who, self.now + timedelta(hours=hours), act)

    async def lives_until(self, end: datetime) -> None:
        """Go through every moment at which something is due, up to `end`."""
        looks = 0
        while True:
            before = self.now
            at = await self._next()
            if at > end:
                break
            self.town.clock.at = max(at, before)
            looks = looks + 1 if self.now == before else 0
            if looks > MOST_AT_ONCE:
                raise AssertionError(f"something stays due at {self.now}")
            await self._look()
            while self.plans and self.plans[0].at <= self.now:
                await self._do(heapq.heappop(self.plans))
        self.town.clock.at = end
        await self._look()

    async def _next(self) -> datetime:
        moments = [await self.town.app.next_due(), self._tomorrow()]
        if self.plans:
            moments.append(self.plans[0].at)
        return min(one for one in moments if one is not None)

    def _tomorrow(self) -> datetime:
        """The program looks at the clock every second; here at least every morning."""
        day = local_date(self.now, BRUSSELS) + timedelta(days=1)
        return instant(day, time(9), BRUSSELS)

    async def _look(self) -> None:
        await self.town.app.look()
        await self._settle()

    async def _do(self, plan: Plan) -> None:
        self.ledger.by = plan.who
        await plan.act()
        await self.town.settles()
        self.ledger.by = CLOCK
        await self._settle()

    async def _settle(self) -> None:
        await self.town.settles()
        for message in self.ledger.take_fresh():
            self.hear(message)


def awake(at: datetime) -> datetime:
    """The moment, or the next morning when people sleep; weekends are as other days."""
    local = at.astimezone(BRUSSELS)
    if UP <= local.time() <= ASLEEP:
        return at
    day = local.date() + timedelta(days=int(local.time() > ASLEEP))
    minutes = 30 + (local.minute * 7) % 60
    return instant(day, time(8, minutes % 60), BRUSSELS).astimezone(UTC)
