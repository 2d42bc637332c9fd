"""Every update of the stand-in is one that PTB can parse, in the order in which it happened."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

from bot.playground.model import Chat
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.playground.update_queue import UpdateQueue

Json = dict[str, Any]


def kinds(updates: tuple[Update, ...]) -> list[str]:
    return [next(key for key in one.to_dict() if key != "update_id") for one in updates]


async def test_all_that_happens_can_be_parsed(bot: Bot, telegram: Telegram) -> None:
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    world = telegram.world
    anna = world.person("Anna", last_name="Peeters", username="annap")
    ben = world.person("Ben", language_code=None)
    anna.opens("abc_-9")
    told = anna.says("hallo 😀 /help")
    anna.edits(told, "hallo")
    anna.sends_file("notes.txt", b"x")
    anna.blocks_bot()
    anna.opens()
    group = world.group("PG Noord", [anna, ben], supergroup=False)
    anna.adds_bot(group, "token", rights=("invite_users",))
    link = await bot.create_chat_invite_link(group.id, creates_join_request=True, name="deur")
    cem = world.person("Cem")
    cem.asks_to_join(link.invite_link)
    await bot.approve_chat_join_request(group.id, cem.id)
    anna.says("als beheerder", group, anonymous=True)
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("✅", callback_data="y")]])
    card = await bot.send_message(group.id, "kaart", reply_markup=markup)
    ben.presses("✅", chat=group)
    gone = group.by_id[card.message_id]
    await bot.delete_message(group.id, card.message_id)
    ben.forges("y", gone)
    ben.leaves(group)
    anna.removes(cem, group)
    anna.demotes_bot(group)
    anna.upgrades(group)
    raw = telegram.waiting()
    parsed = await bot.get_updates()
    assert len(parsed) == len(raw) > 20
    assert set(kinds(parsed)) == {
        "message",
        "edited_message",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "callback_query",
    }
    assert world.complaints == []


async def test_chat_member_comes_only_when_asked_for(
    bot: Bot, group: Chat, anna: Person, telegram: Telegram
) -> None:
    anna.promotes_bot(group, "invite_users")
    telegram.world.updates.clear()
    ben = telegram.world.person("Ben")
    ben.joins(group)
    assert kinds(await bot.get_updates()) == ["message"]
    await bot.get_updates(allowed_updates=["chat_member"])
    ben.leaves(group)
    assert kinds(await bot.get_updates())[-1] == "chat_member"


async def test_an_update_stays_until_a_higher_offset_confirms_it(bot: Bot, anna: Person) -> None:
    anna.says("twee")
    first, second = await bot.get_updates()
    assert [one.update_id for one in await bot.get_updates()] == [
        first.update_id,
        second.update_id,
    ]
    assert [one.update_id for one in await bot.get_updates(offset=second.update_id)] == [
        second.update_id
    ]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, telegram: Telegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.world.wait_for_change(0.1)
    telegram.world.person("Anna").says("dag")
    updates = await asyncio.wait_for(poll, 5)
    assert updates[0].message
    assert updates[0].message.text == "dag"


async def test_the_second_poll_ends_the_first_with_a_conflict(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    (started,) = await bot.get_updates()
    offset = started.update_id + 1
    first = asyncio.create_task(bot.get_updates(offset=offset, timeout=30))
    await asyncio.sleep(0.1)
    async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(offset=offset, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await asyncio.wait_for(first, 5)
        anna.says("dag")
        assert len(await asyncio.wait_for(second, 5)) == 1


async def test_polling_beside_a_webhook_is_a_conflict(bot: Bot, telegram: Telegram) -> None:
    await bot.set_webhook("http://127.0.0.1:9/none", secret_token="geheim")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_privacy_mode_hides_plain_talk_from_a_plain_member(
    bot: Bot, group: Chat, anna: Person, telegram: Telegram
) -> None:
    telegram.world.updates.clear()
    card = await bot.send_message(group.id, "kaart")
    anna.says("zomaar", group)
    anna.says("/agenda@otherbot", group)
    anna.says("/agenda", group)
    anna.says("/agenda@praktijkbot 1", group)
    anna.says("antwoord", group, reply_to=group.by_id[card.message_id])
    heard = [one.message.text for one in await bot.get_updates() if one.message]
    assert heard == ["/agenda", "/agenda@praktijkbot 1", "antwoord"]
    anna.promotes_bot(group, "pin_messages")
    anna.says("nu wel", group)
    assert [one.message.text for one in await bot.get_updates() if one.message][-1] == "nu wel"


async def test_a_supergroup_numbers_its_messages_for_itself(
    bot: Bot, group: Chat, anna: Person
) -> None:
    private = await bot.send_message(anna.id, "a")
    shared = await bot.send_message(group.id, "b")
    assert shared.message_id == private.message_id == group.last_id


async def test_the_rest_of_a_full_life_parses(bot: Bot, group: Chat, anna: Person) -> None:
    anna.promotes_bot(group, "pin_messages", "invite_users")
    chat = await bot.get_chat(group.id)
    assert chat.permissions is not None
    administrators = await bot.get_chat_administrators(group.id)
    assert {one.status for one in administrators} == {"creator", "administrator"}
    assert (await bot.get_chat_member(group.id, anna.id)).status == "creator"
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    assert await bot.get_chat_member_count(group.id) == 2
    assert (await bot.get_me()).username == "praktijkbot"
    assert (await bot.get_webhook_info()).url == ""
    assert (await bot.get_my_name()).name == "Praktijkgemeenschap"
    assert await bot.leave_chat(group.id)


async def test_an_update_that_follows_a_confirmed_one_is_waited_for_too() -> None:
    updates = UpdateQueue()
    updates.push("message", {})
    waiting = asyncio.create_task(updates.handled(within=30))
    await asyncio.sleep(0)
    updates.confirm(updates.last_id + 1)
    updates.push("message", {})
    for _ in range(3):
        await asyncio.sleep(0)

    assert not waiting.done()
    updates.confirm(updates.last_id + 1)
    assert await waiting
