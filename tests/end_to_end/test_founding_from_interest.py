"""Founding a community from interest over HTTP: proposed, chosen, founded, invited, followed."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.app import App
from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.rules.communities import MEMBER_SEATS
from storage.interest import Interest
from tests.end_to_end.handing import having, holding
from tests.end_to_end.town import UNHURRIED, Clock, Town, settings_for, wall

LANGUAGES = ("nl", "fr", "en")


async def interested(
    town: Town, number: int, zone: str = "north", first: int = 1, **told: Any
) -> list[Person]:
    """People who left their interest, each of a profession and organisation of their own.

    The first ones share a sector, the last one has another.
    """
    people = [
        town.telegram.world.person(f"P{at}", language_code="en")
        for at in range(first, first + number)
    ]
    for one in people:
        one.says("/help")
    await town.settles()
    rows = [described(town, one, at, zone) | told for at, one in enumerate(people, start=first)]
    rows[-1]["sector"] = "housing"
    await town.app.services.database.write(
        lambda session: session.add_all(Interest(**row) for row in rows)
    )
    return people


def described(town: Town, person: Person, at: int, zone: str) -> dict[str, Any]:
    now = town.clock()
    return {
        "telegram_id": person.id,
        "name": f"<b>P{at}</b> &",
        "zone": zone,
        "profession": f"<i>job {at % 7}",
        "sector": "health_care",
        "organisation": f"House {at}",
        "contact": town.app.services.cipher.encrypt(""),
        "language": LANGUAGES[at % 3],
        "consented_at": now,
        "changed_at": now,
    }


async def speaks_english(person: Person) -> None:
    person.says("/language en")
    await person.hears("English")


async def begins(person: Person, zone: str = "North") -> Message:
    """A coordinator opens the proposal of a zone."""
    person.says("/interest")
    await person.presses(zone, await person.hears(having(zone)))
    listed = await person.hears(having("✏️"))
    await person.presses("✏️", listed)
    return await person.hears(having("❌", "☑"))


def data(message: Message, label: str) -> str:
    """What the button with this label carries."""
    button = message.button(label)
    assert button is not None
    return str(button.data)


def ticks(message: Message) -> list[str]:
    return [label for label in message.buttons if re.match("[☑☐] .*P", label)]


def names(message: Message) -> list[str]:
    """Who is in the group, by the lines of the proposal."""
    return re.findall(r"^\d+\. <b>(P\d+)</b> &", message.text, re.MULTILINE)


def links(person: Person) -> list[str]:
    """The links of the invitations that someone got."""
    return [
        str(button.url)
        for one in person.chat.messages
        for row in one.rows
        for button in row
        if button.url
    ]


async def names_it(
    person: Person, group: Message, name: str = "Nieuw", language: str = "Nederlands"
) -> Message:
    """Go on with a group to its preview."""
    await person.presses(data_label(group, "choose:name:"), group)
    await person.hears(having("❌"))
    person.says(f"name: {name}")
    await person.presses(language, await person.hears(having(language)))
    await person.presses("➡️", await person.hears(having("➡️")))
    return await person.hears(having("✅", "✏️", "❌"))


def data_label(message: Message, carried: str) -> str:
    """The label of the button whose data begins like this."""
    return next(
        b.text for row in message.rows for b in row if b.data and b.data.startswith(carried)
    )


def communities(person: Person) -> list[str]:
    """The communities of which someone was told that they are founded."""
    return [
        one.text.partition(" is founded")[0]
        for one in person.chat.messages
        if "startgroup=" in one.text
    ]


@asynccontextmanager
async def coordinated(
    telegram: Telegram, database_url: str, *coordinators: int
) -> AsyncIterator[Town]:
    """A town whose coordinators are these."""
    settings = settings_for(telegram, database_url)
    clock = Clock(wall("2026-09-01 10:00"))
    app = App(replace(settings, coordinators=frozenset(coordinators)), clock, UNHURRIED)
    async with app.alive():
        yield Town(telegram, app, clock)


def followed(message: Message) -> bool:
    return any((b.data or "").startswith("choose:remind") for row in message.rows for b in row)


async def registers(person: Person, link: str) -> None:
    person.opens(link)
    await person.presses("✅", await person.hears(having("✅")))
    await person.presses("✅", await person.hears(holding("2026-1")))
    await person.hears(lambda said: said.text.startswith("🎉"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_zone_becomes_a_community_whose_people_are_invited_and_followed(
    town: Town, language: str
) -> None:
    els = town.brusano
    els.says(f"/language {language}")
    await els.hears("✅")
    people = await interested(town, 16)
    zone = {"nl": "Noord", "fr": "Nord", "en": "North"}[language]
    group = await begins(els, zone)
    assert len(names(group)) == MEMBER_SEATS
    assert "P16" in names(group)
    assert f"{MEMBER_SEATS}" in group.text
    out = ticks(group)[0]
    await els.presses(out, group)
    group = await els.hears(lambda said: ticks(said)[0].startswith("☐"))
    assert len(names(group)) == MEMBER_SEATS - 1
    await els.presses(data_label(group, "choose:again:"), group)
    group = await els.hears(lambda said: len(names(said)) == MEMBER_SEATS)
    assert "P1" not in names(group)

    preview = await names_it(els, group)
    assert holding("Nieuw", zone, "Nederlands", "P16")(preview)
    await town.settles()
    assert links(people[15]) == []
    await els.presses("✅", preview)
    await els.hears(followed)
    await town.settles()
    told = next(one for one in els.chat.messages if "startgroup=" in one.text)
    assert told.text.count("?start=") == 5
    assert told.button("➡️") is not None
    invited = [one for one in people if links(one)]
    assert len(invited) == MEMBER_SEATS
    assert people[0] not in invited
    assert len({links(one)[0] for one in invited}) == MEMBER_SEATS

    await registers(invited[0], links(invited[0])[0])
    await els.presses("➡️", told)
    standing = await els.hears(followed)
    assert holding("✅", "(1)", "📨", f"({MEMBER_SEATS - 1})", "P16")(standing)


async def test_two_coordinators_invite_nobody_twice_and_who_is_none_any_more_does_nothing(
    telegram: Telegram, database_url: str
) -> None:
    async with coordinated(telegram, database_url, 900, 901) as town:
        els = town.brusano
        jef = telegram.world.person("Jef", user_id=901, language_code="en")
        for one in (els, jef):
            await speaks_english(one)
        people = await interested(town, MEMBER_SEATS + 1)
        previews = [await names_it(one, await begins(one), one.first_name) for one in (els, jef)]
        els.presses("✅", previews[0])
        jef.presses("✅", previews[1])
        await town.settles()
        assert sorted(len(links(one)) for one in people) == [0] + [1] * MEMBER_SEATS
        (winner,) = [one for one in (els, jef) if communities(one)]
        (loser,) = [one for one in (els, jef) if one is not winner]
        told = await loser.hears(holding("⚠️", "13 people", "0 of 13 seats"))
        await loser.presses(data_label(told, "choose:again:"), told)
        alone = await loser.hears(lambda said: len(names(said)) == 1)
        group = data(alone, "➡️ Go on")
        await loser.presses("➡️ Go on", alone)
        again = await loser.hears(having("✅", "✏️", "❌"))
        assert "1 person is invited" in again.text

    async with coordinated(telegram, database_url, winner.id) as town:
        for forged in (group, data(again, "✅")):
            pop_up = await loser.forges(forged, again)
            assert (pop_up.text or "").startswith("⛔"), forged
        loser.says("name: Mine after all")
        await loser.hears("⛔")
        await town.settles()
        assert communities(loser) == []
        for forged in ("found:north:x", "show:x:1", "take:north:99999999999:x", "other:1", "xx"):
            await winner.forges(f"choose:{forged}", again)
        assert sum(len(links(one)) for one in people) == MEMBER_SEATS


async def test_the_group_in_the_making_outlives_a_restart_and_takes_no_fourteenth(
    telegram: Telegram, database_url: str
) -> None:
    async with coordinated(telegram, database_url, 900) as town:
        els = town.brusano
        await speaks_english(els)
        await interested(town, MEMBER_SEATS + 2, organisation="o" * 120, profession="<p>" * 26)
        south = await interested(town, 2, "south", first=40)
        await begins(els, "South")
        group = await begins(els, "North")
        assert len(names(group)) == MEMBER_SEATS
        await els.presses("➡️ Next", group)
        second = await els.hears(having("⬅️ Previous"))
        extra = next(label for label in ticks(second) if label.startswith("☐"))
        taking = data(second, extra)
        assert "All 13 seats" in ((await els.presses(extra, second)).text or "")

    async with coordinated(telegram, database_url, 900) as town:
        for forged in ["choose:leave:north:1:0"] * 2 + [taking] * 2:
            await els.forges(forged, second)
        group = await begins(els, "North")
        assert len(names(group)) == MEMBER_SEATS
        assert "P1" not in names(group)
        assert holding("n" * 80, "13 people")(await names_it(els, group, "n" * 80))
        assert len(names(await begins(els, "South"))) == len(south)


async def test_a_preview_founds_what_it_shows_and_only_once(town: Town) -> None:
    els = town.brusano
    await speaks_english(els)
    await interested(town, MEMBER_SEATS)
    group = await begins(els)
    leaving = data(group, ticks(group)[0])
    preview = await names_it(els, group, "Noord")
    stale = data(preview, "✅")
    await els.forges(leaving, group)
    await els.presses("✅", preview)
    newest = await els.hears(lambda said: "12 people are invited" in said.text)
    await town.settles()
    assert communities(els) == []
    await town.founds("Noord")
    await els.presses("✅", newest)
    await els.hears("exists already")
    els.says("Nieuw & <b>co")
    preview = await els.hears(having("✅", "✏️", "❌"))
    founding = data(preview, "✅")
    assert founding != stale
    await els.presses("✅", preview)
    await els.forges(founding, preview)
    await els.forges(stale, preview)
    await town.settles()
    assert len(communities(els)) == 2


async def invites(town: Town) -> tuple[Message, list[Person], Person]:
    """Thirteen of fourteen are invited: who has accepted, those, and who still waits."""
    els = town.brusano
    await speaks_english(els)
    people = await interested(town, MEMBER_SEATS + 1)
    await els.presses("✅", await names_it(els, await begins(els)))
    standing = await els.hears(followed)
    await town.settles()
    (last,) = [one for one in people if not links(one)]
    return standing, [one for one in people if links(one)], last


async def test_who_has_not_accepted_is_reminded_once_a_day(town: Town) -> None:
    els = town.brusano
    standing, invited, _ = await invites(town)
    assert "Nobody is reminded" in ((await els.presses("📨", standing)).text or "")
    await registers(invited[0], links(invited[0])[0])
    invited[1].blocks_bot()
    await town.moves_to("2026-09-02 10:00")
    await els.presses("📨", standing)
    standing = await els.hears(holding("✅", "12 people are reminded", "Registered (1)"))
    await els.presses("📨", standing)
    await town.settles()
    assert [len(links(one)) for one in invited[2:]] == [2] * (MEMBER_SEATS - 2)
    assert len(links(invited[0])) == 1
    els.says("/community")
    await els.presses("Nieuw", await els.hears(having("Nieuw")))
    await els.presses("➡️", await els.hears(having("➡️")))
    standing = await els.hears(holding("⚠️", "(1)", f"Not yet ({MEMBER_SEATS - 2})"))

    await town.moves_to("2026-10-05 10:00")
    await els.presses("📨", standing)
    await els.hears(holding("12 people are reminded"))
    await town.settles()
    await registers(invited[2], links(invited[2])[-1])
    assert len(set(links(invited[2]))) == 2


async def test_another_comes_in_the_place_of_who_does_not_accept(town: Town) -> None:
    els = town.brusano
    standing, invited, last = await invites(town)
    gone = invited[1]
    await els.presses(f"✏️ Another for <b>{gone.first_name}<", standing)
    proposed = await els.hears(having("✅", "❌"))
    assert holding(gone.first_name, last.first_name)(proposed)
    sending = data(proposed, "✅")
    await els.presses("✅", proposed)
    standing = await els.hears(followed)
    assert holding("✅", last.first_name, f"Not yet ({MEMBER_SEATS})")(standing)
    els.forges(sending, standing)
    await town.settles()
    assert len(links(last)) == 1
    gone.opens(links(gone)[0])
    await gone.hears("⛔")
    await registers(last, links(last)[-1])
    pop_up = await els.forges(sending, standing)
    assert (pop_up.text or "").startswith("⛔")
