"""Answering, over HTTP: what the pressed message becomes, and who hears of it."""

from sqlmodel import Session

from bot.playground.model import CallbackQuery, Message
from bot.playground.people import Person
from handlers.core import card as live_card
from storage import rsvp
from tests.end_to_end.test_duos import pair, plans
from tests.end_to_end.test_meetings import answers, card, planned
from tests.end_to_end.test_rhythm import comes, heard, waits
from tests.end_to_end.town import Founded, Town


def is_refused(pop_up: CallbackQuery) -> bool:
    return (pop_up.text or "").startswith("⛔")


async def joins_second(town: Town, *people: Person) -> Founded:
    """Found a second community, of which the first of these people becomes a moderator."""
    founded = await town.founds("Zuid")
    links = [founded.moderators[0], *(founded.member for _ in people[1:])]
    for person, link in zip(people, links, strict=True):
        person.opens(link)
        await person.hears("Zuid")
        await person.presses("✅")
        await person.hears("2026-1")
        await person.presses("✅")
        await person.hears("🎉")
    return founded


async def test_one_answer_in_a_bundle_leaves_the_other_questions(town: Town) -> None:
    founded = await town.community("Anna")
    mo, anna = founded.people["Mo"], founded.people["Anna"]
    await joins_second(town, mo, anna)
    for name, line in (("Noord", "2027-01-19 14:00-16:30 A"), ("Zuid", "2027-01-20 14:00-16:00 B")):
        mo.says(f"/plan {line}")
        await mo.hears("?")
        await mo.presses(name)
        assert name in (await mo.hears("14:00")).text
        await mo.presses("✅")
        assert name in (await mo.hears(lambda said: said.text.startswith("✅"))).text
    await comes(town, "2027-01-18 14:00")
    bundle = await anna.sees(lambda said: "Noord" in said.text and "Zuid" in said.text)
    asked = bundle.text, bundle.buttons

    pop_up = await anna.presses("✅", bundle)
    await town.settles()

    assert (pop_up.text or "").startswith("✅")
    assert (bundle.text, bundle.buttons) == asked


async def test_the_private_card_names_its_community_and_is_drawn_anew(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna = founded.people["Anna"]
    anna.says("/rsvp")
    shown = await anna.hears("Citisen")
    assert shown.text.splitlines()[0] == "Noord"
    before = heard(anna)

    await anna.presses("❌", shown)
    await town.settles()

    assert heard(anna) == before
    assert "❌ 1" in shown.text


async def test_a_moderators_answer_for_somebody_is_confirmed_in_place(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    mo = founded.people["Mo"]
    mo.says("/members")
    await mo.hears("Anna")
    await mo.presses("✏️")
    await mo.hears(lambda said: "Anna" in said.buttons)
    await mo.presses("Anna")
    asked = await mo.hears("Anna")
    await mo.presses("✅", asked)
    await town.settles()

    assert asked.text.startswith("✅")
    assert "Anna" in asked.text
    assert not asked.buttons


async def test_who_is_replaced_by_the_duo_partner_hears_it(town: Town) -> None:
    founded, anna, ben = await pair(town)
    await plans(town, founded)
    anna.says("/rsvp")
    await anna.hears("Huis")
    await anna.presses("✅")
    await town.settles()
    before = heard(anna), heard(ben)

    ben.says("/rsvp")
    shown = await ben.hears("Anna's answer")
    assert "your answer" not in shown.text
    pop_up = await ben.presses("❌", shown)
    assert pop_up.text == "✅ Anna comes; nothing changes."
    await ben.presses("✅", shown)
    await town.settles()

    assert heard(anna) == before[0] + 1
    assert "Ben" in (await anna.sees("🔁 Ben")).text
    assert "Noord" in (await anna.sees("🔁 Ben")).text


async def test_a_first_no_on_the_day_reaches_the_moderators_and_a_first_yes_does_not(
    town: Town,
) -> None:
    founded = await waits(town, "Anna", "Ben")
    mo, anna, ben = (founded.people[name] for name in ("Mo", "Anna", "Ben"))
    await comes(town, "2027-01-19 10:00")
    before = heard(mo)

    await answers(town, founded, ben, "✅")
    assert heard(mo) == before
    await answers(town, founded, anna, "❌")

    assert heard(mo) == before + 1
    assert "Anna" in mo.chat.messages[-1].text


async def test_what_changes_late_in_the_night_is_one_message_to_a_moderator_in_the_morning(
    town: Town,
) -> None:
    founded = await waits(town, "Anna", "Ben", "Carl")
    mo = founded.people["Mo"]
    await comes(town, "2027-01-18 19:00")
    before = heard(mo)
    await answers(town, founded, founded.people["Carl"], "❌")
    assert heard(mo) == before + 1

    await comes(town, "2027-01-18 22:00")
    for name in ("Anna", "Ben", "Anna"):
        await answers(town, founded, founded.people[name], "❌" if name == "Ben" else "🤔")
    await answers(town, founded, founded.people["Anna"], "❌")
    assert heard(mo) == before + 1
    await comes(town, "2027-01-19 08:00")

    assert heard(mo) == before + 2
    told = mo.chat.messages[-1].text.splitlines()
    assert [line.partition(":")[2].split()[0] for line in told[:-1]] == ["Ben", "Anna"]


async def refusals(town: Town, who: Person, message: Message, *data: str) -> list[str]:
    """What these buttons, forged, are refused with."""
    found = []
    for one in data:
        pop_up = await who.forges(one, message)
        assert is_refused(pop_up)
        found.append(pop_up.text or "")
    return found


async def test_a_refusal_gives_the_reason(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    group = await card(founded, "Citisen")
    stranger = town.telegram.world.person("Zoe", language_code="en")
    anna.says("/rsvp")
    own = await anna.hears("Citisen")

    of_anna = await refusals(
        town, anna, own, "rsvp:for:1:yes:1", "rsvp:yes:999", "rsvp:partner:1", "rsvp:what:1"
    )
    (of_mo,) = await refusals(town, mo, group, "rsvp:for:999:yes:1")
    (of_stranger,) = await refusals(town, stranger, group, "rsvp:yes:1")

    assert len({*of_anna, of_mo, of_stranger}) == 6


async def test_a_press_is_answered_in_the_groups_language_when_the_own_is_not_spoken(
    town: Town,
) -> None:
    founded = await town.community(language="fr")
    aylin = await town.registers(founded, "Aylin", founded.member, language="tr")
    assert founded.group is not None
    aylin.joins(founded.group)
    await planned(town, founded)
    shown = await card(founded, "Citisen")

    await comes(town, "2027-01-12 14:00")
    assert "mardi 19 janvier" in aylin.chat.messages[-1].text
    swift = await aylin.presses("✅", shown)

    assert "vous venez" in (swift.text or "")


async def test_the_next_card_is_pinned_though_somebody_deleted_the_one_before(town: Town) -> None:
    founded = await town.community()
    await planned(town, founded)
    mo = founded.people["Mo"]
    mo.deletes(await card(founded, "Citisen"))

    await comes(town, "2027-01-19 16:30")

    assert (await card(founded, "De Markten")).pinned


async def test_only_the_next_card_is_pinned(town: Town) -> None:
    founded = await town.community()
    await planned(town, founded)
    first = await card(founded, "Citisen")
    assert first.pinned

    await comes(town, "2027-01-19 16:30")

    assert (await card(founded, "De Markten")).pinned
    assert not first.pinned


async def test_a_card_that_was_posted_twice_is_taken_away_when_it_is_pressed(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    assert founded.group is not None
    first = await card(founded, "Citisen")

    def forget(session: Session) -> None:
        rsvp.retire_card(session, 1)
        live_card.redraw(session, 1, town.clock())

    await town.app.database.write(forget)
    town.app.delivery.wake()
    await town.settles()
    second = await card(founded, "Citisen")
    assert second.id != first.id

    await founded.people["Anna"].presses("✅", first)
    await town.settles()

    assert first.deleted
    assert not second.deleted
    assert "Anna" in second.text
