"""The moderators' list of members, over HTTP."""

from bot.playground.people import Person
from tests.end_to_end.town import RIGHTS, Founded, Town


async def with_meeting(town: Town, *names: str) -> tuple[Founded, Person]:
    """A community with one meeting, and a moderator who reads English."""
    founded = await town.community(*names)
    mo = founded.people["Mo"]
    mo.says("/language en")
    await mo.hears("English")
    mo.says("/plan\n2026-10-06 14:00-16:30 Huis")
    await mo.hears("Huis")
    await mo.presses("✅")
    await mo.hears(lambda said: said.text.startswith("✅"))
    await town.settles()
    return founded, mo


async def test_the_list_shows_seats_strangers_and_who_cannot_be_reached(town: Town) -> None:
    founded, mo = await with_meeting(town, "Anna")
    stranger = town.telegram.world.person("Zed <i>")
    assert founded.group is not None
    stranger.joins(founded.group)
    founded.people["Anna"].blocks_bot()
    await town.settles()

    mo.says("/members")
    said = await mo.hears("3 of 15 seats")

    assert "1. Mo" in said.text
    assert "3. Anna 📵" in said.text
    assert "Zed <i>" in said.text


async def test_a_moderator_answers_for_a_member(town: Town) -> None:
    founded, mo = await with_meeting(town, "Anna")
    mo.says("/members")
    shown = await mo.hears("of 15 seats")
    await mo.presses("✏️", shown)
    choice = await mo.hears("For whom")
    await mo.presses("Anna", choice)
    asked = await mo.hears("Does Anna come")
    await mo.presses("✅", asked)
    await town.settles()
    assert founded.group is not None
    card = await mo.sees("✅ 1", chat=founded.group)
    assert "Anna" in card.text


async def test_the_list_and_its_buttons_are_for_moderators(town: Town) -> None:
    founded, mo = await with_meeting(town, "Anna")
    anna = founded.people["Anna"]
    anna.says("/members")
    await anna.hears("⛔")
    mo.says("/members")
    await mo.hears("of 15 seats")
    for forged in ("members:choose:1", "attendance:open:1", "attendance:save:1"):
        pop_up = await anna.forges(forged, anna.chat.messages[-1])
        assert (pop_up.text or "").startswith("⛔")


async def test_strangers_who_lead_write_or_press_are_listed_and_the_silent_are_counted(
    town: Town,
) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0], language="en")
    world = town.telegram.world
    leader, writer, presser, silent = (
        world.person(name) for name in ("Leider", "Schrijver", "Drukker", "Stil")
    )
    group = world.group("PG", [mo, leader, writer, presser, silent], supergroup=True)
    world.change_member(group, leader, mo, "administrator", ("can_manage_chat",))
    world.updates.queue.clear()
    mo.adds_bot(group, founded.group_link, rights=RIGHTS)
    await mo.sees("Noord", chat=group)
    mo.says("/plan 2026-10-06 14:00-16:30 Huis")
    await mo.hears("Huis")
    await mo.presses("✅")
    card = await mo.sees("Huis", chat=group)
    writer.says("Dag allemaal!", group)
    pop_up = await presser.presses("✅", card)
    assert (pop_up.text or "").startswith("⛔")
    await town.settles()

    mo.says("/members")
    said = (await mo.hears("of 15 seats")).text
    assert all(name in said for name in ("Leider", "Schrijver", "Drukker"))
    assert "Stil" not in said
    assert "1 more person is in the group chat" in said


async def test_who_is_erased_but_still_in_the_chat_is_counted_and_listed_once_they_write(
    town: Town,
) -> None:
    founded, mo = await with_meeting(town, "Anna")
    anna = founded.people["Anna"]
    mo.says("/members")
    before = (await mo.hears("of 15 seats")).text
    assert "more person is" not in before
    anna.says("/forget")
    await anna.hears("?")
    await anna.presses("✅")
    await town.settles()
    mo.says("/members")
    said = (await mo.hears("of 15 seats")).text
    assert "1 more person is in the group chat" in said
    anna.says("Dag!", founded.group)
    await town.telegram.handled()
    mo.says("/members")
    assert "• Anna" in (await mo.hears("of 15 seats")).text
