"""Duos over HTTP: a link, a partner, whose turn it is, a swap, and parting."""

from bot.playground.people import Person
from tests.end_to_end.town import Founded, Town


async def pair(town: Town) -> tuple[Founded, Person, Person]:
    """Anna and her partner Ben, both reading English."""
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, language="en")
    anna.says("/duo")
    link = (await anna.hears("start=")).text.split()[-1]
    ben = await town.registers(founded, "Ben", link, language="en")
    await anna.hears("Ben")
    await town.settles()
    return founded, anna, ben


async def plans(town: Town, founded: Founded) -> None:
    mo = founded.people["Mo"]
    mo.says("/plan\n2026-10-06 14:00-16:30 Huis\n2026-11-03 14:00-16:30 Huis")
    await mo.hears("Huis")
    await mo.presses("✅")
    await mo.hears(lambda said: said.text.startswith("✅"))
    await town.settles()


async def test_a_duo_shares_one_seat(town: Town) -> None:
    founded, anna, _ = await pair(town)
    mo = founded.people["Mo"]
    mo.says("/members")
    said = await mo.hears("🔁")
    assert "3" in said.text
    assert "Anna" in said.text.splitlines()[-1]
    assert "Ben" in said.text.splitlines()[-1]
    anna.says("/duo")
    assert "Ben" in (await anna.hears("🔁")).text


async def test_the_link_is_for_the_partner_alone_and_works_once(town: Town) -> None:
    founded = await town.community("Anna")
    anna = founded.people["Anna"]
    anna.says("/duo")
    link = (await anna.hears("start=")).text.split()[-1]
    anna.says("/duo")
    assert (await anna.hears("start=")).text.split()[-1] == link
    await town.registers(founded, "Ben", link)
    late = town.telegram.world.person("Late", language_code="en")
    late.opens(link)
    await late.hears("⛔")


async def test_who_has_a_seat_hears_why_a_duos_link_is_not_for_them(town: Town) -> None:
    founded = await town.community("Anna")
    anna = founded.people["Anna"]
    ben = await town.registers(founded, "Ben", founded.member, language="en")
    anna.says("/duo")
    link = (await anna.hears("start=")).text.split()[-1]
    ben.opens(link)
    refused = await ben.hears("your own seat")
    assert refused.text.startswith("⛔")
    assert "/forget" in refused.text
    anna.opens(link)
    await anna.hears("⛔")
    ben.says("/forget")
    await ben.hears()
    await ben.presses("✅")
    await ben.hears(lambda said: said.text.startswith("✅"))
    ben = await town.registers(founded, "Ben", link, language="en")
    ben.opens(link)
    assert (await ben.hears("Noord")).text.startswith("🎉")


async def test_moderators_form_no_duo(town: Town) -> None:
    founded = await town.community()
    founded.people["Mo"].says("/duo")
    await founded.people["Mo"].hears("⛔")


async def test_a_swap_tells_the_partner_who_can_answer_at_once(town: Town) -> None:
    founded, anna, ben = await pair(town)
    await plans(town, founded)
    anna.says("/duo")
    shown = await anna.hears("you")
    swap = [line for line in shown.text.splitlines() if line.startswith(("1 ·", "2 ·"))]
    assert swap[0].endswith("you")
    assert swap[1].endswith("Ben")
    await anna.presses("🔁", shown)
    await anna.hears(lambda said: "1 ·" in said.text and "Ben" in said.text.split("1 ·")[1][:60])
    told = await ben.hears("it is your turn")
    pop_up = await ben.presses("✅", told)
    assert (pop_up.text or "").startswith("✅")
    await town.settles()
    assert founded.group is not None
    card = await ben.sees("✅ 1", chat=founded.group)
    assert "Ben" in card.text


async def test_who_leaves_loses_the_seat_and_the_partner_hears_it(town: Town) -> None:
    _, anna, ben = await pair(town)
    anna.says("/duo")
    shown = await anna.hears("🔁")
    await anna.presses("❌", shown)
    asked = await anna.hears("Ben keeps the seat")
    await anna.presses("✅", asked)
    left = await anna.hears("✅ You have left")
    for data in ("duo:left:1", "duo:left:99"):
        for person in (anna, town.telegram.world.person("Vreemd")):
            pop_up = await person.forges(data, left)
            assert (pop_up.text or "").startswith("⛔"), (
                "nothing was left, and no id can be counted"
            )
    await ben.hears("The seat is now yours alone")
    ben.says("/duo")
    await ben.hears("start=")
    anna.says("/duo")
    await anna.hears("⛔")


async def test_who_comes_in_place_of_the_partner_takes_the_turn(town: Town) -> None:
    founded, anna, ben = await pair(town)
    await plans(town, founded)
    anna.says("/duo")
    assert "✅ Yes" in (await anna.hears("1 ·")).buttons
    ben.says("/rsvp")
    shown = await ben.hears("It is Anna's turn.")
    await ben.presses("🤔", shown)
    await town.settles()
    assert "It is Anna's turn." in shown.text
    await ben.presses("✅", shown)
    await town.settles()
    assert "It is Ben's turn." in shown.text
    mo = founded.people["Mo"]
    mo.says("/members")
    assert "bijeenkomst: Ben" in (await mo.hears("Anna")).text
    for person, who in ((anna, "Ben"), (ben, "you")):
        person.says("/duo")
        said = await person.hears("1 ·")
        assert next(line for line in said.text.splitlines() if "1 ·" in line).endswith(who)
        assert "✅ Yes" not in said.buttons


async def test_the_duo_asks_only_what_is_not_answered(town: Town) -> None:
    founded, anna, _ = await pair(town)
    await plans(town, founded)
    anna.says("/duo")
    await anna.presses("🤔", await anna.hears("1 ·"))
    await town.settles()
    anna.says("/duo")
    said = await anna.hears("1 ·")
    assert [label for label in said.buttons if label.startswith(("✅", "🤔"))] == []
