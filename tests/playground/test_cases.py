"""The playground with the real program: all of the urn, on the phones of the story."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.playground.clock import BRUSSELS, MovableClock
from bot.playground.model import Chat, Message
from bot.playground.page_server import NextDue
from bot.playground.people import Person
from bot.playground.run import Playground
from bot.playground.story.background import CASE, bring, is_call, is_key
from bot.playground.story.conversation import TIMEOUT, has, until
from bot.playground.story.cycle import MORNING, first_meeting
from bot.playground.story.other_people import INTERESTED
from bot.playground.story.people import COORDINATOR, MEMBERS, MODERATORS
from bot.playground.telegram import Telegram
from bot.settings import Settings
from tests.least_cost import LEAST_COST

MINE = "Hoe vinden we rust voor een mantelzorger die het al maanden niet meer volhoudt?"
OPENS_AFTER = timedelta(days=17)
"""Two weeks before the second meeting, counted from the first."""


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    """The story at its end: the call stands on everyone's phone."""

    @asynccontextmanager
    async def start_bot(
        telegram: Telegram, clock: MovableClock, coordinators: frozenset[int]
    ) -> AsyncIterator[NextDue | None]:
        settings = Settings.for_playground(
            {},
            bot_token=telegram.token,
            bot_api_url=telegram.url,
            database_url=f"sqlite:///{tmp_path}/playground.db",
            coordinators=coordinators,
        )
        app = App(settings, clock, cost=LEAST_COST)
        async with app.alive():
            yield app.next_due

    opened = Playground(start_bot)
    async with opened.telegram.served(0):
        await opened.begin()
        try:
            assert opened.story
            await opened.story
            yield opened
        finally:
            opened.page.close()
            await opened.end()


def noted(message: Message) -> str:
    """The words that a message gives to be noted."""
    code = next(one for one in message.entities if one["type"] == "code")
    units = message.text.encode("utf-16-le")
    return units[2 * code["offset"] : 2 * (code["offset"] + code["length"])].decode("utf-16-le")


def said(chats: Iterable[Chat]) -> str:
    """Everything that stands in these chats."""
    return "\n".join(message.text for chat in chats for message in chat.messages)


def is_called(person: Person) -> bool:
    """Whether a call waits for an answer on this phone."""
    return any(is_call(message) for message in person.chat.messages)


async def open_urn(playground: Playground, moderator: Person, release: str) -> None:
    """Move the clock to the day of the opening, and open by the noted words."""
    opens = first_meeting(playground.beginning.date()) + OPENS_AFTER
    playground.clock.move_to(datetime.combine(opens, MORNING, BRUSSELS) + timedelta(hours=1))
    urn = await moderator.sees(lambda one: has(one, "🔑"), within=TIMEOUT)
    await moderator.presses("🔑", urn)
    await playground.telegram.handled()
    moderator.says(release)
    await moderator.hears(lambda one: one.text.startswith("✅"), within=TIMEOUT)


async def accept(moderator: Person, text: str) -> str:
    """Read the opened cases, accept the one with this text, and give its letter."""
    moderator.says("/cases")
    for letter in ("A", "B"):
        listed = await moderator.hears(lambda one: has(one, "🕓"), within=TIMEOUT)
        moderator.presses(f"🕓 {letter}", listed)
        case = await moderator.hears(lambda one: has(one, "⬅️"), within=TIMEOUT)
        if text in case.text:
            await moderator.presses("✅", case)
            return letter
        moderator.presses("⬅️", case)
    raise AssertionError(moderator.chat.messages[-1].text)


async def letter_of(person: Person, receipt: str) -> str:
    """Which case is mine, as the pop-up tells."""
    person.says("/case")
    await person.presses("🔑", await person.hears(lambda one: has(one, "🔑"), within=TIMEOUT))
    person.says(receipt)
    told = await person.presses("👁", await person.hears(lambda one: has(one, "👁"), within=TIMEOUT))
    assert told.alert
    assert told.text
    return told.text


async def test_a_visitor_brings_a_case_opens_the_urn_and_reads_what_became_of_it(
    playground: Playground,
) -> None:
    world, people = playground.telegram.world, playground.telegram.world.people
    fatima, karim = people[MEMBERS[0].user_id], people[MODERATORS[0].user_id]
    on_the_page = [people[one] for one, part in playground.cast.items() if part.shown]
    beside = [one for one in people.values() if one not in on_the_page]
    of_the_coordinator = said([people[COORDINATOR].chat])
    assert all(f"{name} · " in of_the_coordinator for name in ("Noord", "Oost", "Zuid"))
    assert [one.role for one in playground.cast.values()].count("interested") == len(INTERESTED)
    assert [one.error for one in world.calls if not one.ok] == []
    await until(lambda: not any(map(is_called, beside)), "who is not on the page says nothing")
    assert all(is_called(one) for one in on_the_page if one is not people[COORDINATOR])

    key = await karim.sees(is_key)
    release = noted(key)
    await karim.presses("✅", key)
    receipt = noted(await bring(fatima, await fatima.sees(is_call), MINE))
    await karim.presses("➡️", await karim.sees(is_call))
    await until(lambda: not is_called(fatima) and not is_called(karim), "a call stands")
    assert not any(text in said(world.chats.values()) for text in (MINE, CASE, release, receipt))
    # Who brought a case and who had nothing: in the same language the same line.
    lines = {people[one.user_id].chat.messages[-1].text for one in (MEMBERS[0], *MEMBERS[2::2])}
    assert len(lines) == 1
    await open_urn(playground, karim, release)
    letter = await accept(karim, MINE)
    assert letter in await letter_of(fatima, receipt)
