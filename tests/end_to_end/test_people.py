"""What everyone can do, over HTTP: begin, get help, choose a language, see and erase one's data."""

import json

import handlers
import locales
from bot.playground.model import Message
from bot.playground.people import Person
from handlers.core import menus
from tests.end_to_end.test_rsvp import joins_second
from tests.end_to_end.town import BRUSSELS, COORDINATOR, Town


async def test_a_newcomer_reads_three_lines_and_may_leave_their_interest(town: Town) -> None:
    nora = town.telegram.world.person("Nora", language_code="en")
    nora.opens()
    hello = await nora.hears("invitation")
    assert len(hello.text.splitlines()) == 3
    assert hello.button("✏️")


async def test_help_shows_each_person_their_own_commands(town: Town) -> None:
    founded = await town.community("Anna")
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    anna.says("/help")
    said = await anna.hears("/privacy")
    assert "/duo" in said.text
    assert "/leden" not in said.text
    mo.says("/help")
    assert "/leden" in (await mo.hears("/privacy")).text
    town.brusano.says("/help")
    assert "/community" in (await town.brusano.hears("/privacy")).text


async def test_help_in_the_group_is_short_and_leads_to_the_private_chat(town: Town) -> None:
    founded = await town.community("Anna")
    anna = founded.people["Anna"]
    anna.says("/help@praktijkbot", founded.group)
    said = await anna.hears("/rsvp", chat=founded.group)
    assert "/privacy" not in said.text
    assert said.buttons


async def test_a_language_is_chosen_and_kept(town: Town) -> None:
    ben = town.telegram.world.person("Ben", language_code="nl")
    ben.says("/taal")
    await ben.hears("?")
    await ben.presses("English")
    await ben.hears("✅ From now on I write to you in English.")
    ben.says("/todo")
    await ben.hears("You are not registered in a community.")
    ben.says("/language klingon")
    await ben.hears("⛔")


async def test_cancel_says_what_it_cancelled(town: Town) -> None:
    town.brusano.says("/community\nname: Zuid")
    await town.brusano.hears("zone")
    town.brusano.says("/todo")
    await town.brusano.hears("founding a community")
    await town.brusano.presses("➡️")
    await town.brusano.hears("zone")
    town.brusano.says("/cancel")
    await town.brusano.hears("✅ Cancelled: founding a community.")
    town.brusano.says("/cancel")
    await town.brusano.hears("nothing to cancel")


async def test_privacy_says_what_telegram_does_not_protect(town: Town) -> None:
    town.brusano.says("/privacy")
    said = await town.brusano.hears("not end-to-end encrypted")
    assert "/forget" in said.text
    assert "/mydata" in said.text


async def test_mydata_holds_what_was_given(town: Town) -> None:
    founded = await town.community("Anna <b>&")
    anna = founded.people["Anna <b>&"]
    anna.says("/mydata")
    said = await anna.hears(lambda one: one.document is not None)
    assert said.document is not None
    kept = json.loads(said.document.content)
    assert kept["person"]["name"] == "Anna <b>&"
    assert kept["memberships"][0]["community"] == "Noord"


async def test_forget_asks_once_more_and_then_frees_the_seat(town: Town) -> None:
    founded = await town.community("Anna")
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    anna.says("/forget")
    asked = await anna.hears(lambda one: "✅" in str(one.buttons))
    await anna.presses("❌", asked)
    mo.says("/members")
    assert "Anna" in (await mo.hears("15")).text

    anna.says("/forget")
    asked = await anna.hears(lambda one: "✅" in str(one.buttons))
    await anna.presses("✅", asked)
    await anna.hears(lambda one: one.text.startswith("✅"))
    anna.forges("forget:yes", asked)
    await town.settles()

    mo.says("/members")
    said = await mo.hears("15")
    assert "Anna" not in said.text
    anna.says("/agenda")
    await anna.hears("⛔")


async def test_todo_is_empty_only_when_all_is_done(town: Town) -> None:
    founded = await town.community("Anna")
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    anna.says("/todo")
    await anna.hears("✅")
    mo.says("/todo")
    assert "/plan" in (await mo.hears("•")).text


async def test_menus_speak_each_language_and_fit_their_place(town: Town) -> None:
    founded = await town.community("Anna")
    mo, anna = founded.people["Mo"], founded.people["Anna"]
    town.brusano.opens()
    await town.settles()
    town.telegram.faults.next("server error", "setMyCommands")
    await menus.publish(town.app.bot, locales.load(BRUSSELS, "nl"), handlers.COMMANDS)

    def names(scope: str, language: str) -> set[str]:
        return {one["command"] for one in town.telegram.world.menus[(scope, language)]}

    everyones = names("all_private_chats", "nl")
    assert "taal" in everyones
    assert "langue" in names("all_private_chats", "fr")
    assert not {"leden", "gemeenschap"} & everyones
    assert names(f"chat:{COORDINATOR}", "nl") > everyones | {"gemeenschap", "interesse"}
    assert {"leden", "plan", "taal"} < names(f"chat:{mo.id}", "nl")
    assert (f"chat:{anna.id}", "nl") not in town.telegram.world.menus
    assert "mydata" not in names("all_group_chats", "nl")
    assert "rsvp" in names("all_group_chats", "")
    assert names("all_group_chats", "nl") <= names("all_chat_administrators", "nl")

    mo.says("/forget")
    await mo.hears("?")
    await mo.presses("✅")
    await town.settles()
    assert (f"chat:{mo.id}", "nl") not in town.telegram.world.menus


async def test_who_was_out_of_reach_and_writes_again_is_reached_again(town: Town) -> None:
    founded = await town.community("Anna")
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    town.telegram.faults.next(
        "refuse", "sendMessage", status=403, description="Forbidden: bot was blocked by the user"
    )
    anna.says("/help")
    await town.settles()
    mo.says("/members")
    assert "📵" in (await mo.hears("15")).text
    anna.says("/help")
    await anna.hears("/privacy")
    mo.says("/members")
    assert "📵" not in (await mo.hears("15")).text


async def plans_in_both(town: Town, noord: str, zuid: str) -> tuple[Person, Message]:
    """Anna is in two communities, each with its next meeting; what /todo shows her."""
    founded = await town.community("Anna", language="en")
    mo, anna = founded.people["Mo"], founded.people["Anna"]
    await joins_second(town, mo, anna)
    anna.says("/language en")
    await anna.hears("English")
    for name, line in (("Noord", noord), ("Zuid", zuid)):
        mo.says(f"/plan {line}")
        await mo.hears("?")
        await mo.presses(name)
        assert name in (await mo.hears("Huis")).text
        await mo.presses("✅")
        assert name in (await mo.hears(lambda said: said.text.startswith("✅"))).text
    anna.says("/todo")
    return anna, await anna.hears("•")


async def test_todo_tells_two_questions_apart_by_their_date(town: Town) -> None:
    anna, shown = await plans_in_both(
        town, "2027-01-19 14:00-16:30 Huis", "2027-01-20 14:00-16:00 Huis"
    )
    assert [label for label in shown.buttons if "✅" in label] == ["✅ Yes 19/01", "✅ Yes 20/01"]
    await anna.presses("✅ Yes 19/01", shown)
    await town.settles()
    anna.says("/todo")
    assert "✅ Yes" in (await anna.hears("•")).buttons


async def test_todo_tells_two_questions_of_one_day_apart_by_their_hour(town: Town) -> None:
    _, shown = await plans_in_both(
        town, "2027-01-19 10:00-12:00 Huis", "2027-01-19 14:00-16:00 Huis"
    )
    assert [label for label in shown.buttons if "❌" in label] == [
        "❌ No 19/01 10:00",
        "❌ No 19/01 14:00",
    ]
