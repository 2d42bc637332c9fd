"""The reminders around a meeting, over HTTP, with the clock moved. Default rhythm and quiet hours.

The meeting is on Tuesday 19 January 2027 at 14:00.
"""

import pytest

from bot.playground.people import Person
from tests.end_to_end.test_meetings import answers, planned
from tests.end_to_end.town import Founded, Town


async def waits(town: Town, *names: str) -> Founded:
    """A community with a planned meeting that Mo and Mia have answered."""
    founded = await town.community(*names)
    await planned(town, founded, "/plan 2027-01-19 14:00-16:30 Citisen")
    assert founded.group is not None
    founded.people["Mia"].joins(founded.group)
    for name in ("Mo", "Mia"):
        await answers(town, founded, founded.people[name], "✅")
    return founded


async def comes(town: Town, moment: str) -> None:
    """Let it be this moment, and everything due be said."""
    await town.moves_to(moment)
    await town.settles()


def heard(person: Person) -> int:
    return len(person.chat.messages)


async def test_a_week_before_only_who_has_not_answered_is_asked(town: Town) -> None:
    founded = await waits(town, "Anna", "Ben")
    anna, ben, mo = (founded.people[name] for name in ("Anna", "Ben", "Mo"))
    await answers(town, founded, anna, "❌")
    before = heard(anna), heard(ben), heard(mo)

    await comes(town, "2027-01-12 13:59")
    assert (heard(anna), heard(ben), heard(mo)) == before
    await comes(town, "2027-01-12 14:00")

    assert (heard(anna), heard(ben), heard(mo)) == (before[0], before[1] + 1, before[2])
    asked = await ben.sees("Citisen")
    assert [label[0] for label in asked.buttons] == ["✅", "❌", "🤔"]
    await ben.presses("✅", asked)
    await town.settles()
    assert "Ben" in (await ben.sees("Citisen", chat=founded.group)).text


async def test_the_eve_is_posted_once_in_the_group_and_asks_the_silent_privately(
    town: Town,
) -> None:
    founded = await waits(town, "Anna", "Ben")
    anna, ben, mo = (founded.people[name] for name in ("Anna", "Ben", "Mo"))
    assert founded.group is not None
    mo.says("/session 1\npreparation: lees het verslag")
    await answers(town, founded, anna, "✅")
    await comes(town, "2027-01-12 14:00")
    posts, before = len(founded.group.messages), (heard(anna), heard(ben))

    await comes(town, "2027-01-18 14:00")
    await comes(town, "2027-01-18 14:01")

    assert len(founded.group.messages) == posts + 1
    assert "lees het verslag" in founded.group.messages[-1].text
    assert (heard(anna), heard(ben)) == (before[0], before[1] + 1)
    assert "lees het verslag" in (await ben.sees("Citisen")).text


async def test_after_a_long_sleep_everything_comes_in_one_message(town: Town) -> None:
    founded = await waits(town, "Anna")
    before = heard(founded.people["Anna"])

    await comes(town, "2027-01-19 09:00")

    assert heard(founded.people["Anna"]) == before + 1


async def test_what_fell_due_in_a_sleep_waits_for_the_end_of_the_quiet_hours(town: Town) -> None:
    founded = await waits(town, "Anna")
    anna = founded.people["Anna"]
    before = heard(anna)

    await comes(town, "2027-01-18 23:00")
    assert heard(anna) == before
    await answers(town, founded, anna, "✅")
    shown = heard(anna)
    await comes(town, "2027-01-19 08:00")

    assert heard(anna) == shown


async def test_a_reminder_of_a_meeting_that_began_is_not_sent(town: Town) -> None:
    founded = await waits(town, "Anna")
    anna = founded.people["Anna"]
    assert founded.group is not None
    before = heard(anna), len(founded.group.messages)

    await comes(town, "2027-01-19 14:00")

    assert (heard(anna), len(founded.group.messages)) == before


async def test_the_morning_after_moderators_are_asked_who_was_there(town: Town) -> None:
    founded = await waits(town, "Anna")
    mo, mia, anna = (founded.people[name] for name in ("Mo", "Mia", "Anna"))
    await comes(town, "2027-01-19 17:00")
    before = heard(mo), heard(mia), heard(anna)

    await comes(town, "2027-01-20 08:00")

    assert (heard(mo), heard(mia), heard(anna)) == (before[0] + 1, before[1] + 1, before[2])
    assert [label[0] for label in mo.chat.messages[-1].buttons] == ["☑", "☑", "☐", "✅"]


async def test_when_a_meeting_is_over_the_next_ones_card_is_posted(town: Town) -> None:
    founded = await waits(town)
    await planned(town, founded, "/plan 2027-02-16 14:00-16:30 Markten")
    assert founded.group is not None
    assert not [message for message in founded.group.messages if "Markten" in message.text]

    await comes(town, "2027-01-19 16:30")

    card = await founded.people["Mo"].sees("Markten", chat=founded.group)
    assert len(card.buttons) == 3


async def test_without_a_group_the_eve_is_told_privately_but_not_to_who_cannot_come(
    town: Town,
) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    anna = await town.registers(founded, "Anna", founded.member)
    ben = await town.registers(founded, "Ben", founded.member)
    await planned(town, founded, "/plan 2027-01-19 14:00-16:30 Citisen")
    for person, sign in ((mo, "✅"), (anna, "✅"), (ben, "❌")):
        person.says("/rsvp")
        await person.hears("Citisen")
        await person.presses(sign)
    await comes(town, "2027-01-12 14:00")
    before = heard(mo), heard(anna), heard(ben)

    await comes(town, "2027-01-18 14:00")

    assert (heard(mo), heard(anna), heard(ben)) == (before[0] + 1, before[1] + 1, before[2])


async def test_a_moved_meeting_is_reminded_of_at_its_new_moment_only(town: Town) -> None:
    founded = await waits(town, "Anna")
    mo, anna = founded.people["Mo"], founded.people["Anna"]
    mo.says("/session 1\ndate: 2027-03-16")
    await mo.hears("16")
    await mo.presses("✅")
    await town.settles()
    before = heard(anna)

    await comes(town, "2027-01-18 14:00")
    assert heard(anna) == before
    await comes(town, "2027-03-09 14:00")
    assert heard(anna) == before + 1


@pytest.mark.parametrize(
    "change", ["/session 1\nvenue: Elders", "/plan 2027-01-19 14:00-16:30 Elders"]
)
async def test_a_venue_that_changes_after_the_eve_is_told_in_the_group(
    town: Town, change: str
) -> None:
    founded = await waits(town)
    assert founded.group is not None
    await comes(town, "2027-01-18 13:00")
    posts = len(founded.group.messages)
    await venue_changes(town, founded, "/session 1\nvenue: De Markten")
    assert len(founded.group.messages) == posts

    await comes(town, "2027-01-18 14:00")
    posts = len(founded.group.messages)
    await venue_changes(town, founded, "/session 1\ntheme: Wonen")
    assert len(founded.group.messages) == posts
    await venue_changes(town, founded, change)

    (told,) = founded.group.messages[posts:]
    assert told.text.startswith("📍")
    assert "Elders" in told.text


async def venue_changes(town: Town, founded: Founded, change: str) -> None:
    """Have a moderator change a meeting, and everything be said."""
    mo = founded.people["Mo"]
    mo.says(change)
    if change.startswith("/plan"):
        await mo.hears("14:00")
        await mo.presses("✅")
    await mo.hears("✅")
    await town.settles()
