"""An external speaker, over HTTP: named on the card and invited in their language, never let in."""

import pytest
from icalendar import Calendar

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.languages import OWN_NAMES
from tests.end_to_end.town import Founded, Town

PLAN = "/plan\n2026-09-15 14:00-16:30 De Kade\n2026-10-20 14:00-16:30"
GUEST, THEME = "Nora <b>& Co", "Schulden & <i>recht"


async def planned(town: Town, *members: str, language: str = "en") -> tuple[Founded, Person]:
    """A community with two meetings, and its moderator Mo."""
    founded = await town.community(*members, language=language)
    mo = founded.people["Mo"]
    mo.says(f"/language {language}")
    await mo.hears("✅")
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return founded, mo


def changed(said: Message) -> bool:
    return said.text.startswith("✅")


async def invitation(mo: Person, number: int = 1) -> tuple[str, str]:
    """What a moderator is told of an invitation, and the invitation."""
    mo.says(f"/session {number}")
    await mo.presses("📨", await mo.hears(lambda said: said.button("📨") is not None))
    await mo.hears(lambda said: "🗓" in said.text and not said.buttons)
    told, text = [one for one in mo.chat.messages if one.sender.is_bot][-2:]
    return told.text, text.text


@pytest.mark.parametrize(
    ("language", "theme", "spoken"),
    [
        ("nl", "thema van de spreker", "taal van de spreker: Nederlands"),
        ("fr", "thème de l’intervenant·e", "langue de l’intervenant·e : français"),
        ("en", "speaker's theme", "speaker's language: French"),
    ],
)
async def test_a_speaker_is_named_everywhere_and_their_invitation_can_be_forwarded(
    town: Town, language: str, theme: str, spoken: str
) -> None:
    founded, mo = await planned(town, "Anna", language=language)
    anna = founded.people["Anna"]

    mo.says(f"/session 1\nspeaker: {GUEST}\n{theme}: {THEME}\n{spoken}\ntheme: Wonen")
    said = await mo.hears(changed)
    assert f"🎤 {GUEST} · {THEME}" in said.text
    assert said.button("📨") is not None
    await town.settles()
    assert (await anna.sees("🎤", chat=founded.group)).text.count(f"{GUEST} · {THEME}") == 1

    told, text = await invitation(mo)
    assert GUEST in told
    assert all(one in text for one in (GUEST, THEME, "De Kade", "Wonen", "Mo", "Mia", "Noord"))
    assert "Anna" not in text
    assert "15 septembre" in text if language != "nl" else "15 september" in text

    anna.says("/agenda")
    await anna.presses("🗓", await anna.hears(f"🎤 {GUEST} · {THEME}"))
    file = (await anna.hears(lambda said: said.document is not None)).document
    assert file is not None
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert f"{GUEST} · {THEME}" in str(events[0]["DESCRIPTION"])
    await town.moves_to("2026-09-14 14:00")
    await town.settles()
    assert founded.group is not None
    assert GUEST in founded.group.messages[-1].text


async def test_theme_and_language_are_asked_one_by_one_and_go_with_the_speaker(town: Town) -> None:
    _, mo = await planned(town)
    mo.says("/session 2")
    without = await mo.hears(lambda said: bool(said.buttons))
    assert not [label for label in without.buttons if "Speaker's" in label or "📨" in label]
    mo.says("/session 2\nspeaker: Nora")
    await mo.presses("✏️ Speaker's theme", await mo.hears(changed))
    await mo.hears("?")
    mo.says("x" * 121)
    await mo.hears("⛔")
    mo.says("Debts")
    await mo.presses("✏️ Speaker's language", await mo.hears("Nora · Debts"))
    await mo.hears("?")
    mo.says("Klingon")
    await mo.presses(OWN_NAMES["nl"], await mo.hears("⛔"))
    await mo.hears(changed)
    _, text = await invitation(mo, 2)
    assert "20 oktober 2026" in text

    mo.says("/session 2\nspeaker: -")
    gone = await mo.hears(changed)
    assert "Nora" not in gone.text
    mo.says("/session 2\nspeaker: Omar")
    await mo.hears(changed)
    told, text = await invitation(mo, 2)
    assert "✏️" in told
    assert "Omar" in text
    assert "20 October 2026" in text
    assert "Debts" not in text


async def test_only_its_moderators_get_the_invitation_of_a_meeting_that_has_a_speaker(
    town: Town,
) -> None:
    founded, mo = await planned(town, "Anna")
    anna = founded.people["Anna"]
    elsewhere = await town.founds("Zuid", "en")
    other = await town.registers(elsewhere, "Otto", elsewhere.moderators[0], "en")
    card = await mo.sees("De Kade", chat=founded.group)
    before = len(anna.chat.messages)

    refused = [await mo.forges("meetings:invite:1", card)]
    mo.says("/session 1\nspeaker: Nora")
    await mo.hears(changed)
    await town.settles()
    refused += [await who.forges("meetings:invite:1", card) for who in (anna, other)]
    refused += [await mo.forges(f"meetings:invite{rest}", card) for rest in ("", ":x", ":99")]
    await town.moves_to("2026-09-15 16:30")
    await town.settles()
    refused.append(await mo.forges("meetings:invite:1", card))

    assert [one.text for one in refused if not (one.text or "").startswith("⛔")] == []
    assert not [one for one in anna.chat.messages[before:] if "Nora" in one.text]


async def test_a_speaker_who_asks_to_join_the_group_is_declined_as_anyone_else(town: Town) -> None:
    founded, mo = await planned(town, "Anna")
    nora = town.telegram.world.person("Nora")
    mo.says("/session 1\nspeaker: Nora")
    await mo.hears(changed)
    rows = [row for said in founded.people["Anna"].chat.messages for row in said.rows]
    link = next(button.url for row in rows for button in row if button.url)

    nora.asks_to_join(link)
    await town.settles()

    assert founded.group is not None
    assert nora.id not in founded.group.members
