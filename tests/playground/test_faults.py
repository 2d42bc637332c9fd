"""What can go wrong between a bot and Telegram goes wrong on demand."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.playground.people import Person
from bot.playground.telegram import Telegram


async def test_the_next_call_is_told_to_wait(bot: Bot, anna: Person, telegram: Telegram) -> None:
    telegram.faults.next("too many", "sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(anna.id, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(anna.id, "x")


@pytest.mark.parametrize("kind", ["server error", "truncated", "cut before", "cut after"])
async def test_a_broken_answer_is_an_error_for_the_client(
    kind: Any, bot: Bot, anna: Person, telegram: Telegram
) -> None:
    telegram.faults.next(kind, "sendMessage")
    with pytest.raises((NetworkError, TelegramError)):
        await bot.send_message(anna.id, "x")
    happened = [one.text for one in anna.chat.messages if one.text == "x"]
    assert len(happened) == (1 if kind in ("truncated", "cut after") else 0)


async def test_a_fault_can_hold_for_one_chat_only(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    ben = telegram.world.person("Ben")
    ben.opens()
    telegram.faults.next("refuse", "sendMessage", chat_id=anna.id, times=None, status=400)
    await bot.send_message(ben.id, "x")
    with pytest.raises(BadRequest):
        await bot.send_message(anna.id, "x")
    telegram.faults.none()
    await bot.send_message(anna.id, "x")


async def test_updates_can_be_repeated_and_poisoned(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    telegram.world.updates.clear()
    telegram.faults.repeat_updates(1)
    anna.says("dag")
    first, second = telegram.waiting()
    assert first == second
    telegram.faults.none()
    telegram.faults.poison({"message": {"message_id": "?"}})
    assert telegram.waiting()[-1]["message"] == {"message_id": "?"}


async def test_the_log_tells_what_was_called(bot: Bot, anna: Person, telegram: Telegram) -> None:
    await bot.send_message(anna.id, "x")
    with pytest.raises(BadRequest):
        await bot.send_message(1, "x")
    good, bad = list(telegram.world.calls)[-2:]
    assert (good.method, good.chat_id, good.ok) == ("sendMessage", anna.id, True)
    assert (bad.ok, bad.error) == (False, "Bad Request: chat not found")


async def test_a_webhook_gets_each_update_until_it_takes_it(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    telegram.world.updates.clear()
    telegram.webhook_sender.pause = 0.01
    taken: list[tuple[str | None, str]] = []

    async def receive(request: web.Request) -> web.Response:
        body = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        taken.append((secret, body["message"]["text"]))
        return web.Response(status=500 if len(taken) == 1 else 200)

    application = web.Application()
    application.router.add_post("/hook", receive)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        await bot.set_webhook(address, secret_token="geheim")
        anna.says("een")
        anna.says("twee")
        await telegram.handled()
    finally:
        await bot.delete_webhook()
        await runner.cleanup()
    assert taken == [("geheim", "een"), ("geheim", "een"), ("geheim", "twee")]


async def test_who_waits_in_vain_gets_the_transcript(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.id, "iets anders")
    with pytest.raises(AssertionError, match="iets anders"):
        await anna.hears("✅", within=0.05)
    waiting = asyncio.create_task(anna.hears("✅"))
    await bot.send_message(anna.id, "✅ klaar")
    assert (await waiting).text == "✅ klaar"
