"""Whoever is in several communities, or coordinates with others: what each thing is about."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.app import App
from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from tests.end_to_end.ending import data_of
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.test_interest import leaves
from tests.end_to_end.town import UNHURRIED, Clock, Founded, Town, settings_for, wall

NAMES = ("Noord", "Zuid", "West")
PLAN = "/plan\n2026-09-15 {first} De Kade\n2026-10-20 {first} De Kade"
HOURS = {"Noord": "09:30-12:00", "Zuid": "14:00-16:30", "West": "18:00-20:30"}
MORNING_AFTER = "2026-09-16 10:00"


async def joins_too(person: Person, link: str) -> None:
    """Somebody who is registered elsewhere follows one more invitation."""
    person.opens(link)
    await person.presses("✅", await person.hears(having("✅")))
    agreement = await person.hears(lambda said: "2026-1" in said.text and having("✅")(said))
    await person.presses("✅", agreement)
    await person.hears("🎉")


async def three(town: Town) -> dict[str, Founded]:
    """Anna moderates Noord and is a member of Zuid; Lea is the lead of all three."""
    found = {name: await town.founds(name, "en") for name in NAMES}
    noord, zuid, west = found.values()
    anna = await town.registers(noord, "Anna", noord.moderators[0], "en")
    lea = await town.registers(noord, "Lea", noord.lead, "en")
    await joins_too(anna, zuid.member)
    for community in (zuid, west):
        await joins_too(lea, community.lead)
    for name, community in found.items():
        mo = await town.registers(community, "Mo", community.moderators[1], "en")
        mo.says(PLAN.format(first=HOURS[name]))
        await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return found


async def answer_to(town: Town, person: Person, text: str) -> list[Message]:
    """All that the bot says to a command."""
    before = len(from_bot(person))
    person.says(text)
    await town.settles()
    return from_bot(person)[before:]


ASK = ("/agenda", "/rsvp", "/duo", "/handover", "/library")
OF_THE_MODERATOR = (
    *("/plan", "/session", "/members", "/attendance", "/summary", "/themes", "/export"),
    *("/plan 2027-01-19 14:00-16:30 De Kade", "/attendance 1"),
)
OF_THE_LEAD = ("/prompt", "/themes", *ASK)


async def test_each_command_asks_or_says_which_community_it_is_about(town: Town) -> None:
    found = await three(town)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    anna, lea = found["Noord"].people["Anna"], found["Noord"].people["Lea"]

    for command in ASK:
        (asked,) = await answer_to(town, anna, command)
        assert asked.buttons == ["Noord", "Zuid"], command
        await anna.presses("Zuid", asked)
        await town.settles()
        said = from_bot(anna)[-1].text
        assert "Which community" not in said, command
        assert "Noord" not in said, command
    for command in OF_THE_MODERATOR:
        told = await answer_to(town, anna, command)
        assert "Noord" in told[0].text, command
        assert "Zuid" not in told[0].text, command
    assert (await answer_to(town, anna, "/prompt"))[0].text.startswith("⛔")
    for command in OF_THE_LEAD:
        (asked,) = await answer_to(town, lea, command)
        assert asked.buttons == list(NAMES), command
    for command in ("/plan", "/session", "/members", "/attendance", "/summary", "/export"):
        assert (await answer_to(town, lea, command))[0].text.startswith("⛔"), command
    assert [one.text.partition("\n")[0] for one in await answer_to(town, lea, "/cases")] == [*NAMES]
    (todo,) = await answer_to(town, anna, "/todo")
    assert holding("Noord", "Zuid")(todo)
    labels = [one for one in todo.buttons if one.startswith("✅")]
    assert len(set(labels)) == len(labels) == 2


async def test_what_is_sent_in_the_morning_names_the_community_it_is_about(town: Town) -> None:
    found = await three(town)
    anna, lea = found["Noord"].people["Anna"], found["Noord"].people["Lea"]
    for moment in ("2026-09-01 18:00", "2026-09-14 14:00", MORNING_AFTER, "2026-10-13 10:00"):
        before = {one.id: len(from_bot(one)) for one in (anna, lea)}
        await town.moves_to(moment)
        await town.settles()
        for person in (anna, lea):
            for told in from_bot(person)[before[person.id] :]:
                assert any(name in told.text for name in NAMES), told.text


async def test_an_old_choice_and_a_choice_of_ones_own_making_open_no_other_community(
    town: Town,
) -> None:
    found = await three(town)
    anna = found["Noord"].people["Anna"]
    (asked,) = await answer_to(town, anna, "/agenda")
    carried = next(one for one in data_of(asked) if one.endswith(":2"))
    await anna.forges(f"{carried[:-1]}3", asked)
    await town.settles()
    assert from_bot(anna)[-1].text.startswith("⛔")
    await anna.presses("Zuid", asked)
    await anna.hears(holding("Zuid", "14:00"))
    await anna.presses("Noord", asked)
    await town.settles()
    assert not any("09:30" in one.text for one in from_bot(anna)[-2:])


FORGED = (
    *("attendance:open:{0}", "attendance:change:{0}", "attendance:tick:{0}:1:1"),
    *("attendance:save:{0}", "summary:begin:{0}", "meetings:show:{0}", "closing:close:{1}"),
    *(
        "closing:closed:{1}:1",
        "closing:how:{1}:1",
        "cockpit:skip:{0}:after",
        "meetings:plan:{1}:x:1",
    ),
)


async def test_a_moderator_of_one_community_moves_nothing_in_another(town: Town) -> None:
    found = await three(town)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    anna, mo = found["Noord"].people["Anna"], found["Zuid"].people["Mo"]
    shown = await answer_to(town, mo, "/attendance")
    of_zuid = {data for one in (*shown, *from_bot(mo)) for data in data_of(one)}
    of_zuid |= {one.format(meeting, 2) for one in FORGED for meeting in (3, 4)}
    before = await answer_to(town, mo, "/attendance")
    said = len(from_bot(anna))
    for data in sorted(one for one in of_zuid if not one.startswith(("rsvp", "language", "form"))):
        pop_up = await anna.forges(data, shown[0])
        assert not (pop_up.text or "").startswith("✅"), data
    await town.settles()
    assert not any(one.text.startswith("✅") for one in from_bot(anna)[said:])
    after = await answer_to(town, mo, "/attendance")
    assert [one.text for one in after] == [one.text for one in before]
    assert [one.buttons for one in after] == [one.buttons for one in before]


@asynccontextmanager
async def coordinated(
    telegram: Telegram, database_url: str, *coordinators: int
) -> AsyncIterator[Town]:
    """A town whose coordinators are these."""
    settings = replace(settings_for(telegram, database_url), coordinators=frozenset(coordinators))
    clock = Clock(wall("2026-09-01 10:00"))
    app = App(settings, clock, UNHURRIED)
    async with app.alive():
        yield Town(telegram, app, clock)


async def announces(person: Person) -> None:
    """Say something to all moderators, at a time at which it must wait."""
    person.says("/announce\nfor: moderators\nen: See you & welcome")
    await person.presses("📨", await person.hears(having("📨")))


COORDINATING = (
    *("/community", "/overview", "/announce", "/interest", "/links", "/frame", "/export"),
    *("/gemeenschap", "/apercu", "/annonce", "/interet", "/liens", "/cadre", "/oogst"),
)


async def test_who_is_no_coordinator_any_more_has_no_command_no_button_and_no_news(
    telegram: Telegram, database_url: str
) -> None:
    gus = telegram.world.person("Gus", user_id=901, language_code="en")
    async with coordinated(telegram, database_url, 900, 901) as town:
        founded = await town.founds("Noord", "en")
        await town.registers(founded, "Mo", founded.moderators[0], "en")
        for command in COORDINATING[:7]:
            told = await answer_to(town, gus, command)
            assert not told[0].text.startswith("⛔"), command
        shown = [(one, data) for one in from_bot(gus) for data in data_of(one) if data]
        await town.moves_to("2026-09-01 22:00")
        await announces(gus)
        await leaves(town, "Ann")
        await town.settles()
    async with coordinated(telegram, database_url, 900) as town:
        heard = len(from_bot(gus))
        town.brusano.says("/help")
        for moment in ("2026-09-02 09:00", "2026-09-03 09:00"):
            await town.moves_to(moment)
            await town.settles()
        assert len(from_bot(gus)) == heard
        assert any(holding("North: 1")(one) for one in from_bot(town.brusano))
        for command in COORDINATING:
            told = await answer_to(town, gus, command)
            assert told[0].text.startswith("⛔"), command
        assert {data.partition(":")[0] for _, data in shown} >= {"overview", "frame", "harvest"}
        before = len(from_bot(gus))
        for message, data in shown:
            pop_up = await gus.forges(data, message)
            assert not (pop_up.text or "").startswith("✅"), data
        await town.settles()
        since = [one.text for one in from_bot(gus)[before:]]
        assert not any("Noord" in one for one in since), since
