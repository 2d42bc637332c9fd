"""A year of one community, from September to July, as its coordinator lives it.

It is found from interest, followed, harvested and closed; on every phone it stays calm, and at the
end nothing personal is left in any file that should not be.
"""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from storage.summaries import Summary
from tests.end_to_end.bringing import dumped, until
from tests.end_to_end.ending import MORNING_AFTER, PLAN, RATINGS, SUMMER, Cycle, data_of
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.test_closing_erased import files_of, long_texts, still_in
from tests.end_to_end.town import Founded, Town, living

pytestmark = pytest.mark.long

STAY = ("Ann", "Bea", "Cis", "Dirk", "Ela")
LEFT, WITHDREW = "Zwartkopmees", "Kuifleeuwerik"
NAME = "Nieuwland"
KEPT, SHARED = "Goudplevier was what they brought along", "Nachtegaal is what they learned"
LISTED = (1, 2, 3, 5, 8)
"""The meetings of which the list is ticked."""
SUMMED_UP = (1, 5)
LEAVES_AFTER = 3
FOLLOWED_AFTER = 5
MOMENTS = ((-14, "10:00"), (-1, "14:00"), (1, "10:00"), (9, "10:00"))
"""When the program looks, in days from a meeting and on the wall."""
MOST_A_MONTH = 3
"""Messages to one phone by the morning after a meeting; nobody asked for any of them."""
INTEREST = (
    "/start src_poster\nname: {name}\nmunicipality: Laken\nzone: Noord\nprofession: nurse {name}\n"
    "sector: health care\norganisation: House {name}\ncontact: {name}@example.org\n"
    "language: en\nas: alone"
)


async def leaves_interest(town: Town, name: str) -> Person:
    """Someone new leaves their interest at once."""
    person = town.telegram.world.person(name, language_code="en")
    person.says(INTEREST.format(name=name))
    await person.presses("✅", await person.hears(having("✅", "✏️", "❌")))
    await person.hears(lambda said: said.text.startswith("✅"))
    return person


def label_of(said: Message, carried: str) -> str:
    """The label of the first button whose data begins so."""
    return next(
        one.text for row in said.rows for one in row if (one.data or "").startswith(carried)
    )


async def founded_from_interest(town: Town, people: dict[str, Person]) -> Founded:
    """The coordinator founds a community of all but one of those in the zone."""
    els = town.brusano
    els.says("/interest")
    await els.presses("North", await els.hears(having("North")))
    await els.presses("✏️", await els.hears(having("✏️")))
    group = await els.hears(having("❌", "☑"))
    out = next(one for one in group.buttons if WITHDREW in one)
    await els.presses(out, group)
    group = await els.hears(having(f"☐{out[1:]}"))
    await els.presses(label_of(group, "choose:name:"), group)
    await els.hears(having("❌"))
    els.says(f"name: {NAME}\nlanguage: nl\nmunicipality: Laken")
    await els.presses("✅", await els.hears(having("✅", "✏️", "❌")))
    told = (await els.sees("startgroup=")).text
    await town.settles()
    group_link, first, second, member, lead, user = re.findall(r"https://t\.me/\S+", told)
    founded = Founded(group_link, [first, second], member, lead, user)
    for name, person in people.items():
        await accepts(person, NAME)
        founded.people[name] = person
    return founded


async def accepts(person: Person, community: str) -> None:
    """Register by the invitation that was sent."""
    invited = await person.sees(holding("🎉", community))
    (link,) = [str(one.url) for row in invited.rows for one in row if one.url]
    person.opens(link)
    await person.presses("✅", await person.hears(having("✅")))
    await person.presses("✅", await person.hears(holding("2026-1")))
    await person.hears(lambda said: said.text.startswith("🎉"))


async def begun(town: Town) -> tuple[Cycle, Person]:
    """A community founded from interest, complete and planned; and who was not chosen."""
    everyone = {name: await leaves_interest(town, name) for name in (*STAY, LEFT, WITHDREW)}
    waiting = everyone.pop(WITHDREW)
    founded = await founded_from_interest(town, everyone)
    mo = await town.registers(founded, "Mo", founded.moderators[0], "en")
    await town.registers(founded, "Mia", founded.moderators[1], "en")
    group = town.telegram.world.group("PG", [mo], supergroup=True)
    mo.adds_bot(group, founded.group_link, rights=("pin_messages", "invite_users"))
    founded.group = group
    await town.settles()
    for person in everyone.values():
        person.joins(group)
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return Cycle(town, founded), waiting


async def withdraws(person: Person) -> None:
    person.says("/todo")
    await person.presses("🗑", await person.hears(having("🗑")))
    await person.presses("✅", await person.hears(having("✅", "❌")))
    await person.hears(lambda said: said.text.startswith("✅"))


async def ticks(mo: Person, number: int) -> None:
    """Everyone was there."""
    mo.says(f"/attendance {number}")
    listed = await mo.hears(having("☐", "✅"))
    for label in [one for one in listed.buttons if one.startswith("☐")]:
        await mo.presses(label, listed)
    await mo.presses("✅", listed)


async def sums_up(mo: Person) -> None:
    """One part is for the group, one goes to Brusano too."""
    mo.says(f"/summary\nbrought: {KEPT}\nlearned: {SHARED}")
    preview = await mo.hears(having("📨", "🔒"))
    share = next(one for one in data_of(preview) if re.match(r"summary:share:\d+:learned:1", one))
    await mo.forges(share, preview)
    await mo.presses("📨", await mo.hears(having("🏛")))
    await mo.hears(lambda said: said.text.startswith("✅"))


async def forgets(cycle: Cycle, name: str) -> None:
    person = cycle.founded.people.pop(name)
    person.says("/forget")
    await person.presses("✅", await person.hears(having("✅", "❌")))
    await cycle.town.settles()


async def follows(cycle: Cycle) -> None:
    """The coordinator sees how far it has come, and no name of a member."""
    els = cycle.town.brusano
    els.says("/overview")
    front = await els.hears(holding(NAME, "6 of 10", "100"))
    await els.hears(lambda said: said.photo is not None)
    await els.presses(next(one for one in front.buttons if NAME in one), front)
    page = await els.hears(holding(NAME, "Mo"))
    assert not any(name in f"{front.text}\n{page.text}" for name in (*STAY, LEFT, WITHDREW))


async def lives(cycle: Cycle, number: int, day: datetime) -> None:
    """One month: the days before a meeting, the meeting, and the days after it."""
    heard = {name: len(from_bot(one)) for name, one in cycle.founded.people.items()}
    for days, time in MOMENTS:
        await cycle.comes(f"{day + timedelta(days=days):%Y-%m-%d} {time}")
        if days == 1:
            told = {name: len(from_bot(one)) for name, one in cycle.founded.people.items()}
            most = max(told[name] - heard[name] for name in told)
            assert most <= MOST_A_MONTH, (number, most)
            await recorded(cycle, number)
    if number == FOLLOWED_AFTER:
        await follows(cycle)


async def recorded(cycle: Cycle, number: int) -> None:
    """The moderator's part of the morning after; once somebody leaves."""
    mo = cycle.person("Mo")
    if number in LISTED:
        await ticks(mo, number)
    if number in SUMMED_UP:
        await sums_up(mo)
    if number == LEAVES_AFTER:
        await forgets(cycle, LEFT)
    await cycle.town.settles()


async def harvested(town: Town) -> str:
    """What the coordinator's export of the community holds, as JSON."""
    els = town.brusano
    els.says(f"/export {NAME}\nlanguage: en\nformat: json")
    await els.presses("📨", await els.hears(having("📨")))
    await town.settles()
    (file,) = [
        one.document for one in els.chat.messages if one.document and "json" in one.document.name
    ]
    return json.dumps(json.loads(file.content), ensure_ascii=False)


def parts_of_summaries(session: Session) -> list[dict[str, str]]:
    """The sealed parts of what was written, by name."""
    return [dict(one.parts) for one in session.exec(select(Summary))]


async def test_a_year_from_interest_to_the_summer(
    telegram: Telegram, database_url: str, tmp_path: Path
) -> None:
    days = [datetime.fromisoformat(line[:10]) for line in PLAN.splitlines()[1:]]
    seen: set[str] = set()
    async with living(telegram, database_url) as town:
        cycle, waiting = await begun(town)
        seen |= long_texts(await town.app.database.read(dumped))
        await withdraws(waiting)
        for number, day in enumerate(days[:-1], start=1):
            await lives(cycle, number, day)
            seen |= long_texts(await town.app.database.read(dumped))

        await cycle.comes(MORNING_AFTER)
        for name in (*STAY, "Mo"):
            await cycle.rates(cycle.person(name), *RATINGS, going="yes")
        harvest = await harvested(town)
        assert SHARED in harvest
        assert not any(text in harvest for text in (KEPT, LEFT, WITHDREW, *STAY, "Mia"))
        assert (await cycle.closes(cycle.person("Mo"))).text.startswith("✅")
        seen |= long_texts(await town.app.database.read(dumped))
        heard = {name: len(from_bot(one)) for name, one in cycle.founded.people.items()}
        await cycle.comes(SUMMER)
        assert {name: len(from_bot(one)) for name, one in cycle.founded.people.items()} == heard

        kept = long_texts(await town.app.database.read(dumped))
        sealed = await town.app.database.read(parts_of_summaries)
        shared = [text for parts in sealed for text in parts.values()]
        assert [town.app.services.cipher.decrypt(text) for text in shared] == [SHARED, SHARED]
        gone = [*(seen - kept), LEFT, WITHDREW, KEPT]
        await until(lambda: not still_in(files_of(town, database_url, tmp_path), gone))

    found = files_of(town, database_url, tmp_path)
    assert still_in(found, gone) == []
    assert still_in(found, shared) == shared
