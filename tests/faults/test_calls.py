"""Calls to Telegram that fail: what was typed or pressed counts, what must be said arrives."""

import asyncio
from typing import Any

import pytest

from bot.telegram import ptb_request
from tests.end_to_end.town import Town
from tests.faults.around import (
    EVE,
    NUDGE,
    answers_of,
    comes,
    heard,
    is_marked,
    passes,
    peopled,
    served,
    waiting,
)

BROKEN = [
    ("server error", {"status": 500}),
    ("server error", {"status": 502}),
    ("server error", {"status": 504}),
    ("truncated", {}),
    ("cut before", {}),
    ("cut after", {}),
]


@pytest.mark.parametrize("retry_after", [1, 5, 60])
async def test_most_calls_refused_with_429_delay_messages_and_lose_none(
    town: Town, retry_after: int
) -> None:
    founded = await peopled(town, "Anna", "Ben")
    anna, ben = founded.people["Anna"], founded.people["Ben"]
    before = len(heard(anna)), len(heard(ben))
    refusals = 5
    town.telegram.faults.next(
        "too many", "sendMessage", times=refusals, retry_after=retry_after, chat_id=anna.id
    )

    await comes(town, NUDGE)
    assert len(heard(ben)) == before[1] + 1, "only the chat it names is held"
    assert len(heard(anna)) == before[0]
    await anna.presses("✅", chat=founded.group)
    for _ in range(refusals):
        town.app._pace._held.clear()  # the time that Telegram asked for has passed
        await passes(town, retry_after)

    assert (await answers_of(town))[anna.id] == "yes"
    assert await waiting(town) == []
    assert town.app.delivery.counts["failed"] == 0


async def test_after_429_the_chat_is_left_alone_for_exactly_as_long_as_asked(town: Town) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    before = len(heard(anna))
    town.telegram.faults.next("too many", "sendMessage", retry_after=60, chat_id=anna.id)
    await comes(town, NUDGE)
    tried = len(town.telegram.world.calls)

    await passes(town, 59)
    assert len(town.telegram.world.calls) == tried
    town.app._pace._held.clear()
    await passes(town, 1)

    assert len(heard(anna)) == before + 1
    assert not is_marked(town, heard(anna)[-1])


async def test_a_typed_input_refused_with_429_is_kept_and_answered_late(town: Town) -> None:
    anna = town.telegram.world.person("Anna")
    town.telegram.faults.next("too many", "sendMessage", retry_after=3, chat_id=anna.id)
    anna.says("/help")
    await town.settles()
    await passes(town, 3)
    await anna.hears("/privacy")


@pytest.mark.parametrize(("kind", "details"), BROKEN)
async def test_a_reminder_whose_call_broke_arrives_and_every_possible_repeat_is_marked(
    town: Town, kind: Any, details: dict[str, Any]
) -> None:
    founded = await peopled(town, "Anna", "Ben")
    anna, ben = founded.people["Anna"], founded.people["Ben"]
    before = len(heard(anna)), len(heard(ben))
    town.telegram.faults.next(kind, "sendMessage", times=3, chat_id=anna.id, **details)

    await comes(town, NUDGE)
    for _ in range(4):
        await passes(town, 20)

    new = heard(anna)[before[0] :]
    assert new, "the reminder arrived"
    assert all(is_marked(town, one) for one in new[1:])
    assert is_marked(town, new[-1])
    assert len(heard(ben)) == before[1] + 1
    assert not is_marked(town, heard(ben)[-1])
    assert await waiting(town) == []


@pytest.mark.parametrize(("kind", "details"), BROKEN)
async def test_an_answer_whose_call_broke_arrives_marked_and_the_input_counts_once(
    town: Town, kind: Any, details: dict[str, Any]
) -> None:
    town.telegram.faults.next(kind, "sendMessage", chat_id=town.brusano.id, **details)
    town.brusano.says("/community\nname: Noord\nzone: North\nlanguage: en")
    await town.settles()
    await passes(town, 20)

    answers = [one for one in town.brusano.chat.messages if one.text.startswith("✅")]
    assert answers
    assert is_marked(town, answers[-1])
    assert not any("⛔" in one.text for one in town.brusano.chat.messages)


@pytest.mark.parametrize(("kind", "details"), BROKEN)
async def test_a_press_whose_pop_up_broke_counts_and_is_not_called_a_failure(
    town: Town, kind: Any, details: dict[str, Any]
) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    town.telegram.faults.next(kind, "answerCallbackQuery", **details)
    press = anna.presses("❌", chat=founded.group)
    await town.settles()

    assert (await answers_of(town))[anna.id] == "no"
    assert "⛔" not in (press.query.text or "")
    assert "Anna" in (await anna.sees("❌ 1", chat=founded.group)).text


async def test_a_long_outage_of_telegram_loses_no_reminder(town: Town) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    before = len(heard(anna))
    outage = town.telegram.faults.next("server error", "sendMessage", times=None, status=503)
    await comes(town, NUDGE)
    for _ in range(40):
        await passes(town, 600)
    assert len(heard(anna)) == before
    outage.times = 0

    await passes(town, 600)

    assert len(heard(anna)) == before + 1


async def test_a_token_that_is_refused_for_a_while_loses_no_reminder(town: Town) -> None:
    founded = await peopled(town, "Anna")
    anna = founded.people["Anna"]
    before = len(heard(anna))
    town.telegram.faults.next(
        "refuse", "sendMessage", times=4, status=401, description="Unauthorized"
    )
    await comes(town, NUDGE)
    for _ in range(4):
        await passes(town, 600)

    assert len(heard(anna)) == before + 1


async def test_answers_that_take_a_minute_hold_up_one_chat_and_no_other(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded = await peopled(town, "Anna", "Ben")
    anna, ben = founded.people["Anna"], founded.people["Ben"]
    before = len(heard(anna))
    monkeypatch.setattr(ptb_request, "READ", 3.0)
    town.telegram.faults.next("hang", chat_id=anna.id, times=3, seconds=60.0)
    anna.says("/help")
    town.clock.at = town.clock.at.replace(year=2027, month=1, day=12, hour=13)
    await town.app.look()

    assert await served(ben, 30) < 2
    town.telegram.faults.none()
    await asyncio.sleep(1)
    await town.settles()
    for _ in range(3):
        await passes(town, 20)

    assert len(heard(anna)) > before
    assert is_marked(town, heard(anna)[-1])
    assert [one for one in heard(anna, "/privacy") if is_marked(town, one)]
    assert await waiting(town) == []


async def test_the_groups_post_survives_a_broken_call_too(town: Town) -> None:
    founded = await peopled(town, "Anna")
    assert founded.group is not None
    posts = len(founded.group.messages)
    town.telegram.faults.next("cut after", "sendMessage", chat_id=founded.group.id)
    await comes(town, EVE)
    await passes(town, 20)

    first, second = founded.group.messages[posts:]
    assert not is_marked(town, first)
    assert is_marked(town, second)


async def test_one_answer_that_hangs_holds_up_no_other_chat_behind_a_hundred_updates(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptb_request, "READ", 4.0)
    anna = town.telegram.world.person("Anna")
    others = [town.telegram.world.person(f"P{number}") for number in range(30)]
    town.telegram.faults.next("hang", "sendMessage", chat_id=anna.id, seconds=60.0)
    anna.says("/help")
    for _ in range(4):
        for one in others:
            one.says("/help")
    began = asyncio.get_running_loop().time()
    for one in others:
        while len(heard(one, "/privacy")) < 4:
            await town.telegram.world.wait_for_change(1)
            assert asyncio.get_running_loop().time() - began < 10
    assert asyncio.get_running_loop().time() - began < 2
