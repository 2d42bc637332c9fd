"""Registration over HTTP: the seats, the links, the languages."""

from bot.playground.people import Person
from tests.end_to_end.town import Town

AGREED = "2026-1"


async def waits_at_the_agreement(town: Town, name: str, link: str) -> Person:
    person = town.telegram.world.person(name, language_code="nl")
    payload = link.partition("start=")[2]
    person.says(f"/start {payload}\nnaam: {name}\nberoep: verpleger\nsector: zorg\norganisatie: X")
    await person.hears(AGREED)
    return person


async def test_thirty_people_pressing_at_once_fill_exactly_fifteen_seats(town: Town) -> None:
    founded = await town.founds()
    links = [*founded.moderators, *[founded.member] * 28]
    people = [
        await waits_at_the_agreement(town, f"Persoon {n}", link) for n, link in enumerate(links)
    ]
    for person in people:
        person.presses("✅")
    await town.settles()
    seated = [p for p in people if p.chat.messages[-1].text.startswith("🎉")]
    waiting = [p for p in people if any("⛔" in m.text for m in p.chat.messages)]
    assert len(seated) == 15
    assert set(people[:2]) <= set(seated)
    assert len(waiting) == 15
    assert not set(seated) & set(waiting)


async def test_moderators_hear_in_one_message_that_people_wait(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    people = [await waits_at_the_agreement(town, f"P{n}", founded.member) for n in range(16)]
    for person in people:
        person.presses("✅")
    await town.settles()
    told = [m.text for m in mo.chat.messages if "/members" in m.text and "Noord" in m.text]
    assert len([text for text in told if "wacht" in text or "wait" in text]) <= 2


async def test_a_single_link_opens_once_and_says_what_to_do_instead(town: Town) -> None:
    founded = await town.founds()
    await town.registers(founded, "Mo", founded.moderators[0])
    ben = town.telegram.world.person("Ben", language_code="fr")
    ben.opens(founded.moderators[0])
    refusal = await ben.hears("⛔")
    assert refusal.text.startswith("⛔")


async def test_a_link_that_nobody_gave_out_is_refused(town: Town) -> None:
    ben = town.telegram.world.person("Ben", language_code="nl")
    ben.opens("A" * 32)
    assert (await ben.hears("⛔")).text.startswith("⛔")


async def test_an_invitation_opened_again_by_who_used_it_is_no_error(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    mo.opens(founded.moderators[0])
    assert (await mo.hears("Noord")).text.startswith("🎉")


async def test_what_was_typed_survives_taps_elsewhere_and_a_mistake(town: Town) -> None:
    founded = await town.founds()
    anna = town.telegram.world.person("Anna", language_code="en")
    anna.opens(founded.member)
    await anna.hears("Noord")
    await anna.presses("✅")
    await anna.hears("name")
    anna.says("Anna <b>&")
    await anna.hears("profession")
    anna.says("/help")
    await anna.hears("/")
    anna.says("x" * 5000)
    await anna.hears("⛔")
    anna.says("nurse\u202e\u200b")
    await anna.hears("sector")
    await anna.presses("health care")
    await anna.hears("organisation")
    anna.says("Het Huis")
    shown = await anna.hears(AGREED)
    assert "Anna <b>&" in shown.text
    assert "nurse\n" in shown.text
    await anna.presses("✏️")
    await anna.hears("change")
    await anna.presses("✏️ Profession")
    await anna.hears("profession")
    anna.says("midwife")
    assert "midwife" in (await anna.hears(AGREED)).text
    await anna.presses("✅")
    await anna.hears("🎉")


async def test_pressing_agree_ten_times_registers_once(town: Town) -> None:
    founded = await town.founds()
    anna = await waits_at_the_agreement(town, "Anna", founded.member)
    agreement = anna.chat.messages[-1]
    for _ in range(10):
        anna.presses("✅", agreement)
    await town.settles()
    welcomes = [m for m in anna.chat.messages if m.text.startswith("🎉")]
    assert len(welcomes) == 1


async def test_each_language_registers_in_its_own_words(town: Town) -> None:
    founded = await town.founds()
    said = {}
    for language in ("nl", "fr", "en"):
        person = town.telegram.world.person(f"P-{language}", language_code=f"{language}-BE")
        person.opens(founded.member)
        said[language] = (await person.hears("Noord")).text
    assert len(set(said.values())) == 3


async def test_a_language_chosen_at_the_door_is_kept(town: Town) -> None:
    founded = await town.founds()
    anna = town.telegram.world.person("Anna", language_code="nl")
    anna.opens(founded.member)
    await anna.hears("Noord")
    await anna.presses("English")
    assert "Welcome" in (await anna.hears("Welcome")).text


async def test_photos_are_refused_and_forms_go_on(town: Town) -> None:
    founded = await town.founds()
    anna = town.telegram.world.person("Anna", language_code="en")
    anna.opens(founded.member)
    await anna.hears("Noord")
    anna.sends_file("a.pdf", b"%PDF")
    await anna.hears("⛔")
    await anna.presses("✅")
    await anna.hears("name")


async def test_an_agreement_registers_in_its_own_community_only(town: Town) -> None:
    alfa, beta = await town.founds("Alfa"), await town.founds("Beta")
    anna = await waits_at_the_agreement(town, "Anna", alfa.member)
    agreement = anna.chat.messages[-1]
    assert "Alfa" in agreement.text
    anna.opens(beta.member)
    await anna.hears("Beta")
    refusal = await anna.presses("✅", agreement)
    assert (refusal.text or "").startswith("⛔")
    await town.settles()
    assert not any(said.text.startswith("🎉") for said in anna.chat.messages)


async def test_given_at_once_the_privacy_notice_stands_above_the_agreement(town: Town) -> None:
    founded = await town.founds()
    anna = await waits_at_the_agreement(town, "Anna", founded.member)
    assert "/privacy" in anna.chat.messages[-1].text


async def test_start_goes_on_with_the_registration_that_is_open(town: Town) -> None:
    founded = await town.founds()
    anna = town.telegram.world.person("Anna", language_code="en")
    anna.opens(founded.member)
    await anna.hears("Welcome")
    anna.opens()
    await anna.hears("Welcome! You are invited to the community Noord.")
    await anna.presses("✅")
    await anna.hears("name")
    anna.says("Anna")
    asked = (await anna.hears("profession")).text
    anna.opens()
    assert (await anna.hears("profession")).text == asked
    anna.says("profession: nurse\nsector: health care\norganisation: Het Huis")
    await anna.hears(AGREED)
    anna.opens()
    await anna.hears(AGREED)
    await anna.presses("✅ I agree")
    await anna.hears("🎉")
    anna.opens()
    await anna.hears("You are registered in Noord.")
