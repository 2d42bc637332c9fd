"""The waiting list over HTTP: a seat that comes free is kept for who waited longest."""

from bot.playground.people import Person
from tests.end_to_end.town import Founded, Town


async def full(town: Town) -> Founded:
    """A community of fifteen, and Wim, Xan and Yve who wait."""
    founded = await town.community(*(f"P{number}" for number in range(13)))
    for name in ("Wim", "Xan", "Yve"):
        founded.people[name] = await waits(town, founded, name)
    mo = founded.people["Mo"]
    mo.says("/language en")
    await mo.hears("English")
    await town.moves_to("2026-09-01 10:05")
    await town.settles()
    return founded


async def applies(town: Town, founded: Founded, name: str) -> Person:
    person = town.telegram.world.person(name, language_code="en")
    payload = founded.member.partition("start=")[2]
    person.says(f"/start {payload}\nname: {name}\nprofession: n\nsector: n\norganisation: o")
    await person.hears("2026-1")
    await person.presses("✅")
    return person


async def waits(town: Town, founded: Founded, name: str) -> Person:
    person = await applies(town, founded, name)
    await person.hears("waiting list")
    return person


async def leaves(town: Town, person: Person) -> None:
    person.says("/forget")
    await person.hears("?")
    await person.presses("✅")
    await person.hears("✅")
    await town.settles()


async def test_a_seat_that_comes_free_is_kept_for_the_first_who_waits(town: Town) -> None:
    founded = await full(town)
    mo, wim, xan = (founded.people[name] for name in ("Mo", "Wim", "Xan"))
    await leaves(town, founded.people["P3"])
    asked = await wim.hears("A seat is free")
    assert "A seat is free" not in xan.chat.messages[-1].text

    late = await waits(town, founded, "Laat")
    await town.moves_to("2026-09-01 10:10")
    told = await mo.hears("Wim")
    assert "4 people wait" in told.text

    await wim.presses("✅", asked)
    await wim.hears("2026-1")
    await wim.presses("✅ I agree")
    await wim.hears("🎉")
    mo.says("/members")
    said = (await mo.hears("15 of 15")).text
    assert "Wim" in said.partition("Waiting")[0]
    assert "A seat is free" not in said
    await town.moves_to("2026-09-10 10:00")
    await town.settles()
    assert not [
        one
        for one in (*xan.chat.messages, *late.chat.messages)
        if "seat is free" in one.text and one.rows
    ]


async def test_who_does_not_answer_in_three_days_shares_the_chance_with_the_next(
    town: Town,
) -> None:
    founded = await full(town)
    wim, xan, yve = (founded.people[name] for name in ("Wim", "Xan", "Yve"))
    await leaves(town, founded.people["P3"])
    asked = await wim.hears("A seat is free")
    await town.moves_to("2026-09-04 09:59")
    await town.settles()
    assert not xan.chat.messages[-1].rows
    await town.moves_to("2026-09-04 10:06")
    later = await xan.hears("A seat is free")

    await xan.presses("✅", later)
    await xan.hears("2026-1")
    await xan.presses("✅ I agree")
    await xan.hears("🎉")
    pop_up = await wim.presses("✅", asked)
    assert (pop_up.text or "").startswith("⛔")
    assert not yve.chat.messages[-1].rows


async def test_who_gives_up_waiting_makes_way_for_the_next_at_once(town: Town) -> None:
    founded = await full(town)
    wim, xan = founded.people["Wim"], founded.people["Xan"]
    await leaves(town, founded.people["P3"])
    asked = await wim.hears("A seat is free")
    await wim.presses("❌", asked)
    await wim.hears("✅ You are no longer on the waiting list.")
    await xan.hears("A seat is free")


async def test_who_waits_and_opens_the_link_again_takes_the_seat_kept_for_them(town: Town) -> None:
    founded = await full(town)
    wim = founded.people["Wim"]
    await leaves(town, founded.people["P3"])
    await wim.hears("A seat is free")
    wim.opens(founded.member)
    await wim.hears("Welcome")
    await wim.presses("✅")
    await wim.hears("2026-1")
    await wim.presses("✅ I agree")
    await wim.hears("🎉")


async def test_who_waits_hears_of_their_place_from_todo_and_start(town: Town) -> None:
    founded = await full(town)
    wim, xan = founded.people["Wim"], founded.people["Xan"]
    for command in ("/todo", "/start"):
        xan.says(command)
        said = await xan.hears("You are number 2 on the waiting list of Noord.")
        assert "invitation" not in said.text
    await leaves(town, founded.people["P3"])
    await wim.hears("A seat is free")
    for command in ("/start", "/todo"):
        wim.says(command)
        said = await wim.hears("A seat is free in Noord")
        assert "❌ I no longer wait" in said.buttons
    await wim.presses("✅ Take the seat")
    await wim.hears("2026-1")
    await wim.presses("✅ I agree")
    await wim.hears("🎉")
