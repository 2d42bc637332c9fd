"""A program killed between 📨 and the partner's message: nothing is lost, a repeat says so."""

import asyncio
from datetime import timedelta
from typing import Literal

import pytest

from bot.playground.telegram import Telegram
from tests.end_to_end.handing import GIST, MORNING_AFTER, duo, from_bot
from tests.end_to_end.process import STARTED, environment, program
from tests.end_to_end.town import living

REPEAT = "This may be a repeat"


@pytest.mark.parametrize("fault", ["hang", "cut after"], ids=["had not arrived", "had arrived"])
async def test_a_note_arrives_once_or_as_a_marked_repeat(
    telegram: Telegram, database_url: str, fault: Literal["hang", "cut after"]
) -> None:
    async with living(telegram, database_url) as town:
        both = await duo(town)
        await both.comes(both.ann)
        await town.moves_to(MORNING_AFTER)
        await town.settles()
        preview = await both.writes(both.ann)
        send = preview.button("📨")
        assert send is not None
    ann, dora = both.ann, both.dora
    environ = environment(telegram, database_url)
    async with program(environ) as running:
        await running.writes(STARTED)
        planned = telegram.faults.next(fault, "sendMessage", chat_id=dora.id)
        await ann.presses("📨")
        async with asyncio.timeout(15):
            while planned.times:
                await asyncio.sleep(0.005)
        running.process.kill()
        await running.ends()
    async with program(environ) as running:
        await dora.hears(lambda said: GIST in said.text and REPEAT in said.text)
        await ann.forges(str(send.data), preview)
        await telegram.handled()
    notes = [one for one in from_bot(dora) if GIST in one.text]
    assert sum(REPEAT not in one.text for one in notes) == (1 if fault == "cut after" else 0)
    assert sum(REPEAT in one.text for one in notes) == 1
    assert all(one.protected for one in notes)


async def test_ten_presses_on_send_are_one_note(telegram: Telegram, database_url: str) -> None:
    async with living(telegram, database_url) as town:
        both = await duo(town)
        await both.comes(both.ann)
        await town.moves_to(MORNING_AFTER)
        await town.settles()
        preview = await both.writes(both.ann)
        presses = [both.ann.presses("📨", preview) for _ in range(10)]
        await asyncio.gather(*presses)
        await town.settles()
        assert sum(GIST in one.text for one in from_bot(both.dora)) == 1
        assert sum("✅ Handed over" in one.text for one in from_bot(both.ann)) == 1


async def test_a_note_of_several_messages_broken_off_comes_again_as_a_repeat(
    telegram: Telegram, database_url: str
) -> None:
    async with living(telegram, database_url) as town:
        both = await duo(town)
        await both.comes(both.ann)
        await town.moves_to(MORNING_AFTER)
        await town.settles()
        long = {name: f"{name} {'x' * 900}" for name in ("gist", "unseen", "learned", "next")}
        await both.writes(both.ann, **long)
        telegram.faults.slow(0.2, "sendMessage")
        await both.ann.presses("📨")
        await both.dora.hears("gist x")
        telegram.faults.next("too many", "sendMessage", chat_id=both.dora.id, retry_after=1)
        telegram.faults.slow(0, "sendMessage")
        await both.ann.hears("✅ Handed over")
        async with asyncio.timeout(15):
            while not any("next x" in one.text for one in from_bot(both.dora)):
                town.clock.at += timedelta(seconds=1)
                await town.app.look()
                await asyncio.sleep(0.05)
        await town.settles()
        notes = [one for one in from_bot(both.dora) if "gist x" in one.text]
        last = [one for one in from_bot(both.dora) if "next x" in one.text]
        assert len(notes) == 1 or REPEAT in last[-1].text
