"""A whole cycle with everything switched on: few messages, none at night, no reminder in vain."""

import random
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session

import handlers
from bot.playground.telegram import Telegram
from bot.rules.local_time import local_date
from bot.rules.rhythm import Step
from bot.telegram.delivery import Delivery
from handlers.core import bundle
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage, Rendered, new_message
from handlers.core.screens import Screen
from handlers.rsvp.public import answer_row
from handlers.wiring import due
from handlers.wiring.steps import STEPS
from storage import communities, members
from storage.core import outbox
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.reminders.steps import Timing
from tests.end_to_end.calm import between, coming
from tests.end_to_end.calm.habits import BLOCKS, CAST, DUO, LEAD, MODERATOR, USER, Dice
from tests.end_to_end.calm.ledger import (
    CLOCK,
    GROUP,
    Ledger,
    Told,
    noting,
    noting_joined,
    noting_left,
)
from tests.end_to_end.calm.life import Life
from tests.end_to_end.calm.limits import Cycle, faults, table
from tests.end_to_end.calm.reactions import hear, reminded
from tests.end_to_end.calm.year import Year
from tests.end_to_end.town import BRUSSELS, Founded, Town, living, wall

pytestmark = pytest.mark.long

SEEDS = (
    20260917,
    pytest.param(7, marks=pytest.mark.endurance),
    pytest.param(1789, marks=pytest.mark.endurance),
)
FOUNDED = "2026-08-03 10:00"
DAYS = (
    *("2026-09-15", "2026-10-13", "2026-11-17", "2026-12-15", "2027-01-19"),
    *("2027-02-16", "2027-03-16", "2027-04-20", "2027-05-18", "2027-06-15"),
)
AFTERWARDS = timedelta(days=45)


async def populated(town: Town) -> Founded:
    """Fifteen people on thirteen seats, in one group."""
    founded = await town.founds(language="nl+fr")
    links = {MODERATOR: founded.moderators[0], LEAD: founded.lead, USER: founded.user}
    for one in CAST:
        link = links.get(one.role, founded.member)
        if one.name == "Mia":
            link = founded.moderators[1]
        if one.role == DUO and one.seat != one.name:
            link = await invitation(founded, one.seat)
        person = await town.registers(founded, one.name, link, language=one.language)
        await town.settles()
        if founded.group is None:
            await town.ties(founded, person)
        else:
            person.joins(founded.group)
    await town.settles()
    return founded


async def invitation(founded: Founded, name: str) -> str:
    """The link by which somebody shares their seat."""
    person = founded.people[name]
    person.says("/duo")
    payload = (await person.hears("start=")).text.partition("start=")[2].split()[0]
    return f"start={payload}"


async def planned(town: Town, founded: Founded) -> None:
    """Ten meetings from September to June."""
    mo = founded.people["Mo"]
    mo.says("\n".join(("/plan", *(f"{day} 14:00-16:30 De Kade" for day in DAYS))))
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()


def cycle() -> Cycle:
    ends = [wall(f"{day} 16:30") for day in DAYS]
    days = frozenset(local_date(one, BRUSSELS) for one in ends)
    return Cycle(ends, days, {one.name: one.role for one in CAST})


async def lived(town: Town, ledgers: list[Ledger], until: datetime, seed: int = SEEDS[0]) -> Ledger:
    """Have everyone live until a moment; what was told them."""
    town.telegram.world.now = town.clock
    founded = await populated(town)
    ledger = Ledger(town.telegram.world, town.clock, reminded)
    ledgers.append(ledger)
    ledger.begin()
    year = Year(town, ledger)
    starts = {str(number): wall(f"{day} 14:00") for number, day in enumerate(DAYS, 1)}
    chance = Dice(random.Random(seed))  # noqa: S311 - a year to be lived again
    life = Life(town, founded, year, ledger, chance, starts)
    year.hear = partial(hear, life)
    year.plan("Mo", year.now, partial(planned, town, founded))
    blocking = life.person(BLOCKS)
    year.plan(blocking, wall("2026-11-20 10:00"), partial(coming.block, blocking))
    year.plan(blocking, wall("2027-02-01 10:00"), partial(coming.come_back, blocking))
    for meeting in ("3", "6", "9"):
        before = starts[meeting] - timedelta(days=25)
        year.plan("Mia", before, partial(between.invite, life.person("Mia"), meeting))
    for name, at in (("Ann", "2026-10-20 12:00"), ("Kim", "2027-03-20 12:00")):
        year.plan(name, wall(at), partial(between.share, life.person(name)))
    await year.lives_until(until)
    return ledger


@pytest.fixture
def ledgers(monkeypatch: pytest.MonkeyPatch) -> list[Ledger]:
    """Those who are told what the program composes, and who left it to be said."""
    told: list[Ledger] = []
    monkeypatch.setattr(Delivery, "_render", noting(Delivery._render, told))
    for module, name, note in (
        (outbox, "put", noting_left),
        (outbox, "renew", noting_left),
        (bundle, "put_part", noting_joined),
    ):
        monkeypatch.setattr(module, name, note(getattr(module, name), told))
    return told


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_whole_cycle_is_calm(ledgers: list[Ledger], sqlite_url: str, seed: int) -> None:
    async with Telegram.start() as telegram, living(telegram, sqlite_url, at=FOUNDED) as town:
        ledger = await lived(town, ledgers, wall(f"{DAYS[-1]} 16:30") + AFTERWARDS, seed)
        sys.stdout.write(f"\n{table(ledger.told, cycle())}\n")
        found = faults(ledger.told, cycle())
        assert found == [], "\n".join(found)
        assert telegram.world.complaints == []


def nag(session: Session, _timing: Timing, meeting: Meeting, at: datetime) -> None:
    """Ask everyone, whether or not they have answered, six times in the evening."""
    chat = communities.chat_of(session, meeting.community_id)
    assert chat is not None
    evening = at.replace(hour=20)
    everyone = [row_id(one.person) for one in members.seated(session, meeting.community_id)]
    for number in range(6):
        outbox.put(session, Nag(None, row_id(chat), number, row_id(meeting)), evening)
        for person_id in everyone:
            outbox.put(session, Nag(person_id, None, number, row_id(meeting)), evening)


@dataclass(frozen=True, slots=True)
class Nag(Rendered):
    name = "nag"
    key_format = "nag:{number}:{person_id}"
    person_id: int | None
    chat_id: int | None
    number: int
    meeting_id: int

    def render(self, session: Session, services: Services) -> OutgoingMessage:
        words = services.locales.words("en")
        meeting = session.get_one(Meeting, self.meeting_id)
        return new_message(words, Screen("Come!", (answer_row(words, meeting),)))


async def test_a_program_that_nags_is_found_out(
    monkeypatch: pytest.MonkeyPatch, ledgers: list[Ledger], sqlite_url: str
) -> None:
    nagging = replace(STEPS[Step.NUDGE], follows=(nag,))
    monkeypatch.setattr(due, "STEPS", {**STEPS, Step.NUDGE: nagging})
    monkeypatch.setattr(handlers, "OUTBOX_KINDS", (*handlers.OUTBOX_KINDS, Nag))
    async with Telegram.start() as telegram, living(telegram, sqlite_url, at=FOUNDED) as town:
        ledger = await lived(town, ledgers, wall(f"{DAYS[0]} 12:00"))
    found = "\n".join(faults(ledger.told, cycle()))
    assert f"too many of its own accord: {GROUP} got 7" in found
    assert "too many of its own accord: Ann got" in found
    assert "at night: nag to Ann" in found
    assert "reminded of what they did: nag to Ann before meeting 1: answer:Ann:1" in found
    assert "reminded of what they did: nag to Gita" not in found


def told(
    number: int,
    to: str,
    at: str = "2026-10-01 10:00",
    *,
    by: str = CLOCK,
    cause: str | None = None,
    again: str = "",
) -> list[Told]:
    """So many messages to somebody at one moment."""
    return [Told(wall(at), to, "bundle", by, cause or by, again)] * number


@pytest.mark.parametrize(
    ("heard", "fault"),
    [
        pytest.param(told(4, GROUP) + told(5, "Ann"), "", id="as much as is allowed"),
        pytest.param(
            told(5, GROUP), "own accord: the group got 5 before meeting 2", id="its own posts"
        ),
        pytest.param(told(5, GROUP, by="Mo"), "set off by others: the group got 5", id="posts"),
        pytest.param(told(6, "Ann"), "own accord: Ann got 6 before meeting 2", id="messages"),
        pytest.param(told(9, "Ann", by="Ann"), "", id="answers to what one does"),
        pytest.param(told(5, "Ann", by="Mo"), "set off by others: Ann got 5", id="set off"),
        pytest.param(
            told(5, "Ann", cause="Mo"), "set off by others: Ann got 5", id="set off, waited"
        ),
        pytest.param(
            told(5, "Ann") + told(4, "Ann", by="Mo"), "together: Ann got 9", id="together"
        ),
        pytest.param(told(1, "Ann", "2026-10-01 20:00"), "at night: bundle to Ann", id="night"),
        pytest.param(told(1, GROUP, "2026-10-03 10:00"), "at night: bundle to the", id="weekend"),
        pytest.param(told(1, "Ann", "2026-10-01 21:00", by="Mo"), "", id="at once upon an act"),
        pytest.param(
            told(1, "Ann", "2026-10-01 21:00", cause="Mo"), "at night", id="later than the act"
        ),
        pytest.param(told(1, "Ann", again="answer:1"), "reminded of what they did", id="again"),
        pytest.param(
            told(3, "Ann") + told(3, "Ann", "2026-10-13 16:31"), "", id="in two meetings' time"
        ),
    ],
)
def test_what_is_not_calm_is_found(heard: list[Told], fault: str) -> None:
    found = faults(heard, cycle())
    assert bool(found) == bool(fault)
    assert fault in "\n".join(found)
