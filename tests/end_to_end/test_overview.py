"""`/overview`: what a coordinator reads and sees of the communities, and who sees none of it.

Names, signs and numbers are looked for, not the program's own words.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.people import Person
from handlers.core.screens import TEXT_LIMIT
from storage import communities, meetings
from storage.attendance import Attendance
from storage.communities import Community
from storage.members import Membership
from storage.members import Person as Known
from tests.end_to_end.handing import PLAN, having
from tests.end_to_end.town import COORDINATOR, Town

NORTH = {"nl": "Noord", "fr": "Nord", "en": "North"}
NAME = "Noord & <b>Zuid</b>"


@dataclass
class Seen:
    """What `/overview` brought: the text with its buttons, and the picture."""

    text: Message
    picture: Message | None


async def asks(person: Person, word: str = "/overview") -> Seen:
    person.says(word)
    text = await person.hears("📊")
    return Seen(text, await person.hears(lambda said: said.photo is not None))


def data(message: Message, verb: str) -> str:
    """What the first button with this verb carries."""
    held = (one.data or "" for row in message.rows for one in row)
    return next(one for one in held if one.startswith(f"overview:{verb}"))


def tick(session: Session) -> None:
    """Six people were at the first session; a seventh was not."""
    first = meetings.with_number(session, 1, 1)
    assert first is not None
    for number, own in enumerate(session.exec(select(Membership)).all()):
        session.add(
            Attendance(
                meeting_id=first.id or 0,
                seat_id=own.seat_id,
                person_id=own.person_id,
                was_present=number < 6,
                saved_at=first.ends_at,
            )
        )


@pytest.mark.parametrize("language", NORTH)
async def test_a_coordinator_reads_it_sees_it_and_opens_a_community(
    town: Town, language: str
) -> None:
    founded = await town.community("Ann", "Ben", "Cis", "Dora", "Eef")
    founded.people["Mo"].says(PLAN)
    await founded.people["Mo"].presses("✅", await founded.people["Mo"].hears("De Kade"))
    await town.settles()
    await town.app.database.write(tick)
    await town.moves_to("2026-10-01 10:00")
    town.brusano.language_code = language

    word = {"nl": "/overzicht", "fr": "/apercu", "en": "/overview"}[language]
    seen = await asks(town.brusano, word)

    assert NORTH[language] in seen.text.text
    assert "7" in seen.text.text
    assert "85 %" in seen.text.text
    assert seen.picture is not None
    assert seen.picture.photo is not None
    assert seen.picture.photo.content.startswith(b"\x89PNG")
    await town.brusano.presses("📎", seen.picture)
    sent = await town.brusano.hears(lambda said: said.document is not None)
    assert sent.document is not None
    assert len(sent.document.content) > len(seen.picture.photo.content)
    await town.brusano.forges(data(seen.text, "one"), seen.text)
    page = await town.brusano.hears(having("🔗"))
    assert "Mo, Mia" in page.text
    assert "1: 85 %" in page.text
    assert "Ann" not in page.text
    await town.brusano.presses("⬅️", page)
    zone = await town.brusano.hears("📊")
    assert NORTH[language] in zone.text
    await town.brusano.forges(data(zone, "one"), zone)
    await town.brusano.presses("🔗", await town.brusano.hears(having("🔗")))
    assert "startgroup" in (await town.brusano.hears("https://")).text


async def test_whoever_is_no_coordinator_or_is_none_any_more_sees_nothing(town: Town) -> None:
    founded = await town.community("Ann")
    seen = await asks(town.brusano)
    mo = founded.people["Mo"]
    own = mo.chat.messages[-1]

    async def sees_nothing(person: Person, message: Message) -> None:
        person.says("/overview")
        assert (await person.hears("⛔")).buttons == []
        for held in ("front", "one:1", "zone:north:0", "needs:0", "old:0", "file"):
            pop_up = await person.forges(f"overview:{held}", message)
            assert (pop_up.text or "").startswith("⛔")

    await sees_nothing(mo, own)
    object.__setattr__(town.app.settings, "coordinators", frozenset({COORDINATOR + 1}))
    await sees_nothing(town.brusano, seen.text)


FORGED = ("", "one", "one:99", "one:x", "one:99999999999999999999", "zone", "zone:mars:0", "oh:1")


async def test_a_forged_button_is_refused_with_a_reason(town: Town) -> None:
    await town.founds()
    seen = await asks(town.brusano)

    for held in FORGED:
        pop_up = await town.brusano.forges(f"overview:{held}", seen.text)
        assert (pop_up.text or "").startswith("⛔"), held


async def test_many_communities_are_read_zone_by_zone_and_page_by_page(town: Town) -> None:
    await town.founds(NAME)
    await town.app.database.write(partial(many, town=town))

    seen = await asks(town.brusano)

    assert len(seen.text.text) <= TEXT_LIMIT
    await town.brusano.presses("⚠️ All", seen.text)
    needs = await town.brusano.hears("⚠️")
    await town.brusano.presses("➡️ 2/", needs)
    assert (await town.brusano.hears("⚠️")).button("⬅️ 1/") is not None
    await town.brusano.forges("overview:zone:north:0", seen.text)
    zone = await town.brusano.hears(lambda said: said.button("➡️ 2/") is not None)
    await town.brusano.forges("overview:zone:north:999", zone)
    last = await town.brusano.hears(lambda said: NAME in said.text)
    assert last.button("➡️") is None
    await town.brusano.forges("overview:old:0", seen.text)
    assert "Voorbij" in (await town.brusano.hears("🗄")).text


def many(session: Session, town: Town) -> None:
    """Sixty communities with the longest names, one of them archived."""
    now = town.clock()
    for number in range(60):
        name = f"{number:02} {'L' * 77}" if number else "Voorbij"
        session.add(
            Community(
                name=name,
                name_key=name.casefold(),
                zone=("north", "south")[number % 2],
                language="nl",
                group_token=communities.new_token(),
                founded_at=now - timedelta(days=300),
                archived_at=None if number else now,
            )
        )


async def test_no_name_but_the_moderators_and_no_small_number_is_told(town: Town) -> None:
    founded = await town.community("Ann", "Ben")
    await town.app.database.write(unreached)

    seen = await asks(town.brusano)
    await town.brusano.forges("overview:one:1", seen.text)
    page = await town.brusano.hears(having("🔗"))

    told = seen.text.text + page.text
    assert "< 5" in told
    assert " 4 " not in told
    for name in ("Ann", "Ben"):
        assert name in founded.people
        assert name not in told


def unreached(session: Session) -> None:
    """A moderator blocked the bot."""
    mo = session.exec(select(Known).where(Known.name == "Mo")).one()
    mo.is_reachable = False
    session.add(mo)
