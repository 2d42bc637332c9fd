"""Communities give each other practices and passages, through Brusano."""

import asyncio
import json

import pytest

from bot.playground.model import Chat, Message
from bot.playground.people import Person
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.town import RIGHTS, Founded, Town

PLAN = "/plan\n2026-09-15 14:00-16:30 De Kade\n2026-10-20 14:00-16:30 De Kade"
ITEM = (
    "/library\ntitle: Netwerk <b>& kaart\nkind: practice\nwhy: Toont wie er is\n"
    "text: Bel Ben op 0470 12 34 56\nthemes: housing"
)
LEARNED = "bel eerst de huisbaas <b>& co"
SUMMARY = "/summary 1\nbrought: een huurschuld\nlearned: {learned}"


def data(message: Message, sign: str) -> str:
    """What the button with this sign carries."""
    button = message.button(sign)
    assert button is not None
    assert button.data is not None
    return button.data


def posts(group: Chat | None) -> list[str]:
    """What came from elsewhere into a group."""
    assert group is not None
    return [one.text for one in group.messages if one.text.startswith("🔗")]


def offers(person: Person) -> list[Message]:
    """What Brusano offers someone for their group."""
    return [one for one in from_bot(person) if one.button("📨 ") and one.button("➡️")]


async def zuid(town: Town, language: str = "nl") -> Founded:
    """A second community: Zoe and Zeb moderate, Lou is its lead, Zita a member."""
    founded = await town.founds("Zuid", language)
    for name, link in (("Zoe", founded.moderators[0]), ("Zeb", founded.moderators[1])):
        await town.registers(founded, name, link, language.partition("+")[0])
    await town.registers(founded, "Lou", founded.lead, "en")
    await town.registers(founded, "Zita", founded.member, "en")
    group = town.telegram.world.group("Zuid", [founded.people["Zoe"]], supergroup=True)
    founded.people["Zoe"].adds_bot(group, founded.group_link, rights=RIGHTS)
    founded.group = group
    await founded.people["Zoe"].sees("Zuid", chat=group)
    await town.settles()
    return founded


async def shares(person: Person) -> Message:
    """Share something in the library; the item as it stands there."""
    person.says(ITEM)
    await person.presses("✅", await person.hears(having("✅", "✏️", "❌")))
    return await person.hears(having("✅", "⬅️", "🗑"))


async def releases(person: Person) -> Message:
    """Share a practice and let it go to other communities; the screen that says so."""
    await person.presses("🔗", await shares(person))
    await person.presses("✅", await person.hears(holding("⚠️", "0470 12 34 56")))
    return await person.hears(having("🗑 ", "⬅️"))


async def offered(town: Town, *ticked: str) -> None:
    """Have the coordinator offer the newest release to these communities of the north."""
    els = town.brusano
    els.says("/links")
    listed = await els.hears(lambda said: said.text.startswith("🔗"))
    await els.forges(data(listed, listed.buttons[0]), listed)
    await els.presses("📨", await els.hears("From the community Noord"))
    zones = await els.hears(having("North"))
    await els.presses("North", zones)
    for name in ticked:
        await els.presses(f"☐ {name}", await els.hears(having(f"☐ {name}")))
    await els.presses("📨", await els.hears(having("☑ ", "📨")))
    await els.hears("✅ Offered to")
    await town.settles()


async def shown(person: Person, sought: str, title: str) -> Message:
    """Look for an item of the library and open it."""
    person.says(f"/library {sought}")
    found = await person.hears(holding("🔎", title))
    await person.presses(next(one for one in found.buttons if title in one), found)
    return await person.hears(lambda said: holding(title)(said) and said.id != found.id)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_practice_goes_from_one_community_to_another(town: Town, language: str) -> None:
    noord = await town.community(language=language)
    south = await zuid(town, language)
    zoe, zeb, lou = (south.people[name] for name in ("Zoe", "Zeb", "Lou"))
    released = await releases(noord.people["Mo"])
    assert holding("Noord", "Netwerk <b>& kaart", "Toont wie er is", "0470 12 34 56")(released)

    await offered(town, "Zuid")
    for person in (zoe, zeb, lou):
        (offer,) = offers(person)
        assert holding("Zuid", "Noord", "Netwerk <b>& kaart", "0470 12 34 56")(offer)
        assert "Mo" not in offer.text
    assert offers(south.people["Zita"]) == []
    await lou.presses("➡️", offers(lou)[0])
    await lou.hears(lambda said: said.text.startswith("✅"))
    await zeb.presses("📨", offers(zeb)[0])
    await zeb.hears(lambda said: said.text.startswith("✅") and "Zuid" in said.text)
    await town.settles()

    (post,) = posts(south.group)
    assert holding_all(post, "Noord", "Netwerk <b>& kaart", "Toont wie er is", "/")
    assert "Mo" not in post
    for person in (zoe, lou):
        await person.hears(holding("🔗", "Zeb", "Noord"))
    item = await shown(south.people["Zita"], "netwerk", "Netwerk")
    assert holding("🔗", "Noord", "🏷", "Bel Ben")(item)
    assert "🔗" in (await shown(noord.people["Mo"], "netwerk", "Netwerk")).buttons[-2]
    assert not any(one.startswith("🔗") for one in (await shown(zoe, "netwerk", "Net")).buttons)
    town.brusano.says("/links")
    await town.brusano.presses("📚", await town.brusano.hears(having("📚")))
    assert "Posted in: Zuid" in (await town.brusano.hears("Offered to 1 community.")).text


def holding_all(text: str, *parts: str) -> bool:
    return all(part in text for part in parts)


async def published(town: Town, person: Person, learned: str = LEARNED) -> Message:
    """Publish a summary of which one part is shared with Brusano; what is said of it then."""
    person.says(PLAN)
    await person.presses("✅", await person.hears("De Kade"))
    await town.settles()
    await town.moves_to("2026-09-15 17:00")
    await town.settles()
    person.says(SUMMARY.format(learned=learned))
    preview = await person.hears(having("📨", "🔒"))
    await person.presses(preview.buttons[1], preview)
    await person.hears(having("🏛"))
    await person.presses("📨", preview)
    return await person.hears(lambda said: said.text.startswith("✅"))


async def test_a_passage_goes_as_it_was_and_what_is_no_longer_shared_goes_no_further(
    town: Town,
) -> None:
    noord = await town.community(language="en")
    south = await zuid(town, "nl+fr")
    await town.founds("Drie")
    mo, zoe = noord.people["Mo"], south.people["Zoe"]
    done = await published(town, mo)
    await mo.presses("🔗", done)
    which = await mo.hears(having("📄"))
    assert len(which.buttons) == 1
    await mo.presses("📄", which)
    await mo.presses("✅", await mo.hears(holding(LEARNED)))
    await mo.hears(having("🗑 "))
    await offered(town, "Zuid", "Drie")
    await zoe.presses("📨", offers(zoe)[0])
    await town.settles()
    (post,) = posts(south.group)
    assert LEARNED in post
    assert "Noord" in post
    assert "huurschuld" not in post

    mo.says("/summary 1\nbrought: x\nlearned: iets anders")
    await mo.hears(having("📨", "🏛"))
    await mo.presses("🏛", await mo.hears(having("🏛")))
    await mo.presses("📨", await mo.hears(lambda one: having("📨")(one) and not having("🏛")(one)))
    await town.settles()
    town.brusano.says("/links")
    assert "No community has released" in (await town.brusano.hears("🔗")).text


async def zuid_in_two(town: Town) -> None:
    """A third community, without a group or people."""
    await town.founds("Drie")


async def test_two_who_tap_at_once_post_once_and_a_press_that_comes_again_is_answered_alike(
    town: Town,
) -> None:
    noord = await town.community()
    south = await zuid(town, "en")
    zoe, zeb = south.people["Zoe"], south.people["Zeb"]
    await releases(noord.people["Mo"])
    await offered(town, "Zuid")
    first, second = offers(zoe)[0], offers(zeb)[0]
    post, back = data(first, "📨"), data(second, "➡️")
    presses = [zoe.presses("📨", first), zeb.presses("📨", second), zoe.forges(post, first)]
    said = await asyncio.gather(*presses)
    await town.settles()
    assert len(posts(south.group)) == 1
    assert sum((one.text or "").startswith("⛔") for one in said) in (1, 2)
    again = await zeb.forges(back, second)
    await town.settles()
    assert len(posts(south.group)) == 1
    assert again is not None
    town.brusano.says("/links")
    await town.brusano.presses("📚", await town.brusano.hears(having("📚")))
    one = await town.brusano.hears("Posted in: Zuid")
    assert "Zoe" not in one.text
    assert "Mo" not in one.text


async def test_what_is_taken_back_is_offered_to_nobody_and_once_posted_it_stays(
    town: Town,
) -> None:
    noord = await town.community()
    south = await zuid(town, "en")
    mo, zoe, els = noord.people["Mo"], south.people["Zoe"], town.brusano
    released = await releases(mo)
    els.says("/links")
    listed = await els.hears(having("📚"))
    await mo.presses("🗑", released)
    await mo.hears(lambda said: said.text.startswith("✅"))
    assert ((await els.presses("📚", listed)).text or "").startswith("⛔")
    await town.moves_to("2026-09-02 09:00")
    await town.settles()
    assert not any(one.button("➡️ See") for one in from_bot(els))

    item = await shown(mo, "netwerk", "Netwerk")
    await mo.presses("🔗", item)
    await mo.presses("✅", await mo.hears(holding("⚠️", "0470")))
    released = await mo.hears(lambda said: bool(said.button("🗑")) and not said.button("✏️"))
    await town.moves_to("2026-09-03 09:00")
    await town.settles()
    news = [one for one in from_bot(els) if one.button("➡️ See")]
    assert len(news) == 1
    await offered(town, "Zuid")
    await zoe.presses("📨", offers(zoe)[0])
    await town.settles()
    refused = await mo.forges(data(released, "🗑"), released)
    assert (refused.text or "").startswith("⛔")

    item = await shown(mo, "netwerk", "Netwerk")
    await mo.presses("🗑", item)
    await mo.presses("🗑", await mo.hears(having("🗑", "⬅️")))
    await town.settles()
    els.says("/links")
    assert "No community has released" in (await els.hears("🔗")).text
    assert "Noord" in (await shown(south.people["Zita"], "netwerk", "Netwerk")).text


async def test_forged_buttons_release_offer_and_post_nothing(town: Town) -> None:
    noord = await town.community("Ann")
    south = await zuid(town, "en")
    ann, zoe, zita = noord.people["Ann"], south.people["Zoe"], south.people["Zita"]
    released = await releases(noord.people["Mo"])
    item = data(released, "🗑").split(":")[3]
    ann.says("/todo")
    zoe.says("/todo")
    zita.says("/todo")
    places = {one: await one.hears(lambda _: True) for one in (ann, zoe, zita)}
    await town.settles()
    mine = [f"{verb}:item:{item}:" for verb in ("look", "let", "take")]
    coordinating = ["home:0", "one:1", "to:1", "zone:1:north:0", "tick:1:north:0:2:1"]
    coordinating += ["every:1:north:0", "send:1:00000000"]
    nothing = ["parts:1", "parts:x", "look:passage:1:learned", "let:item:1::0", "look", "offer:1"]
    for person in (ann, zoe, zita):
        for one in (*mine, *coordinating, *nothing, "post:1", "pass:99", "post:x"):
            press = await person.forges(f"links:{one}", places[person])
            assert (press.text or "").startswith("⛔"), one
    await offered(town, "Zuid")
    for person in (ann, zita, noord.people["Mo"]):
        press = await person.forges("links:post:1", places.get(person, released))
        assert (press.text or "").startswith("⛔")
    els = town.brusano
    els.says("/links")
    listed = await els.hears(having("📚"))
    for one in ("one:1:x", "zone:1:nowhere:9", "tick:1:north:0:999:1", "tick:1:north:0:1:1", "x"):
        await els.forges(f"links:{one}", listed)
    await els.forges("links:send:1:00000000", listed)
    await town.settles()
    assert posts(noord.group) == posts(south.group) == []
    assert len(offers(zoe)) == 1


async def test_a_coordinator_who_was_removed_has_no_rights_and_hears_no_news(town: Town) -> None:
    noord = await town.community()
    await zuid(town, "en")
    mo, els = noord.people["Mo"], town.brusano
    await releases(mo)
    els.says("/links")
    listed = await els.hears(having("📚"))
    object.__setattr__(town.app.services.settings, "coordinators", frozenset())
    press = await els.presses("📚", listed)
    assert (press.text or "").startswith("⛔")
    assert ((await els.forges("links:send:1:0", listed)).text or "").startswith("⛔")
    els.says("/links")
    await els.hears("⛔")
    await town.moves_to("2026-09-02 09:00")
    await town.settles()
    assert not any(one.button("➡️ See") for one in from_bot(els))


async def test_the_longest_passage_waits_for_the_morning_and_is_read_whole(town: Town) -> None:
    noord = await town.community()
    south = await zuid(town, "en")
    mo, zoe = noord.people["Mo"], south.people["Zoe"]
    longest = "<b>& " * 599 + "einde"
    done = await published(town, mo, longest)
    await mo.presses("🔗", done)
    await mo.presses("📄", await mo.hears(having("📄")))
    await mo.presses("✅", await mo.hears(having("✅", "⬅️")))
    await mo.hears(having("🗑 "))
    await town.moves_to("2026-09-15 21:00")
    await offered(town, "Zuid")
    assert offers(zoe) == []
    await town.moves_to("2026-09-16 08:00")
    await town.settles()
    (offer,) = offers(zoe)
    await town.moves_to("2026-09-16 21:00")
    await zoe.presses("📨", offer)
    assert "08:00" in (await zoe.hears(lambda said: said.text.startswith("✅"))).text
    await town.settles()
    assert posts(south.group) == []
    await town.moves_to("2026-09-17 08:00")
    await town.settles()
    assert "einde" in posts(south.group)[0]
    zoe.says("/mydata")
    file = (await zoe.hears(lambda said: said.document is not None)).document
    assert file is not None
    links = json.loads(file.content)["links_between_communities"]
    assert [one["community"] for one in links["posted"]] == ["Zuid"]
