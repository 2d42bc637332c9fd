"""Planning, changing and reading the cycle, over HTTP. Signs and facts are asserted, not words."""

import pytest
from icalendar import Calendar

from bot.playground.model import CallbackQuery, Message
from bot.playground.people import Person
from tests.end_to_end.town import Founded, Town

PLAN = "/plan\n2027-01-19 14:00-16:30 Citisen\n2027-02-16 14:00-16:30 De Markten"


def asks(said: Message) -> bool:
    """Whether a message waits for ✅."""
    return any(label.startswith("✅") for label in said.buttons)


def is_refused(pop_up: CallbackQuery) -> bool:
    return (pop_up.text or "").startswith("⛔")


def is_done(said: Message) -> bool:
    return said.text.startswith("✅")


async def planned(town: Town, founded: Founded, plan: str = PLAN) -> None:
    """Have a moderator plan, confirm, and the card be posted."""
    mo = founded.people["Mo"]
    mo.says(plan)
    await mo.hears("14:00")
    await mo.presses("✅")
    await mo.hears(is_done)
    await town.settles()


async def card(founded: Founded, venue: str) -> Message:
    """The group's card, once it shows this venue."""
    return await founded.people["Mo"].sees(
        lambda said: venue in said.text and bool(said.buttons), chat=founded.group
    )


async def answers(town: Town, founded: Founded, who: Person, sign: str) -> None:
    """Have somebody press an answer on the card."""
    await who.presses(sign, chat=founded.group)
    await town.settles()


async def test_a_plan_is_previewed_and_planned_by_one_press(town: Town) -> None:
    founded = await town.community("Anna")
    mo = founded.people["Mo"]

    mo.says(PLAN)
    preview = await mo.hears("Citisen")
    assert "De Markten" in preview.text
    assert founded.group is not None
    assert not [message for message in founded.group.messages if "Citisen" in message.text]
    await mo.presses("✅")

    done = await mo.hears(is_done)
    assert "2" in done.text.splitlines()[0]
    assert len((await card(founded, "Citisen")).buttons) == 3


async def test_unreadable_lines_are_named_and_nothing_is_planned(town: Town) -> None:
    founded = await town.community()
    mo = founded.people["Mo"]

    mo.says("/plan\n2027-01-19 14:00-16:30 Citisen\n31/02/2027 14:00-16:30 X\n2027-03-16 25:61 Y")
    told = await mo.hears("⛔")
    assert "31/02/2027" in told.text
    assert "25:61" in told.text
    assert not asks(told)

    mo.says("2027-03-16 14:00-16:30 <b>Zaal & Co</b>")
    preview = await mo.hears("<b>Zaal & Co</b>")
    assert "Citisen" not in preview.text
    await mo.presses("✅")
    assert "1" in (await mo.hears(is_done)).text.splitlines()[0]


async def test_a_plan_that_was_only_previewed_waits_until_the_moderator_comes_back(
    town: Town,
) -> None:
    founded = await town.community()
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.hears("Citisen")

    mo.says("/agenda")
    await mo.hears(lambda said: "Citisen" not in said.text)
    mo.says("/plan")
    await mo.hears("De Markten")


async def test_the_other_moderator_may_confirm_and_a_second_press_changes_nothing(
    town: Town,
) -> None:
    founded = await town.community("Anna")
    mo, mia, anna = (founded.people[name] for name in ("Mo", "Mia", "Anna"))
    assert founded.group is not None
    mia.joins(founded.group)
    mo.says(PLAN, founded.group)
    preview = await mo.sees("Citisen", chat=founded.group)
    data = str(preview.rows[0][0].data)

    refused = await anna.presses("✅", preview, chat=founded.group)
    assert is_refused(refused)
    await mia.presses("✅", preview, chat=founded.group)
    await town.settles()
    await mia.forges(data, preview)
    await town.settles()

    mo.says("/agenda")
    agenda = await mo.hears("Citisen")
    assert agenda.text.count("Citisen") == 1


async def test_an_old_preview_does_not_confirm_a_newer_list(town: Town) -> None:
    founded = await town.community()
    mo = founded.people["Mo"]
    mo.says(PLAN)
    old = await mo.hears("Citisen")
    mo.says("/plan 2027-05-18 14:00-16:30 Elders")
    await mo.hears("Elders")

    assert is_refused(await mo.presses("✅", old))
    mo.says("/agenda")
    await mo.hears(lambda said: "Elders" not in said.text)


async def test_a_second_plan_adds_and_a_line_on_a_planned_day_moves(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna = founded.people["Anna"]
    await answers(town, founded, anna, "✅")

    await planned(town, founded, "/plan\n2027-01-12 14:00-15:00 Nieuw\n2027-01-19 15:00-17:00")

    mo = founded.people["Mo"]
    mo.says("/session 2")
    second = await mo.hears("Citisen")
    assert "15:00" in second.text
    await anna.sees("15:00")


async def test_a_new_venue_redraws_the_card_and_asks_nobody(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    await answers(town, founded, anna, "✅")
    before = len(anna.chat.messages)

    mo.says("/session 1\nlieu: Salle B\nthème: Logement & dettes\nvoorbereiding: een casus")
    assert "Salle B" in (await mo.hears(is_done)).text
    await town.settles()

    shown = await card(founded, "Salle B")
    assert "Logement & dettes" in shown.text
    assert "Anna" in shown.text
    assert len(anna.chat.messages) == before


async def test_a_moved_meeting_asks_everyone_again_after_a_confirmation(town: Town) -> None:
    founded = await town.community("Anna", "Ben")
    await planned(town, founded)
    anna, ben, mo = (founded.people[name] for name in ("Anna", "Ben", "Mo"))
    await answers(town, founded, anna, "✅")
    silent = len(ben.chat.messages)

    mo.says("/sessie 1\ndatum: 21/01/2027")
    preview = await mo.hears("21")
    assert "19" in preview.text
    assert "Anna" in (await card(founded, "Citisen")).text
    await mo.presses("✅")
    await mo.hears(is_done)
    await town.settles()

    again = await anna.sees("🔄")
    assert [label[0] for label in again.buttons] == ["✅", "❌", "🤔"]
    assert "Anna" not in (await card(founded, "21")).text
    assert len(ben.chat.messages) == silent
    await anna.presses("❌", again)
    await town.settles()
    assert "Anna" in (await card(founded, "21")).text


async def moved(town: Town, founded: Founded, change: str) -> None:
    """Have a moderator move or cancel meeting 1, and everybody told."""
    mo = founded.people["Mo"]
    mo.says(f"/session 1\n{change}")
    await mo.hears(asks)
    await mo.presses("✅")
    await mo.hears(is_done)
    await town.settles()


def posts(founded: Founded, since: int) -> list[str]:
    """What the group was told of changes after its first messages."""
    assert founded.group is not None
    return [one.text for one in founded.group.messages[since:] if one.text.startswith(("🔄", "❌"))]


async def test_a_moved_meeting_is_told_to_the_group_and_to_who_was_reminded_of_it(
    town: Town,
) -> None:
    founded = await town.community("Anna", "Ben")
    await planned(town, founded)
    anna, ben = founded.people["Anna"], founded.people["Ben"]
    assert founded.group is not None
    since, unasked = len(founded.group.messages), len(anna.chat.messages)
    await moved(town, founded, "date: 20/01/2027")
    (told,) = posts(founded, since)
    assert "19" in told.splitlines()[0]
    assert "20" in told.splitlines()[0]
    assert len(anna.chat.messages) == unasked

    await town.moves_to("2027-01-13 14:00")
    await town.settles()
    reminded = len(anna.chat.messages), len(ben.chat.messages)
    await moved(town, founded, "date: 21/01/2027")

    assert (len(anna.chat.messages), len(ben.chat.messages)) == (reminded[0] + 1, reminded[1] + 1)
    assert (await anna.sees("🔄")).buttons[0].startswith("✅")


async def test_meetings_that_move_together_are_one_post_in_the_group(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    assert founded.group is not None
    since = len(founded.group.messages)

    await planned(town, founded, "/plan\n2027-01-19 10:00-12:00\n2027-02-16 10:00-14:00")

    (told,) = posts(founded, since)
    assert told.count("🔄") == 2


async def test_a_meeting_that_was_moved_and_then_cancelled_is_told_to_who_had_answered(
    town: Town,
) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna = founded.people["Anna"]
    assert founded.group is not None
    await answers(town, founded, anna, "✅")
    await moved(town, founded, "date: 21/01/2027")
    since, before = len(founded.group.messages), len(anna.chat.messages)

    await moved(town, founded, "cancel: yes")

    assert len(anna.chat.messages) == before + 1
    assert "❌" in anna.chat.messages[-1].text
    (told,) = posts(founded, since)
    assert told.startswith("❌")


async def test_a_press_on_an_outdated_move_is_refused(town: Town) -> None:
    founded = await town.community()
    await planned(town, founded)
    mo = founded.people["Mo"]
    mo.says("/session 1\ndate: 2027-01-21")
    old = await mo.hears("21")
    mo.says("/session 1\nvenue: Elders")
    await mo.hears(is_done)

    assert is_refused(await mo.presses("✅", old))


async def test_one_thing_is_changed_step_by_step_and_a_wrong_date_is_asked_again(
    town: Town,
) -> None:
    founded = await town.community()
    await planned(town, founded)
    mo = founded.people["Mo"]

    mo.says("/session")
    shown = await mo.hears("Citisen")
    await mo.presses(shown.buttons[0], shown)
    mo.says("31/02/2027")
    await mo.hears("⛔")
    mo.says("2027-01-26")
    await mo.hears("26")
    await mo.presses("✅")
    assert "26" in (await mo.hears(is_done)).text


async def test_a_cancelled_meeting_is_told_to_who_would_come(town: Town) -> None:
    founded = await town.community("Anna", "Ben")
    await planned(town, founded)
    anna, ben, mo = (founded.people[name] for name in ("Anna", "Ben", "Mo"))
    await answers(town, founded, anna, "✅")
    await answers(town, founded, ben, "❌")
    silent = len(ben.chat.messages)

    mo.says("/session 1")
    await mo.hears("Citisen")
    await mo.presses("❌")
    await mo.hears(asks)
    await mo.presses("✅")
    await mo.hears(is_done)
    await town.settles()

    await anna.sees("❌")
    assert len(ben.chat.messages) == silent
    assert (await card(founded, "De Markten")).text
    mo.says("/agenda")
    assert "Citisen" not in (await mo.hears("De Markten")).text


async def test_members_read_their_answers_and_take_the_calendar_along(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna, mo = founded.people["Anna"], founded.people["Mo"]
    await answers(town, founded, anna, "✅")

    anna.says("/agenda")
    agenda = await anna.hears("Citisen")
    assert "✅" in agenda.text
    before = await calendar(anna)
    mo.says("/session 2\ncancel: yes")
    await mo.hears(asks)
    await mo.presses("✅")
    await town.settles()
    after = await calendar(anna)

    assert {uid: status for uid, (_, status) in before.items()} == dict.fromkeys(
        before, "CONFIRMED"
    )
    assert before.keys() == after.keys()
    assert sorted(status for _, status in after.values()) == ["CANCELLED", "CONFIRMED"]
    assert sorted(sequence for sequence, _ in after.values()) == [0, 1]


async def test_a_meeting_with_another_number_is_new_to_calendars(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna = founded.people["Anna"]
    before = await calendar(anna)

    await planned(town, founded, "/plan 2027-01-12 14:00-15:00 Citisen")
    after = await calendar(anna)

    assert [after[uid][0] for uid in before] == [1, 1]
    assert sum(sequence for sequence, _ in after.values()) == 2


async def calendar(person: Person) -> dict[str, tuple[int, str]]:
    """Sequence and status of each event in the file behind 🗓, by UID."""
    person.says("/agenda")
    await person.hears("Citisen")
    await person.presses("🗓")
    said = await person.hears(lambda one: one.document is not None)
    assert said.document is not None
    events = Calendar.from_ical(said.document.content).walk("VEVENT")
    return {
        str(event["UID"]): (int(str(event["SEQUENCE"])), str(event["STATUS"])) for event in events
    }


@pytest.mark.parametrize("command", ["/plan 2027-01-19 14:00-16:30 X", "/session 1\nvenue: Y"])
async def test_members_cannot_plan_or_change(town: Town, command: str) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna = founded.people["Anna"]

    anna.says(command)
    await anna.hears("⛔")


@pytest.mark.parametrize("data", ["called:1", "move:1:1800000000:1800003600:0", "change:1:2"])
async def test_a_forged_button_of_a_member_changes_nothing(town: Town, data: str) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    anna = founded.people["Anna"]
    anna.says("/agenda")
    agenda = await anna.hears("Citisen")

    refused = await anna.forges(f"meetings:{data}", agenda)

    assert is_refused(refused)
    assert "Citisen" in (await card(founded, "Citisen")).text


async def test_in_two_languages_a_move_and_a_cancellation_are_whole_sentences_in_each(
    town: Town,
) -> None:
    founded = await town.community(language="nl+fr")
    await planned(town, founded)
    assert founded.group is not None
    since = len(founded.group.messages)

    await moved(town, founded, "date: 21/01/2027")
    await moved(town, founded, "cancel: yes")

    for told in posts(founded, since):
        dutch, french = told.splitlines()
        assert "januari" in dutch
        assert "janvier" not in dutch
        assert "janvier" in french
        assert "januari" not in french
    assert len(posts(founded, since)) == 2


async def test_a_meeting_that_is_over_is_neither_moved_nor_cancelled(town: Town) -> None:
    founded = await town.community("Anna")
    await planned(town, founded)
    mo = founded.people["Mo"]
    assert founded.group is not None
    mo.says("/session 1")
    early = await mo.hears("Citisen")
    mo.says("/session 1\ncancel: yes")
    cancel = await mo.hears(asks)
    mo.says("/session 1\ndate: 21/01/2028")
    move = await mo.hears(lambda said: asks(said) and "2028" in said.text)
    await town.moves_to("2027-01-19 16:30")
    await town.settles()
    since = len(founded.group.messages)

    assert is_refused(await mo.presses("❌", early))
    assert is_refused(await mo.presses("✅", cancel))
    assert is_refused(await mo.presses("✅", move))
    for change in ("cancel: yes", "date: 21/01/2028", "time: 10:00-12:00"):
        mo.says(f"/session 1\n{change}")
        assert not asks(await mo.hears("⛔"))
    mo.says("/session 1\ntheme: Wonen")
    shown = await mo.hears("Wonen")
    assert not [label for label in shown.buttons if label.startswith("❌")]
    assert len(early.buttons) == len(shown.buttons) + 3

    await town.settles()
    assert posts(founded, since) == []


async def test_a_plan_that_changes_a_venue_says_so_before_it_is_confirmed(town: Town) -> None:
    founded = await town.community()
    await planned(town, founded)
    mo = founded.people["Mo"]

    mo.says("/plan 2027-01-19 14:00-16:30 Elders")
    preview = await mo.hears("Elders")

    (changed,) = [line for line in preview.text.splitlines() if "🔄" in line]
    assert "📍" in changed
    assert "Citisen" in changed
    assert "Elders" in changed
