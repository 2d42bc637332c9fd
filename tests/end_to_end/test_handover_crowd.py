"""Notes of many duos at once: each arrives whole, in order, at the right partner."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.rules.handover import Duty
from handlers.handover import deliver
from storage import communities, handover
from storage.communities import Community
from storage.handover import Handover
from storage.meetings import Meeting
from storage.members import Membership, Seat
from storage.members import Person as Known
from tests.end_to_end.handing import from_bot, having
from tests.end_to_end.town import Town

pytestmark = pytest.mark.long

DUOS, SEATS, NOTES = 50, 13, 2


def settle(session: Session, town: Town, pairs: list[tuple[Person, Person]]) -> None:
    """Seat the pairs, thirteen a community, each owing the notes of two meetings."""
    for first in range(0, len(pairs), SEATS):
        community = Community(
            name=f"C{first}",
            name_key=f"c{first}",
            zone="north",
            language="en",
            group_token=communities.new_token(),
            founded_at=town.clock(),
        )
        session.add(community)
        session.flush()
        held = [_meeting(session, town, community, number) for number in range(1, NOTES + 1)]
        for number, pair in enumerate(pairs[first : first + SEATS], 3):
            _seat(session, town, community, number, pair, held)


def _meeting(session: Session, town: Town, community: Community, number: int) -> Meeting:
    start = town.clock() - timedelta(days=30 * (NOTES + 1 - number))
    meeting = Meeting(
        community_id=community.id or 0,
        number=number,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        uid=f"{community.id}-{number}",
        planned_at=start - timedelta(days=60),
    )
    session.add(meeting)
    session.flush()
    return meeting


def _seat(
    session: Session,
    town: Town,
    community: Community,
    number: int,
    pair: tuple[Person, Person],
    held: list[Meeting],
) -> None:
    seat = Seat(community_id=community.id or 0, number=number)
    session.add(seat)
    session.flush()
    ids = []
    for turn, person in enumerate(pair):
        known = Known(telegram_id=person.id, name=person.first_name, language_code="en")
        session.add(known)
        session.flush()
        ids.append(known.id or 0)
        membership = Membership(
            person_id=known.id or 0,
            community_id=community.id or 0,
            seat_id=seat.id or 0,
            role="member",
            turn_order=turn,
            agreement_version="1",
            accepted_at=town.clock(),
        )
        session.add(membership)
    for meeting in held:
        handover.get_or_add(session, meeting, seat.id or 0, Duty(ids[0], ids[1]))


def parts(number: int, note: int) -> dict[str, str]:
    """What a note says, in parts that tell whose and which it is; it takes two messages."""
    names = ("gist", "unseen", "learned", "next")
    return {name: f"duo{number}x{note}-{name} {name[0] * 940}" for name in names}


async def write(author: Person, number: int, note: int) -> None:
    """Give a note at once, and send it."""
    said = parts(number, note)
    author.says(
        f"/handover\ngist: {said['gist']}\nnot in the summary: {said['unseen']}\n"
        f"learned: {said['learned']}\nopen: -\nnext: {said['next']}\nurgency: nothing"
    )
    await author.presses("📨", await author.hears(having("📨"), within=60))
    await author.hears(lambda one: one.text.startswith("✅ Handed over"), within=60)


async def known_pairs(town: Town, telegram: Telegram) -> list[tuple[Person, Person]]:
    """Fifty duos, seated, each owing two notes."""
    people = telegram.world
    pairs = [
        (people.person(f"A{n}", language_code="en"), people.person(f"B{n}", language_code="en"))
        for n in range(DUOS)
    ]
    for pair in pairs:
        for person in pair:
            person.says("/start")
    await telegram.handled(within=60)
    await town.settles()
    await town.app.database.write(lambda session: settle(session, town, pairs))
    return pairs


def assert_each_has_their_own(pairs: list[tuple[Person, Person]], order: tuple[int, ...]) -> None:
    """Every reader has both notes whole, the one sent first above the other, and no third."""
    for number, (author, reader) in enumerate(pairs):
        said = "\n".join(one.text for one in from_bot(reader))
        marks = [text.split()[0] + " " for note in order for text in parts(number, note).values()]
        places = [said.index(mark) for mark in marks]
        assert places == sorted(places)
        assert said.count("duo") == len(marks)
        assert all(one.protected for one in from_bot(reader) if "duo" in one.text)
        assert said.count(f"From {author.first_name} to {reader.first_name}") == NOTES


async def test_a_hundred_notes_by_fifty_duos_keep_their_order_and_none_is_mixed_up(
    town: Town, telegram: Telegram
) -> None:
    pairs = await known_pairs(town, telegram)
    telegram.faults.slow(0.05, "sendMessage")

    async def both_notes(number: int) -> None:
        for note in range(NOTES):
            await write(pairs[number][0], number, note)

    await asyncio.gather(*(both_notes(number) for number in range(DUOS)))
    telegram.faults.none()
    await telegram.handled(within=60)
    await town.settles()
    assert_each_has_their_own(pairs, (0, 1))


async def test_two_notes_that_wait_for_one_reader_do_not_run_into_each_other(
    town: Town, telegram: Telegram
) -> None:
    pairs = await known_pairs(town, telegram)
    seal = town.app.services.cipher

    def send_all(session: Session) -> None:
        for found in session.exec(select(Handover).order_by(col(Handover.id))):
            number, note = divmod((found.id or 0) - 1, NOTES)
            handover.write(session, found, parts(number, note), seal, town.clock())
            deliver.deliver(session, found, town.clock())

    telegram.faults.slow(0.1, "sendMessage")
    await town.app.database.write(send_all)
    await town.settles()
    assert_each_has_their_own(pairs, (0, 1))
