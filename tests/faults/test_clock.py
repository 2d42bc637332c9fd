"""Clocks that jump, and the two nights on which they are changed: each reminder comes once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import apscheduler.schedulers.base
import pytest

import bot.ticker
from bot.playground.telegram import Telegram
from bot.ticker import Alarm
from tests.end_to_end.town import BRUSSELS, Founded, Town, living, wall
from tests.faults.around import NUDGE, answers_of, comes, heard, passes, peopled

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Wall(datetime):
    """A clock on the wall that a test can set back."""

    away = timedelta()

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return datetime.now(tz or UTC) + cls.away


async def test_when_the_systems_clock_is_set_back_or_ahead_the_alarm_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1

    monkeypatch.setattr(bot.ticker, "TICK", 0.1)
    for module in (bot.ticker, apscheduler.schedulers.base):
        monkeypatch.setattr(module, "datetime", Wall)
    monkeypatch.setattr(Wall, "away", timedelta())
    alarm = Alarm(look)
    alarm.start()
    try:
        async with asyncio.timeout(5):
            while looks < 2:
                await asyncio.sleep(0.01)
            for away in (-DAY, -DAY - HOUR, 2 * DAY, 50 * 365 * DAY):
                Wall.away = away
                before = looks
                while looks < before + 3:
                    await asyncio.sleep(0.01)
    finally:
        alarm.stop()


@pytest.mark.parametrize("jump", [HOUR, DAY], ids=["hour", "day"])
async def test_a_clock_that_jumps_ahead_and_back_says_each_reminder_once(
    town: Town, jump: timedelta
) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    before = len(heard(anna))
    town.clock.at = wall(NUDGE) - jump + timedelta(minutes=30)

    await passes(town, jump.total_seconds())
    assert len(heard(anna)) == before + 1
    await passes(town, -jump.total_seconds())
    await comes(town, NUDGE)
    await passes(town, 60)

    assert len(heard(anna)) == before + 1


@pytest.mark.parametrize("jump", [HOUR, DAY], ids=["hour", "day"])
async def test_after_a_clock_was_set_back_presses_count_cards_follow_and_reminders_come(
    town: Town, jump: timedelta
) -> None:
    founded = await peopled(town, "Anna", "Ben")
    anna, ben = founded.people["Anna"], founded.people["Ben"]
    before = len(heard(ben))
    town.clock.at = wall("2027-01-10 12:00")
    await anna.presses("✅", chat=founded.group)
    await town.settles()

    await passes(town, -jump.total_seconds())
    await anna.presses("❌", chat=founded.group)
    await town.settles()

    assert (await answers_of(town))[anna.id] == "no"
    await anna.sees("❌ 1", chat=founded.group)
    await comes(town, NUDGE)
    assert len(heard(ben)) == before + 1


async def through_the_night(town: Town, founded: Founded, start: str, hours: int) -> list[datetime]:
    """Step by ten minutes; when Anna heard of the meeting."""
    anna = founded.people["Anna"]
    town.clock.at = wall(start)
    heard_at = []
    before = len(heard(anna))
    for _ in range(hours * 6):
        town.clock.at += timedelta(minutes=10)
        await town.app.look()
        await town.settles()
        if len(heard(anna)) > before:
            heard_at += [town.clock.at] * (len(heard(anna)) - before)
            before = len(heard(anna))
    return heard_at


# On 25 October 2026 at 03:00 it is 02:00 again; on 28 March 2027 at 02:00 it is 03:00.
NIGHTS = [
    ("2026-10-26 02:30", "2026-10-24 23:00", 7, ""),
    ("2026-10-26 14:00", "2026-10-24 23:00", 17, "20:00-08:00"),
    ("2027-03-29 02:30", "2027-03-27 23:00", 7, ""),
    ("2027-03-29 14:00", "2027-03-27 23:00", 17, "20:00-08:00"),
]


@pytest.mark.parametrize(("meets", "start", "hours", "quiet"), NIGHTS)
async def test_on_the_nights_of_clock_change_the_eve_is_told_once(
    telegram: Telegram, sqlite_url: str, meets: str, start: str, hours: int, quiet: str
) -> None:
    async with living(telegram, sqlite_url, QUIET_HOURS=quiet, RHYTHM="eve=1d") as town:
        founded = await town.community("Anna")
        day, _, time = meets.partition(" ")
        end = f"{int(time[:2]) + 2:02}{time[2:]}"
        await planned_at(town, founded, f"/plan {day} {time}-{end} Citisen", time)
        await comes(town, start)

        told = await through_the_night(town, founded, start, hours)
        assert len(told) <= 1
        later = await through_the_night(town, founded, town_time(town), 20)

    assert len(told + later) == 1
    assert (told + later)[0] < wall(meets)


def town_time(town: Town) -> str:
    return town.clock.at.astimezone(BRUSSELS).strftime("%Y-%m-%d %H:%M")


async def planned_at(town: Town, founded: Founded, plan: str, time: str) -> None:
    mo = founded.people["Mo"]
    mo.says(plan)
    await mo.hears(time)
    await mo.presses("✅")
    await mo.hears(lambda said: said.text.startswith("✅"))
    await town.settles()
