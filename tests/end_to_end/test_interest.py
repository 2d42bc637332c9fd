"""Interest over HTTP: left, told to coordinators once a day, placed, told full, withdrawn."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.app import App
from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from tests.end_to_end.handing import having, holding
from tests.end_to_end.town import UNHURRIED, Clock, Town, settings_for, wall

AT_ONCE = (
    "/start src_{source}\nnaam: {name}\ngemeente: {place}\nzone: {zone}\nberoep: <i>verpleger</i>\n"
    "secteur: mental health\norganisatie: A & B\ncontact: 0470 12 34 56\ntaal: {language}\n"
    "als: {way}"
)


async def leaves(
    town: Town,
    name: str,
    *,
    zone: str = "Noord",
    place: str = "Laken",
    source: str = "poster",
    language: str = "nl",
    way: str = "duo",
) -> Person:
    """Someone new who leaves their interest at once."""
    person = town.telegram.world.person(name, language_code=language)
    person.says(
        AT_ONCE.format(name=name, zone=zone, place=place, source=source, language=language, way=way)
    )
    await person.presses("✅", await person.hears(having("✅", "✏️", "❌")))
    await person.hears(done)
    return person


def done(message: Message) -> bool:
    return message.text.startswith("✅")


async def forged(person: Person, carried: str, message: Message) -> str:
    """The pop-up that answers a button of one's own making."""
    return (await person.forges(carried, message)).text or ""


def data(message: Message, label: str) -> str:
    """What the button with this label carries."""
    button = message.button(label)
    assert button is not None
    return str(button.data)


async def speaks_english(person: Person) -> None:
    person.says("/language en")
    await person.hears("English")


async def opens(town: Town, name: str) -> Message:
    """The coordinator opens someone's screen from the list of everyone."""
    els = town.brusano
    els.says("/interest")
    await els.presses("All zones", await els.hears(having("All zones")))
    listed = await els.hears(having("⬅️"))
    label = next(one for one in listed.buttons if name in one)
    await els.presses(label, listed)
    return await els.hears(having("✏️ Place"))


async def fills_in(anna: Person) -> None:
    """Open the link of a poster and answer each question; the last is that of the duo."""
    anna.opens("src_poster")
    hello = await anna.hears(having("✏️", "Nederlands"))
    await anna.presses("✏️", hello)
    await anna.hears(having("❌"))
    anna.says("Anna <b>& co")
    await anna.hears(having("Centr"))
    anna.says("Brussel-Stad")
    await anna.presses("No", await anna.hears(having("Centr")))
    await anna.hears(having("❌"))
    anna.says("verpleger")
    sectors = await anna.hears(lambda said: len(said.buttons) > 10)
    await anna.presses(sectors.buttons[1], sectors)
    await anna.hears(having("❌"))
    anna.says("Het Huis")
    await anna.presses("➡️", await anna.hears(having("➡️")))
    await anna.presses("Français", await anna.hears(having("Français")))
    ways = await anna.hears(lambda said: len(said.buttons) == 3)
    await anna.presses(ways.buttons[1], ways)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_interest_is_left_step_by_step_and_leads_to_a_seat(town: Town, language: str) -> None:
    founded = await town.community(language=language)
    await speaks_english(town.brusano)
    anna = town.telegram.world.person("Anna", language_code=language)
    await fills_in(anna)
    review = await anna.hears(having("✅", "✏️", "❌"))
    assert holding("Anna <b>& co", "Brussel-Stad", "Het Huis", "12", "/forget")(review)
    await anna.presses("✅", review)
    await anna.hears(holding("✅", "Anna <b>& co"))
    await town.settles()
    assert not town.brusano.chat.messages[-1].button("➡️")

    await town.moves_to("2026-09-02 09:00")
    news = await town.brusano.hears(having("➡️"))
    assert holding("1 ", "North: 1")(news)
    await town.brusano.presses("➡️", news)
    assert "poster: 1" in (await town.brusano.hears(holding("North"))).text
    one = await opens(town, "Anna")
    assert holding("Anna <b>& co", "verpleger", "Brussel-Stad", "poster")(one)
    await town.brusano.presses("✏️", one)
    await town.brusano.presses("Noord · 13", await town.brusano.hears(having("Noord")))
    sure = await town.brusano.hears(having("✅", "❌"))
    await town.brusano.presses("✅", sure)
    await town.brusano.hears(holding("📨", "Noord"))

    invited = await anna.hears(holding("🎉", "Noord"))
    (link,) = [button.url for row in invited.rows for button in row if button.url]
    anna.opens(link)
    await anna.presses("✅", await anna.hears(holding("Noord")))
    agreed = await anna.hears(holding("Anna <b>& co", "Het Huis", "2026-1"))
    await anna.presses("✅", agreed)
    await anna.hears(lambda said: said.text.startswith("🎉"))
    town.brusano.says("/interest")
    assert not (await town.brusano.hears(holding("poster"))).buttons
    eve = town.telegram.world.person("Eve", language_code="en")
    eve.opens(link)
    assert "already used" in (await eve.hears("⛔")).text
    mo = founded.people["Mo"]
    mo.says("/members")
    assert "Anna" in (await mo.hears(holding("Anna"))).text


@asynccontextmanager
async def coordinated(
    telegram: Telegram, database_url: str, at: str, *coordinators: int
) -> AsyncIterator[Town]:
    """A town whose coordinators are these."""
    settings = settings_for(telegram, database_url)
    clock = Clock(wall(at))
    app = App(replace(settings, coordinators=frozenset(coordinators)), clock, UNHURRIED)
    async with app.alive():
        yield Town(telegram, app, clock)


def news(person: Person) -> list[str]:
    """The news of interest that someone got, by their button."""
    return [one.text for one in person.chat.messages if one.button("➡️")]


async def test_every_coordinator_hears_once_a_day_and_who_is_none_any_more_hears_nothing(
    telegram: Telegram, database_url: str
) -> None:
    async with coordinated(telegram, database_url, "2026-09-04 10:00", 900, 901, 902) as town:
        jef = telegram.world.person("Jef", user_id=901, language_code="en")
        gone = telegram.world.person("Gus", user_id=902, language_code="en")
        for coordinator in (jef, gone):
            await speaks_english(coordinator)
        await leaves(town, "Ann")
        await leaves(town, "Bea", zone="Zuid", place="Sint-Gillis")
        cis = await leaves(town, "Cis")
        await withdraws(cis)
        home = await listing(gone)
    async with coordinated(telegram, database_url, "2026-09-07 08:59", 900, 901) as town:
        await speaks_english(town.brusano)
        await leaves(town, "Dan")
        assert news(jef) == []
        await town.moves_to("2026-09-07 09:00")
        await town.settles()
        assert len(news(town.brusano)) == 1
        (told,) = news(jef)
        assert all(part in told for part in ("3 people", "North: 2", "South: 1"))
        assert news(gone) == []
        assert (await forged(gone, data(home, "North"), home)).startswith("⛔")
        gone.says("/interest")
        await gone.hears("⛔")


async def listing(person: Person) -> Message:
    person.says("/interest")
    return await person.hears(having("All zones"))


async def withdraws(person: Person) -> None:
    person.says("/todo")
    await person.presses("🗑", await person.hears(having("🗑")))
    await person.presses("✅", await person.hears(having("✅", "❌")))
    await person.hears(done)


async def places(town: Town, name: str, community: str) -> tuple[Message, str]:
    """The coordinator's screen of someone just placed, and what the ✅ carried."""
    els = town.brusano
    await els.presses("✏️", await opens(town, name))
    listed = await els.hears(lambda said: any(community in one for one in said.buttons))
    await els.presses(next(one for one in listed.buttons if community in one), listed)
    sure = await els.hears(having("✅", "❌"))
    carried = data(sure, "✅")
    await els.presses("✅", sure)
    return await els.hears(having("✏️ Place")), carried


def invitations(person: Person) -> list[str]:
    """The links of the invitations that someone got."""
    return [
        button.url
        for one in person.chat.messages
        for row in one.rows
        for button in row
        if button.url
    ]


async def test_placing_invites_once_and_only_the_last_invitation_opens_the_door(town: Town) -> None:
    els = town.brusano
    await speaks_english(els)
    await town.founds("Noord")
    await town.founds("Nieuw")
    ann = await leaves(town, "Ann", language="en")
    await leaves(town, "Bea")
    screen, carried = await places(town, "Ann", "Noord")
    assert holding("✅", "📨", "Noord")(screen)
    els.forges(carried, screen)
    await town.settles()
    (first,) = invitations(ann)

    stale = carried.rpartition(":")[0].rpartition(":")[0]
    assert "elsewhere meanwhile" in (await forged(els, f"{stale}:2:0", screen))
    await places(town, "Ann", "Nieuw")
    await town.settles()
    second = invitations(ann)[-1]
    ann.opens(first)
    assert "not an invitation I know" in (await ann.hears("⛔")).text
    ann.says("/todo")
    assert invitations(ann)[-1] == second
    assert "Nieuw" in (await ann.hears(having("🗑"))).text

    els.says("/community")
    await els.presses("Nieuw", await els.hears(having("Nieuw")))
    shown = (await els.hears(holding("startgroup="))).text
    assert shown.count("?start=") == 5
    assert second not in shown

    await town.moves_to("2026-10-02 10:00")
    assert "⌛" in (await opens(town, "Ann")).text
    ann.opens(second)
    assert "too old" in (await ann.hears("⛔")).text
    await places(town, "Ann", "Nieuw")
    await town.settles()
    assert len(set(invitations(ann))) == 3


async def test_who_finds_it_full_is_told_kindly_once_and_may_withdraw(town: Town) -> None:
    els = town.brusano
    await speaks_english(els)
    founded = await town.founds("Noord")
    ann = await leaves(town, "Ann", language="en")
    await town.moves_to("2026-09-01 21:00")
    await els.presses("📨", await opens(town, "Ann"))
    sure = await els.hears(having("📨", "❌"))
    sending = data(sure, "📨")
    await els.presses("📨", sure)
    screen = await els.hears(holding("✅", "Tuesday 1 September"))
    assert screen.button("📨") is None
    els.forges(sending, sure)
    await town.settles()
    assert "full for now" not in ann.chat.messages[-1].text
    await town.moves_to("2026-09-02 08:00")
    full = await ann.hears(holding("full for now", "North", "1 September 2027"))
    await town.settles()
    assert sum("full for now" in one.text for one in ann.chat.messages) == 1

    await places(town, "Ann", "Noord")
    ann.says("/mydata")
    document = (await ann.hears(lambda one: one.document is not None)).document
    assert document is not None
    kept = json.loads(document.content)["interest_in_taking_part"]
    assert kept["how_to_reach_you"] == "0470 12 34 56"
    assert (kept["invited_to"], kept["came_by"]) == ("Noord", "poster")
    await town.settles()
    (link,) = invitations(ann)
    await ann.presses("🗑", full)
    sure = await ann.hears(having("✅", "❌"))
    gone = data(sure, "✅")
    await ann.presses("✅", sure)
    await ann.hears(done)
    ann.forges(gone, sure)
    await town.settles()
    ann.opens(link)
    await ann.hears("⛔")
    assert (await forged(els, "interest:one:1", screen)).startswith("⛔")
    await town.registers(founded, "Bea", founded.member)


async def test_what_is_typed_is_shown_as_typed_and_an_odd_link_is_no_invitation(town: Town) -> None:
    await town.founds("Noord")
    joe = town.telegram.world.person("Joe", language_code="en")
    for odd in ("src_", "src_" + "x" * 60, "src_a:b", "src_<b>", "src_é", "src_../../etc"):
        joe.says(f"/start {odd}")
        hello = await joe.hears(having("✏️"))
        assert data(hello, "✏️") == "interest:leave", odd
    joe.says("/start src_" + "w" * 32)
    hello = await joe.hears(having("✏️"))
    await joe.presses("Français", hello)
    await town.settles()
    assert data(joe.chat.messages[-1], "✏️") == "interest:leave:" + "w" * 32
    await joe.presses("English", hello)

    sent = joe.says(
        "/start\nname: <b>Joe</b> & co\nzone: Zuid\nprofession: <script>\nsector: x&y\n"
        "organisation: " + "o" * 121
    )
    await joe.hears("120")
    joe.says("&lt;b&gt;")
    await joe.hears(having("➡️"))
    for wrong in ("c" * 121, "\u200b"):
        joe.says(wrong)
        await joe.hears("⛔")
    await joe.presses("➡️")
    joe.says("français")
    joe.says("perhaps")
    await joe.hears("⛔")
    joe.says("duo")
    review = await joe.hears(having("✅", "✏️", "❌"))
    assert holding("<b>Joe</b> & co", "<script>", "x&y", "&lt;b&gt;", "South")(review)
    assert "Municipality" not in review.text
    await joe.presses("✏️", review)
    await joe.presses("✏️ Care zone", await joe.hears(having("✏️ Care zone")))
    await joe.presses("North-East", await joe.hears(having("North-East")))
    await joe.presses("✅", await joe.hears(holding("North-East", "<script>")))
    await joe.hears(done)
    town.telegram.world.notify_bot(sent)
    await town.settles()
    listed = await listing(town.brusano)
    assert "1" in listed.text
    assert "<script>" in (await opens(town, "Joe")).text


async def test_a_member_may_leave_interest_too_and_change_it_later(town: Town) -> None:
    founded = await town.community()
    await speaks_english(town.brusano)
    ann = await town.registers(founded, "Ann", founded.member, "en")
    ann.says("/start")
    assert (await ann.hears("registered in Noord")).button("✏️") is None
    ann.opens("src_mail")
    await ann.presses("✏️", await ann.hears(having("✏️")))
    await ann.hears(having("South"))
    ann.says("municipality: Vorst\nlanguage: en\nas: alone")
    await ann.presses("South", await ann.hears(holding("zone is that")))
    await ann.presses("➡️", await ann.hears(having("➡️")))
    await ann.presses("✅", await ann.hears(holding("Ann", "nurse", "Het Huis", "Vorst", "South")))
    saved = await ann.hears(done)
    await ann.presses("✏️", saved)
    await ann.hears(holding("Vorst", "South"))
    ann.says("municipality: Ukkel")
    await ann.presses("South-East", await ann.hears(having("South-East")))
    await ann.presses("✅", await ann.hears(holding("Ukkel", "South-East")))
    await ann.hears(done)
    one = await opens(town, "Ann")
    assert holding("Ukkel", "mail", "South-East")(one)
    refused = await forged(town.brusano, "interest:place:1:1:0", one)
    assert "registered there already" in refused
    ann.says("/forget")
    await ann.presses("✅", await ann.hears(having("✅", "❌")))
    await ann.hears(done)
    town.brusano.says("/interest")
    await town.brusano.hears("Nobody")
