"""The library over HTTP: shared, found, tried, changed, withdrawn; and what is refused."""

import json

import pytest

from bot.playground.model import Message, StoredFile
from bot.playground.people import Person
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.town import Founded, Town

EXAMPLE = "BabbelBoost"
ITEM = (
    "/library\ntitel: Netwerk <b>& kaart\nsoort: tool\nwaarom: Toont wie er is\n"
    "lien: HTTPS://Example.org/kaart?utm_source=x&a=1\nthemes: {theme}"
)
FIFTY_MEGABYTES = 50 * 1024 * 1024


def data(message: Message, sign: str) -> str:
    """What the button with this sign carries."""
    button = message.button(sign)
    assert button is not None
    assert button.data is not None
    return button.data


async def shares(person: Person, text: str) -> Message:
    """Share what is given at once; the item as it stands in the library then."""
    person.says(text)
    await person.presses("✅", await person.hears(having("✅", "✏️", "❌")))
    return await person.hears(having("✅", "⬅️"))


async def opens(person: Person, sought: str, title: str) -> Message:
    """Look for an item and open it."""
    person.says(f"/library {sought}")
    found = await person.hears(holding("🔎", title))
    button = next(one for one in found.buttons if title in one)
    await person.presses(button, found)
    return await person.hears(lambda said: holding(title)(said) and said.id != found.id)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_an_item_is_shared_step_by_step_found_and_tried(town: Town, language: str) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, language)
    ben = await town.registers(founded, "Ben", founded.member, language)

    anna.says("/library")
    home = await anna.hears("📚")
    await anna.presses("➕", home)
    await anna.hears("1/4")
    anna.says("Teken samen wie er rond iemand staat.\nNeem een groot blad.")
    await anna.hears("2/4")
    anna.says("Netwerk <b>& kaart")
    await anna.presses("🤝", await anna.hears("3/4"))
    await anna.hears("4/4")
    anna.says("Voor huisvesting / logement / housing: bel 0470 12 34 56 of Échange")
    preview = await anna.hears(holding("Neem een groot blad.", "⚠️", "0470 12 34 56"))
    await anna.presses("☐", preview)
    preview = await anna.hears(having("☑"))
    assert "🏷" in preview.text
    await anna.presses("✅", preview)
    done = await anna.hears(lambda said: said.text.startswith("✅"))
    assert holding("Netwerk <b>& kaart", "Neem een groot blad.", "🏷", "Anna")(done)

    item = await opens(ben, "echange", "Netwerk")
    assert item.button("🗑") is None
    await ben.presses("✅", item)
    await ben.presses("👍", await ben.hears(having("👍", "🤏", "👎")))
    await ben.hears(having("➡️", "❌"))
    ben.says("Het opende het gesprek")
    await ben.hears(lambda said: said.text.startswith("✅"))
    item = await opens(anna, "netwerk", "Netwerk")
    assert holding("👍 1 · 🤏 0 · 👎 0", "Het opende het gesprek")(item)
    assert "Ben" not in item.text
    anna.says("/library")
    of_theme = await anna.hears(having("🏷"))
    await anna.presses("🏷", of_theme)
    await anna.hears(holding("Netwerk", "🏷"))
    assert not any("⛔" in one.text for one in from_bot(anna) + from_bot(ben))


async def test_the_first_example_is_there_for_all_and_can_be_tried(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    item = await opens(anna, "babbel", EXAMPLE)
    assert item.buttons == ["✅ I tried it", "⬅️ Library"]
    await anna.presses("✅", item)
    await anna.presses("🤏", await anna.hears(having("🤏")))
    await anna.presses("➡️", await anna.hears(having("➡️")))
    await anna.hears(lambda said: said.text == "✅ Fine.")
    item = await opens(anna, "dialogue", EXAMPLE)
    assert "🤏 1" in item.text
    await anna.presses("✏️", item)
    asked = await anna.hears(having("🗑", "👎"))
    press = await anna.presses("🗑", asked)
    assert (press.text or "").startswith("✅")
    assert "Nobody has tried it yet." in (await anna.hears(EXAMPLE)).text


async def test_a_link_given_at_once_is_cleaned_changed_and_withdrawn(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    mo = founded.people["Mo"]
    shared = await shares(anna, ITEM.format(theme="housing, domain_work, onbekend"))
    assert "https://example.org/kaart?a=1" in shared.text
    assert "🏷 housing, work" in shared.text
    again = await anna.forges(data(shared, "✏️"), shared)
    assert again.text is None
    preview = await anna.hears(having("❌"))
    await anna.presses("✏️", preview)
    which = await anna.hears("What do you want to change?")
    await anna.presses("✏️ Why", which)
    await anna.hears("4/4")
    anna.says("Beter gezegd")
    await anna.hears("Beter gezegd")
    anna.says("/todo")
    await anna.forges(data(shared, "✏️"), shared)
    await anna.presses("✅ Share", await anna.hears("Beter gezegd"))
    await anna.hears(lambda said: said.text.startswith("✅") and "Beter gezegd" in said.text)

    item = await opens(mo, "beter", "Netwerk")
    assert item.button("🗑") is not None
    await mo.presses("🗑", item)
    await mo.presses("🗑", await mo.hears(having("🗑", "⬅️")))
    await mo.hears(lambda said: said.text.startswith("✅"))
    anna.says("/library beter")
    assert "Nothing found for: beter" in (await anna.hears("🔎")).text
    gone = await anna.forges(data(shared, "✅"), shared)
    assert (gone.text or "").startswith("⛔")


async def test_a_document_of_any_size_is_kept_by_its_id_and_a_picture_is_refused(
    town: Town,
) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    anna.sends_document("vroeg.pdf", 10)
    assert (await anna.hears("⛔")).text.startswith("⛔ I can only read text")
    anna.says("/library title: Handboek\nkind: resource\nwhy: Alles erin")
    await anna.hears("1/4")
    sends_picture(town, anna)
    assert "as a file" in (await anna.hears("⛔")).text
    sent = anna.sends_document("Handboek <2026> & meer.pdf", FIFTY_MEGABYTES)
    preview = await anna.hears(having("✅", "❌"))
    assert "📎 Handboek <2026> & meer.pdf" in preview.text
    town.telegram.world.notify_bot(sent)
    await town.settles()
    await anna.presses("✅", preview)
    item = await anna.hears(having("📎"))
    await anna.presses("📎", item)
    document = await anna.hears(lambda said: said.document is not None)
    assert sent.document is not None
    assert document.document is sent.document
    assert document.text == "Handboek"


def sends_picture(town: Town, person: Person) -> None:
    """Have a person send what is neither text nor document."""
    person.begin_action()
    picture = StoredFile("photo", "photo", "photo.jpg", "image/jpeg", b"", (800, 600))
    town.telegram.world.notify_bot(
        town.telegram.world.post_message(person.chat, person, photo=picture)
    )


async def test_what_does_not_fit_is_asked_again_and_nothing_is_lost(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    anna.says(
        f"/library\ntitle: {'t' * 101}\nkind: iets\nwhy: Waarom niet\nlink: javascript:alert(1)"
    )
    await anna.hears("2/4")
    anna.says("Gids")
    await anna.hears("1/4")
    anna.says("javascript:alert(1)")
    assert "at most 2000 characters" in (await anna.hears("1/4")).text
    anna.says("https://anna:geheim@example.org/")
    await anna.hears("no password")
    anna.says("x" * 2001)
    await anna.hears("at most 2000")
    anna.says("Zie https://anna:geheim@example.org/")
    await anna.hears("no password")
    anna.says("<b>&" * 500)
    await anna.presses("🛠", await anna.hears("3/4"))
    preview = await anna.hears(having("✅", "❌"))
    assert holding("Gids", "Waarom niet", "<b>&" * 500)(preview)
    await anna.presses("❌", preview)
    await anna.hears("✅")
    anna.says("/library share")
    await anna.hears("Nothing found for: share")
    anna.says("/library 🙂")
    await anna.hears("Write a word to search for.")
    anna.says("/library " + "'; DROP TABLE person; -- \"* " * 120)
    await anna.hears("🔎")


async def test_the_longest_item_with_all_that_is_told_is_one_message(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    everything = f"title: {'t' * 100}\nkind: tool\nwhy: {'w' * 200}\ntext: {'<b>&' * 500}"
    themes = "housing, money and debts, papers, physical health, mental health, addiction, work"
    await shares(anna, f"/library {everything}\nthemes: {themes}")
    for person in (anna, founded.people["Mo"], founded.people["Mia"]):
        await person.presses("✅", await opens(person, "ttttt", "t" * 40))
        await person.presses("🤏", await person.hears(having("🤏")))
        await person.hears(having("➡️", "❌"))
        person.says("&" * 300)
        await person.hears(lambda said: said.text.startswith("✅"))
    item = await opens(anna, "ttttt", "t" * 40)
    assert item.text.count("&" * 300) == 3
    assert "addiction" in item.text
    assert "work" not in item.text


async def test_two_presses_and_one_that_comes_again_share_once(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    anna.says("/library title: Eens\nkind: tool\nwhy: Goed\ntext: Zo gaat het")
    preview = await anna.hears(having("✅", "❌"))
    save = data(preview, "✅")
    first, second = anna.forges(save, preview), anna.forges(save, preview)
    await first
    await second
    await town.settles()
    anna.says("/library eens")
    found = await anna.hears("🔎")
    assert len([one for one in found.buttons if "Eens" in one]) == 1
    assert (await second).text is None
    assert not any("⛔" in one.text for one in from_bot(anna))


async def test_forged_buttons_open_and_change_nothing_elsewhere(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    shared = await shares(anna, ITEM.format(theme=""))
    other = await zuid(town)
    zoe = other.people["Zoe"]
    zoe.says("/library")
    message = await zoe.hears("📚")
    item, here, there = item_id(shared), 1, 2
    refused = [
        f"{verb}:{item}:{key}"
        for verb in ("item", "back", "file", "try", "untried", "change", "drop", "dropped")
        for key in (here, there)
    ]
    refused += [f"went:{item}:{key}:helped" for key in (here, there)]
    refused += [f"home:{here}", f"list:{here}:new:0", f"find:{here}:0:netwerk", f"share:{here}"]
    refused += ["save:library", "save", "tick:library:domain_work:1", "themes:x", "sure", "item"]
    for one in refused:
        pop_up = await zoe.forges(f"library:{one}", message)
        assert (pop_up.text or "").startswith("⛔"), one
    for one in ("went:1:2:best", "list:2:%s:99999999" % ("x" * 20), "find:2:0", "x", ""):
        await zoe.forges(f"library:{one}", message)
    zoe.says("/library netwerk")
    await zoe.hears("Nothing found for: netwerk")
    assert (await opens(anna, "netwerk", "Netwerk")).button("✏️") is not None
    stranger = town.telegram.world.person("Vreemd", language_code="en")
    stranger.says("/start library_1")
    await stranger.hears("⛔")


async def zuid(town: Town) -> Founded:
    """A second community, with Zoe in it."""
    founded = await town.founds("Zuid")
    await town.registers(founded, "Zoe", founded.member, "en")
    return founded


def item_id(message: Message) -> int:
    return int(data(message, "✅").split(":")[2])


async def test_in_the_group_a_button_leads_to_the_private_chat(town: Town) -> None:
    founded = await town.community("Anna")
    anna = founded.people["Anna"]
    anna.says("/bib kaart", founded.group)
    said = await anna.hears("📚", chat=founded.group)
    assert "kaart" not in said.text
    anna.opens(anna.link_on("📚", chat=founded.group))
    await anna.hears(having("➕", "🆕"))


async def test_what_a_person_shared_and_tried_is_in_their_data_and_sealed(town: Town) -> None:
    founded = await town.community()
    anna = await town.registers(founded, "Anna", founded.member, "en")
    item = await shares(anna, ITEM.format(theme=""))
    await anna.presses("✅", item)
    await anna.presses("👎", await anna.hears(having("👎")))
    await anna.hears(having("➡️"))
    anna.says("Bel mij op 0470 99 99 99")
    await anna.hears("⚠️")
    anna.says("Bel mij op 0470 12 34 56")
    warning = await anna.hears(holding("⚠️", "12 34 56"))
    await anna.presses("📨", warning)
    await anna.hears(lambda said: said.text.startswith("✅"))
    anna.says("/mydata")
    file = (await anna.hears(lambda said: said.document is not None)).document
    assert file is not None
    kept = json.loads(file.content)["library"]
    assert [one["title"] for one in kept["shared"]] == ["Netwerk <b>& kaart"]
    assert [(one["outcome"], one["told"]) for one in kept["tried"]] == [
        ("not", "Bel mij op 0470 12 34 56")
    ]
