"""Forms over HTTP: labels that nobody knows, old buttons, taps elsewhere, and founding by them."""

import pytest

from bot.playground.people import Person
from tests.end_to_end.town import Founded, Town

AGREED = "2026-1"


def newcomer(town: Town, name: str = "Jo") -> Person:
    return town.telegram.world.person(name, language_code="en")


def payload(founded: Founded) -> str:
    return founded.member.partition("start=")[2]


async def founds_step_by_step(town: Town) -> Person:
    """Have the coordinator be asked for the language: all the rest is given."""
    els = town.brusano
    els.says("/community\nname: Zuid\nzone: Zuid")
    await els.hears("language")
    return els


async def test_a_line_that_belongs_to_no_field_is_named_and_the_rest_is_kept(town: Town) -> None:
    founded = await town.founds()
    jo = newcomer(town)
    jo.says(
        f"/start {payload(founded)}\nvoornaam: <Jo>\nnaam: Jo\nachternaam: Doe\nberoep: nurse\n"
        "sector: other\norganisatie: O\ntelefoon: 0488"
    )
    shown = (await jo.hears(AGREED)).text
    assert shown.startswith("⛔ I don't know these lines:\nvoornaam: <Jo>\nachternaam: Doe\n")
    assert "telefoon: 0488" in shown
    assert "name, profession, sector, organisation" in shown
    assert "Name: Jo\n" in shown
    assert "Organisation: O\n" in shown


async def test_what_stands_before_the_first_label_does_not_disappear(town: Town) -> None:
    founded = await town.founds()
    jo = newcomer(town)
    jo.says(f"/start {payload(founded)}\nHello there\nname: Jo")
    asked = (await jo.hears("profession?")).text
    assert asked.startswith("⛔ I don't know this line:\nHello there\n")


async def test_only_unknown_labels_are_no_answer_but_a_typed_line_is(town: Town) -> None:
    founded = await town.founds()
    jo = newcomer(town)
    jo.says(f"/start {payload(founded)}\nvoornaam: Jo")
    assert "voornaam: Jo" in (await jo.hears("What is your name")).text
    jo.says("Jo: the nurse")
    await jo.hears("profession?")
    jo.says("nurse\nachternaam: Doe")
    assert "achternaam: Doe" in (await jo.hears("sector")).text
    jo.says("youth")
    await jo.hears("organisation")
    jo.says("organisation:\nHet Huis")
    shown = (await jo.hears(AGREED)).text
    assert "\n\nName: Jo: the nurse\nProfession: nurse\n" in shown
    assert "Organisation: Het Huis\n" in shown


async def test_founding_names_the_line_it_does_not_know(town: Town) -> None:
    els = town.brusano
    els.says("/community\nnom: Zuid\nBassin d’aide et de soins: Sud\nlangue: fr\nfoo: bar")
    said = (await els.hears("✅")).text
    assert said.startswith("✅ Zuid is founded (South).")
    assert "⛔ I don't know this line:\nfoo: bar" in said


async def test_a_change_of_a_meeting_names_the_line_it_does_not_know(town: Town) -> None:
    founded = await town.community(language="en")
    mo = founded.people["Mo"]
    mo.says("/plan\n2026-10-06 14:00-16:30 Huis")
    await mo.hears("Huis")
    await mo.presses("✅")
    await mo.hears(lambda said: said.text.startswith("✅"))
    mo.says("/session 1\nWonen\nspeaker: Nora\nroom: 3\npreparation: Read\nthe: summary")
    said = (await mo.hears("Nora")).text
    assert said.startswith("✅")
    assert "Wonen\nroom: 3\n" in said
    assert "Read the: summary" in said
    assert "Nora room" not in said


async def test_a_typed_answer_is_taken_while_the_choice_of_a_community_is_open(town: Town) -> None:
    first, second = await town.founds("Noord"), await town.founds("Zuid")
    anna = await town.registers(first, "Anna", first.member, "en")
    anna.opens(second.member)
    await anna.hears("Zuid")
    await anna.presses("✅")
    await anna.hears(AGREED)
    await anna.presses("✅")
    await anna.hears("🎉")
    third = await town.founds("Oost")
    anna.opens(third.member)
    await anna.hears("Oost")
    await anna.presses("✅")
    await anna.hears(AGREED)
    await anna.presses("✏️")
    await anna.hears("change")
    await anna.presses("✏️ Profession")
    await anna.hears("profession")
    anna.says("/agenda")
    await anna.hears("Which community")
    anna.says("midwife")
    assert "Profession: midwife" in (await anna.hears(AGREED)).text


async def test_an_old_button_does_not_overwrite_what_was_given_since(town: Town) -> None:
    els = town.brusano
    els.says("/community")
    await els.hears()
    await els.presses("✏️")
    await els.hears("name")
    els.says("Zuid")
    zone = await els.hears("zone")
    els.says("Zuid")
    municipality = await els.hears("municipality")
    els.says("Sint-Gillis")
    await els.hears("language")
    for button, old in (("➡️", municipality), ("North", zone)):
        pop_up = await els.presses(button, old)
        assert (pop_up.text or "").startswith("⛔")
    await els.presses("English")
    said = await els.hears("✅ Zuid is founded (South).")
    assert said.text.startswith("✅")


async def test_a_choice_pressed_twice_asks_the_next_question_once_more(town: Town) -> None:
    els = town.brusano
    els.says("/community\nname: Zuid\nlanguage: en")
    zone = await els.hears("zone")
    els.forges(str(zone.button("South").data), zone)  # type: ignore[union-attr]
    pop_up = await els.presses("South", zone)
    assert not pop_up.text
    await els.hears("✅ Zuid is founded (South")


async def test_a_change_of_mind_leads_back(town: Town) -> None:
    founded = await town.founds()
    jo = newcomer(town)
    jo.says(f"/start {payload(founded)}\nname: Jo\nprofession: n\nsector: youth\norganisation: O")
    await jo.hears(AGREED)
    await jo.presses("✏️")
    await jo.hears("change")
    await jo.presses("⬅️")
    await jo.hears(AGREED)


async def test_a_form_button_forged_in_the_group_leaves_the_message_alone(town: Town) -> None:
    founded = await town.community("Anna")
    anna, group = founded.people["Anna"], founded.group
    assert group is not None
    greeting = await anna.sees("Noord", chat=group)
    before = greeting.text
    for data in ("form:cancel:plan", "form:edit:registration:0", "join:continue", "join:agree"):
        pop_up = await anna.forges(data, greeting)
        assert (pop_up.text or "")[:1] in "⛔✅"
    await town.settles()
    assert greeting.text == before


async def test_who_is_no_coordinator_any_more_founds_nothing(town: Town) -> None:
    els = await founds_step_by_step(town)
    # As after a restart with other settings.
    object.__setattr__(town.app.settings, "coordinators", frozenset())
    await els.presses("English")
    assert (await els.hears("coordinators")).text.startswith("⛔")
    object.__setattr__(town.app.settings, "coordinators", frozenset({els.id}))
    els.says("/community")
    await els.hears("There are no communities yet")


async def test_a_name_that_exists_otherwise_is_refused_and_asked_again(town: Town) -> None:
    founded = await town.founds("Noord", "nl")
    els = town.brusano
    els.says("/community\nname: NOORD\nzone: Noord\nlanguage: nl")
    assert founded.member in (await els.hears("✅")).text
    els.says("/community\nname: Noord\nzone: Zuid\nlanguage: fr")
    asked = (await els.hears("name")).text
    assert asked.startswith("⛔ Noord exists already")
    els.says("Midi")
    await els.hears("✅ Midi is founded (South).")


@pytest.mark.parametrize("written", ["Geestelijke gezondheid", "santé mentale", "MENTAL health"])
async def test_a_sector_typed_in_any_language_is_that_sector(town: Town, written: str) -> None:
    founded = await town.founds()
    jo = newcomer(town)
    jo.says(
        f"/start {payload(founded)}\nname: J\nprofession: n\nsector: {written}\norganisation: O"
    )
    assert "Sector: mental health\n" in (await jo.hears(AGREED)).text


async def test_agreeing_begins_with_a_yes_and_a_late_press_hears_one_answer(town: Town) -> None:
    founded = await town.founds()
    link = founded.moderators[0]
    people = [newcomer(town, name) for name in ("Jo", "Mo")]
    for person in people:
        person.says(
            f"/start {link.partition('start=')[2]}\nname: P\nprofession: n\nsector: x\n"
            "organisation: O"
        )
        await person.hears(AGREED)
    jo, mo = people
    agreement = await jo.sees(AGREED)
    await jo.presses("✅")
    await jo.hears(lambda said: said.text.startswith("✅ Accepted."))
    again = await jo.forges("join:agree", agreement)
    assert (again.text or "").startswith("✅")
    late = await mo.presses("✅")
    assert (late.text or "").startswith("⛔ This invitation was already used")


async def test_what_answers_nothing_is_refused(town: Town) -> None:
    jo = newcomer(town)
    jo.says("what?")
    assert (await jo.hears("/help")).text.startswith("⛔")
    old = await town.brusano.forges("nothing:here", await jo.sees("/help"))
    assert (old.text or "").startswith("⛔")
