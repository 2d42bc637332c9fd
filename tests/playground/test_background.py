"""People who are not on the page answer in the background; those on it do not."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.playground.page_views import Cast, Part
from bot.playground.people import Person
from bot.playground.story import background
from bot.playground.story.people import BRINGER
from bot.playground.telegram import Telegram

CALL = ("🗳 Stuck?", ["✏️ Bring", "➡️ Nothing"])


@pytest.fixture
async def present(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[background.BackgroundPeople]:
    """One person on the page and two beside it, one of whom brings a case."""
    monkeypatch.setattr(background, "PAUSE", 0)
    before = list(telegram.world.watchers)
    cast = {
        1: Part("member", shown=True),
        2: Part("moderator"),
        BRINGER.user_id: Part("member"),
    }
    for user_id in cast:
        telegram.world.person("Someone", user_id=user_id).opens()
    beside = background.BackgroundPeople(telegram.world, cast)
    living = asyncio.create_task(beside.run())
    yield beside
    living.cancel()
    await asyncio.gather(living, return_exceptions=True)
    assert telegram.world.watchers == before


@pytest.fixture
def people(present: background.BackgroundPeople) -> Cast:
    """Who is who."""
    return present.cast


async def say(bot: Bot, person: int, text: str, labels: list[str]) -> None:
    rows = [[InlineKeyboardButton(one, callback_data=one[:1])] for one in labels]
    await bot.send_message(person, text, reply_markup=InlineKeyboardMarkup(rows))


async def heard(bot: Bot, number: int) -> list[Update]:
    """The next so many updates but /start, each confirmed; a press is answered."""
    found: list[Update] = []
    offset = 0
    async with asyncio.timeout(5):
        while len(found) < number:
            for update in await bot.get_updates(offset=offset, timeout=1):
                offset = update.update_id + 1
                if update.callback_query:
                    await bot.answer_callback_query(update.callback_query.id)
                if not (update.message and update.message.text == "/start"):
                    found.append(update)
        await bot.get_updates(offset=offset, timeout=0)
    return found


def pressed(updates: list[Update]) -> list[tuple[int, str | None]]:
    return [
        (one.callback_query.from_user.id, one.callback_query.data)
        for one in updates
        if one.callback_query
    ]


async def test_only_those_beside_the_page_answer(bot: Bot, people: Cast) -> None:
    for person in (1, 2):
        await say(bot, person, *CALL)
    await say(bot, 2, "🔑 six words", ["✅ Noted"])
    await say(bot, 1, "🔑 six words", ["✅ Noted"])
    await say(bot, 2, "🗳 Anything else", ["➡️ Go on"])
    assert pressed(await heard(bot, 2)) == [(2, "➡"), (2, "✅")]


async def test_one_of_them_brings_a_case_once(bot: Bot, people: Cast, telegram: Telegram) -> None:
    bringer: Person = telegram.world.people[BRINGER.user_id]
    await say(bot, bringer.id, *CALL)
    assert pressed(await heard(bot, 1)) == [(bringer.id, "✏")]
    await say(bot, bringer.id, "🗳 Danger?", ["➡️ No, go on", "❗ Yes"])
    assert pressed(await heard(bot, 1)) == [(bringer.id, "➡")]
    await say(bot, bringer.id, "🗳 Write", ["❌ Leave it"])
    written = (await heard(bot, 1))[0].message
    assert written is not None
    assert written.text == background.CASE
    await say(bot, bringer.id, "🗳 The preview", ["📨 Seal", "✏️ Anew"])
    assert pressed(await heard(bot, 1)) == [(bringer.id, "📨")]
    await say(bot, bringer.id, *CALL)
    assert pressed(await heard(bot, 1)) == [(bringer.id, "➡")]


VALUES = ["🎯 Useful", "💡 Idea", "🔧 Tried", "🌱 Changed"]


async def test_after_the_story_they_answer_what_the_group_is_asked(
    bot: Bot, telegram: Telegram, present: background.BackgroundPeople
) -> None:
    shown, lead, member = telegram.world.people.values()
    group = telegram.world.group("PG", [shown, lead, member])
    shown.adds_bot(group)
    await say(bot, group.id, "The card", ["✅ Yes", "❌ No"])
    present.answer_in_groups(group)
    await say(bot, group.id, "What did it bring you?", VALUES)
    await say(bot, lead.id, "💬 Ask the group something?", ["✏️ Write", "➡️ Not now"])
    updates = await heard(bot, 5)
    taps = sorted(pressed(updates))
    assert [person for person, _ in taps] == [lead.id, member.id]
    assert {data for _, data in taps} <= set("🎯💡🔧🌱")
    assert [one.message.text for one in updates if one.message and one.message.text] == [
        background.QUESTION
    ]
