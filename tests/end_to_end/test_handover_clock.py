"""What the clock brings to a duo: the question, reminders, open items, the note before a turn."""

import pytest

from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from tests.end_to_end.handing import (
    EVE,
    GIST,
    MORNING_AFTER,
    Duo,
    duo,
    from_bot,
    having,
    holding,
)
from tests.end_to_end.town import Town, living


def questions(person: Person) -> list[Message]:
    """How often somebody was asked to hand over."""
    return [one for one in from_bot(person) if having("✏️ Hand over now")(one)]


async def has_come(town: Town) -> Duo:
    """A duo whose first partner came, and is asked the day after."""
    both = await duo(town)
    await both.comes(both.ann)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    assert len(questions(both.ann)) == 1
    return both


async def asked_at(town: Town, person: Person, *moments: str) -> list[int]:
    """How often somebody was asked by each of these moments."""
    counted = []
    for moment in moments:
        await town.moves_to(moment)
        await town.settles()
        counted.append(len(questions(person)))
    return counted


async def test_the_author_is_reminded_after_a_day_and_then_left_alone(town: Town) -> None:
    both = await has_come(town)
    moments = ("2026-09-17 07:00", "2026-09-17 10:00", "2026-09-21 10:00", "2026-10-12 12:00")
    assert await asked_at(town, both.ann, *moments) == [1, 2, 2, 2]
    assert questions(both.dora) == []


@pytest.mark.parametrize(
    ("at", "button", "before", "after"),
    [
        ("2026-09-16 09:00", "🕓", "2026-09-16 12:55", "2026-09-16 13:05"),
        ("2026-09-16 09:00", "🗓", "2026-09-16 18:00", "2026-09-17 09:05"),
        # In the evening 'later today' would be in the quiet hours.
        ("2026-09-16 19:30", "🕓", "2026-09-16 23:59", "2026-09-17 09:05"),
    ],
    ids=["later today", "tomorrow", "in the evening"],
)
async def test_who_puts_it_off_is_asked_again_then(
    town: Town, at: str, button: str, before: str, after: str
) -> None:
    both = await has_come(town)
    await town.moves_to(at)
    pop_up = await both.ann.presses(button, questions(both.ann)[0])
    assert (pop_up.text or "").startswith("✅")
    assert await asked_at(town, both.ann, before, after) == [1, 2]


async def test_who_has_written_is_not_asked_again(town: Town) -> None:
    both = await has_come(town)
    await both.ann.presses("📨", await both.writes(both.ann))
    assert await asked_at(town, both.ann, "2026-09-17 10:00", "2026-09-21 10:00") == [1, 1]
    for button in ("✏️", "🕓"):
        pop_up = await both.ann.presses(button, questions(both.ann)[0])
        assert "was sent" in (pop_up.text or "")


async def test_both_tick_what_is_open_and_the_tick_stays_when_the_note_is_changed(
    town: Town,
) -> None:
    both = await duo(town)
    await both.hands_over(open="Dora: ask the housing service\nAnn: bring cake")
    for person, sign in ((both.dora, "☐ Dora"), (both.ann, "☐ Ann")):
        person.says("/handover")
        shown = await person.hears(having(sign))
        await person.presses(sign, shown)
        await town.settles()
        assert shown.button(sign) is None
    both.ann.says("/handover")
    await both.ann.presses("📖", await both.ann.hears(having("📖")))
    await both.ann.presses("✏️", await both.ann.hears(having("✏️ Change")))
    await both.ann.presses("📨", await both.ann.hears(having("📨")))
    await town.settles()
    news = await both.dora.hears(having("📖"))
    assert holding("☑ Dora: ask the housing service", "☑ Ann: bring cake")(news)


async def test_the_owner_of_an_open_item_is_reminded_that_morning_and_can_tick_it(
    town: Town,
) -> None:
    both = await duo(town)
    await both.hands_over(open="Dora: ask the housing service by 12/10\nAnn: bring cake")
    count = len(from_bot(both.ann))
    await town.moves_to("2026-10-12 09:05")
    await town.settles()
    reminder = await both.dora.sees("⏰")
    assert "ask the housing service" in reminder.text
    assert "cake" not in reminder.text
    assert reminder.protected
    pop_up = await both.dora.presses("☐", reminder)
    assert (pop_up.text or "").startswith("✅")
    assert len(from_bot(both.ann)) == count
    both.ann.says("/handover")
    shown = await both.ann.hears("cake")
    assert "housing service" not in shown.text


async def test_the_owner_is_reminded_on_the_day_itself_after_a_long_quiet_night(
    telegram: Telegram, sqlite_url: str
) -> None:
    async with living(telegram, sqlite_url, QUIET_HOURS="22:00-10:00") as town:
        both = await duo(town)
        await both.hands_over(open="Dora: ask the housing service by 12/10")
        count = len(from_bot(both.dora))
        await town.moves_to("2026-10-12 09:55")
        await town.settles()
        assert len(from_bot(both.dora)) == count
        await town.moves_to("2026-10-12 10:05")
        await town.settles()
        await both.dora.sees("⏰")


async def test_what_stays_open_is_carried_from_note_to_note(town: Town) -> None:
    both = await duo(town)
    await both.hands_over(open="Ann: bring cake")
    await both.comes(both.dora)
    await town.moves_to("2026-10-21 09:05")
    await town.settles()
    preview = await both.writes(both.dora, open="Ann: buy candles")
    assert holding("☐ Ann: bring cake", "☐ Ann: buy candles")(preview)
    await both.dora.presses("📨", preview)
    await both.ann.hears(holding("☐ Ann: bring cake", "☐ Ann: buy candles"))


async def test_the_note_comes_again_on_the_eve_and_leaves_the_question_of_the_eve_in_place(
    town: Town,
) -> None:
    both = await duo(town)
    await both.hands_over()
    await town.moves_to(EVE)
    await town.settles()
    eve = await both.dora.hears(having("✅", "❌", "🤔", "📖"))
    assert eve.protected
    assert GIST in eve.text
    await both.dora.presses("📖", eve)
    await both.dora.hears("what do you take up")
    assert having("✅", "❌", "🤔")(eve)
    assert "De Kade" in eve.text
    both.dora.says("I call")
    await both.ann.hears("Dora takes up: I call")
    assert not any(GIST in one.text for one in from_bot(both.ann)[-2:])


async def test_two_long_notes_and_a_long_preparation_still_bring_the_eve(town: Town) -> None:
    both = await duo(town)
    mo = both.founded.people["Mo"]
    mo.says(f"/session 3\npreparation: {'p' * 400}")
    await mo.hears("p" * 400)
    long = {name: f"{name} " + "😀" * 600 for name in ("gist", "learned", "next")}
    await both.hands_over(**long, open="\n".join(f"item {n}" for n in range(90)))
    await town.moves_to("2026-09-17 10:00")
    # Dora's turn is taken by Ann, who comes again; then Dora comes in her place.
    both.ann.says("/rsvp")
    await both.ann.presses("✅", await both.ann.hears(having("✅")))
    await town.moves_to("2026-10-21 09:05")
    await town.settles()
    await both.ann.presses("📨", await both.writes(both.ann, **long, open="one more"))
    await town.settles()
    both.dora.says("/handover")
    assert having("📖", "☐ item 0")(await both.dora.hears(having("📖")))
    both.dora.says("/rsvp")
    await both.dora.presses("✅", await both.dora.hears(having("✅")))
    before = len(from_bot(both.dora))
    await town.moves_to("2026-11-16 15:00")
    await town.settles()
    eve = from_bot(both.dora)[before:]
    assert having("📖")(eve[-1])
    assert any("☐ item 0" in one.text for one in eve)
    assert town.app.delivery.counts["failed"] == 0


async def test_a_swap_after_the_eve_brings_the_note_to_who_comes_now(town: Town) -> None:
    both = await duo(town)
    await both.hands_over()
    # Ann means to come to the second meeting too, then Dora takes it at the last minute.
    both.ann.says("/rsvp")
    await both.ann.presses("✅", await both.ann.hears(having("✅")))
    await town.moves_to(EVE)
    await town.settles()
    before = len(from_bot(both.dora))
    assert sum(GIST in one.text for one in from_bot(both.dora)) == 1
    both.dora.says("/rsvp")
    await both.dora.presses("✅", await both.dora.hears(having("✅")))
    await town.settles()
    assert any(GIST in one.text for one in from_bot(both.dora)[before:])


async def test_attendance_decides_who_hands_over_until_a_note_is_written(town: Town) -> None:
    both = await has_come(town)
    mo = both.founded.people["Mo"]
    await ticks(mo, "☑ Ann", "☐ Dora")
    await town.settles()
    assert len(questions(both.dora)) == 1
    old = await both.ann.presses("✏️", questions(both.ann)[0])
    assert (old.text or "").startswith("⛔")
    await both.dora.presses("📨", await both.writes(both.dora))
    await both.ann.hears(GIST)
    await ticks(mo, "☐ Ann", "☑ Dora")
    await town.settles()
    assert len(questions(both.ann)) == 1
    both.ann.says("/handover")
    await both.ann.presses("📖", await both.ann.hears(having("📖")))
    await both.ann.hears(GIST)


async def ticks(moderator: Person, *toggles: str) -> None:
    """Have a moderator turn these names over on the list of who was there, and save it.

    A list that was saved before asks why.
    """
    moderator.says("/attendance")
    sheet = await moderator.hears(having("✅"))
    for toggle in toggles:
        if sheet.button(toggle) is not None:
            await moderator.presses(toggle, sheet)
            turned = f"{'☑' if toggle[0] == '☐' else '☐'}{toggle[1:]}"
            await moderator.hears(having(turned))
    await moderator.presses("✅", sheet)
    answer = await moderator.hears(
        lambda said: said.text.startswith("✅") or said.button("❌") is not None
    )
    if answer.button("❌") is not None:
        moderator.says("it was the other one")
        await moderator.hears(lambda said: said.text.startswith("✅"))


async def test_who_only_looked_does_not_keep_the_partner_from_writing(town: Town) -> None:
    both = await duo(town)
    await town.moves_to("2026-09-15 18:00")
    both.dora.says("/handover")
    await both.dora.hears("1/6")
    both.ann.says("/handover")
    await both.ann.hears("1/6")
    both.ann.says(GIST)
    await both.ann.hears("2/6")
    both.dora.says("/handover")
    assert "Ann was at the last session" in (await both.dora.hears()).text


async def test_a_partner_who_blocked_the_bot_gets_the_note_when_they_are_back(town: Town) -> None:
    both = await duo(town)
    await both.comes(both.ann)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    both.dora.blocks_bot()
    await town.settles()
    await both.ann.presses("📨", await both.writes(both.ann))
    await town.settles()
    told = [one for one in from_bot(both.ann) if "can't write to Dora" in one.text]
    assert len(told) == 1
    both.dora.unblocks_bot()
    both.dora.says("/help")
    await both.dora.hears(GIST)
    await town.settles()
    assert sum(GIST in one.text for one in from_bot(both.dora)) == 1


async def test_the_author_hears_of_a_block_that_came_while_telegram_was_away(
    town: Town, telegram: Telegram
) -> None:
    both = await duo(town)
    await both.comes(both.ann)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    away = telegram.faults.next(
        "server error", "sendMessage", times=None, status=503, chat_id=both.dora.id
    )
    await both.ann.presses("📨", await both.writes(both.ann))
    await both.ann.hears("✅ Handed over to Dora")
    both.dora.blocks_bot()
    await telegram.handled()
    away.times = 0
    await town.moves_to("2026-09-16 09:30")
    await town.settles()
    assert "can't write to Dora" in (await both.ann.hears("can't write")).text
    both.dora.opens()
    await both.dora.hears(GIST)
