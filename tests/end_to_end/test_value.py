"""The value question, over HTTP: one anonymous tap by who was there, and numbers from five on."""

import asyncio

import pytest
from sqlmodel import Session, select

import locales
from bot.playground.api_json import query_json
from bot.playground.model import CallbackQuery, Message
from bot.playground.people import Person
from bot.playground.waiting import Press
from handlers.value import public as valuing
from storage.meetings import Meeting
from storage.value import ValueAnswered
from tests.end_to_end.town import BRUSSELS, Founded, Town, wall

PLAN = "/plan\n2026-09-15 14:00-16:30 De Kade\n2026-10-20 14:00-16:30 De Kade"
USEFUL, IDEA, TRIED, CHANGED = "🎯", "💡", "🔧", "🌱"
CHOICES = [USEFUL, IDEA, TRIED, CHANGED]
FIRST, SECOND = 1, 2
"""The ids of the two meetings."""


async def met(town: Town, *members: str, language: str = "en") -> Founded:
    """A community that was asked for its first meeting, the day after.

    Everyone came but the last of the members, who said ❌.
    """
    founded = await town.community(*members, language=language)
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    card = await mo.sees("De Kade", chat=founded.group)
    for name, person in founded.people.items():
        await person.presses("❌" if name == members[-1] else "✅", card, chat=founded.group)
    await town.settles()
    return founded


def tap(meeting: int, value: str = "useful") -> str:
    """What a button under a summary carries."""
    return f"value:tap:{meeting}:{value}"


def taps(person: Person, data: str) -> Press:
    """Have a person press with this data in their private chat."""
    return person.forges(data, person.chat.messages[-1])


async def answered(town: Town) -> list[int]:
    """Who answered for any meeting."""

    def read(session: Session) -> list[int]:
        return list(session.exec(select(ValueAnswered.person_id)))

    return await town.app.database.read(read)


def is_done(pop_up: CallbackQuery) -> bool:
    return (pop_up.text or "").startswith("✅")


def is_refused(pop_up: CallbackQuery) -> bool:
    return (pop_up.text or "").startswith("⛔")


def signs(said: Message) -> list[str]:
    """The answers to the question that a message offers."""
    return [label[0] for label in said.buttons if label[0] in CHOICES]


async def todo(person: Person, *, asks: bool) -> Message:
    """What a person still owes, once it asks the question or does not."""
    person.says("/todo")
    return await person.hears(lambda said: bool(signs(said)) is asks)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_who_was_there_is_asked_once_and_the_fifth_answer_shows_the_numbers(
    town: Town, language: str
) -> None:
    founded = await met(town, "Anna", "Ben", "Cleo", "Dora", language=language)
    anna, cleo, dora, mo = (founded.people[name] for name in ("Anna", "Cleo", "Dora", "Mo"))
    anna.says(f"/language {language}")
    await anna.hears("✅")
    mo.says(f"/language {language}")
    await mo.hears("✅")
    await town.moves_to("2026-09-16 10:00")
    await town.settles()

    assert signs(await todo(anna, asks=True)) == CHOICES
    assert is_done(await anna.presses(IDEA))
    await todo(anna, asks=False)
    await todo(dora, asks=False)
    assert is_refused(await taps(dora, tap(FIRST)))
    for name in ("Ben", "Mo", "Mia"):
        assert is_done(await taps(founded.people[name], tap(FIRST)))
    mo.says("/session 1")
    assert USEFUL not in (await mo.hears("De Kade")).text
    assert is_done(await taps(cleo, tap(FIRST)))
    mo.says("/session 1")

    shown = (await mo.hears(USEFUL)).text
    counted = [line for line in shown.splitlines() if line[:1] in CHOICES]
    assert [line[-1] for line in counted] == ["4", "1", "0", "0"]


@pytest.mark.parametrize("language", ["nl", "fr", "en", "nl+fr"])
def test_every_answer_can_be_read_whole_on_a_phone(language: str) -> None:
    words = locales.load(BRUSSELS, "nl").group(language)
    meeting = Meeting(
        id=FIRST,
        community_id=1,
        number=1,
        starts_at=wall("2026-09-15 14:00"),
        ends_at=wall("2026-09-15 16:30"),
        uid="",
        planned_at=wall("2026-09-01 10:00"),
    )

    labels = [button.label for row in valuing.value_rows(words, meeting) for button in row]

    assert [label[0] for label in labels] == CHOICES
    assert all(len(label) <= 32 for label in labels)
    told = valuing.question(words).splitlines()
    assert all(len(label) > 1 or any(label in line for line in told) for label in labels)


async def test_a_tap_counts_once_whoever_taps_twice_or_comes_again(town: Town) -> None:
    founded = await met(town, "Anna", "Ben")
    anna, mo, mia = (founded.people[name] for name in ("Anna", "Mo", "Mia"))
    await town.moves_to("2026-09-16 10:00")
    await town.settles()

    pressed = taps(anna, tap(FIRST, "tried"))
    assert is_done(await pressed)
    town.telegram.world.queue_update("callback_query", query_json(pressed.query))
    await town.settles()
    again = await taps(anna, tap(FIRST, "changed"))
    assert is_done(again)
    assert "tried" not in (again.text or "").lower()
    together = await asyncio.gather(*(taps(person, tap(FIRST)) for person in (mo, mia, mo, mia)))

    assert all(map(is_done, together))
    assert len(await answered(town)) == 3


async def test_taps_that_do_not_count_are_refused_and_change_nothing(town: Town) -> None:
    founded = await met(town, "Anna", "Ben")
    anna, ben, mo = (founded.people[name] for name in ("Anna", "Ben", "Mo"))
    elsewhere = await town.founds("Zuid", "en")
    zoe = await town.registers(elsewhere, "Zoe", elsewhere.member, "en")
    stranger = town.telegram.world.person("Vreemd")
    stranger.says("/help")
    await stranger.hears()

    early = await taps(anna, tap(FIRST))
    await town.moves_to("2026-09-16 10:00")
    await town.settles()
    refused = [
        early,
        await taps(anna, tap(SECOND)),
        await taps(ben, tap(FIRST)),
        await taps(zoe, tap(FIRST)),
        await taps(stranger, tap(FIRST)),
        *[
            await taps(anna, data)
            for data in (
                tap(FIRST, "<b>&"),
                tap(FIRST, ""),
                tap(2**31 - 1),
                "value:tap",
                "value:tap:x:useful",
                "value:untap:1:useful",
                "value:tap:99999999999999999999:useful",
            )
        ],
    ]
    mo.says("/session 2\ncancel: yes")
    await mo.presses("✅", await mo.hears(lambda said: said.button("✅") is not None))
    await town.moves_to("2026-10-21 10:00")
    await town.settles()
    refused += [await taps(anna, tap(SECOND)), await taps(anna, tap(FIRST))]

    assert all(map(is_refused, refused)), [one.text for one in refused]
    assert await answered(town) == []


async def test_who_is_ticked_counts_more_than_what_was_answered(town: Town) -> None:
    founded = await met(town, "Anna", "Ben")
    anna, ben, mo = (founded.people[name] for name in ("Anna", "Ben", "Mo"))
    await town.moves_to("2026-09-16 10:00")
    await town.settles()
    mo.says("/attendance")
    sheet = await mo.hears(lambda said: said.button("☑ Anna") is not None)
    await mo.presses("☑ Anna", sheet)
    await mo.presses("☐ Ben", sheet)
    await town.settles()
    await mo.presses("✅", sheet)
    await town.settles()

    assert is_refused(await taps(anna, tap(FIRST)))
    assert is_done(await taps(ben, tap(FIRST)))
