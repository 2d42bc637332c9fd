"""The measurements measure what they say: their stand-in, their communities, their counts."""

import json
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, create_engine, func, select

from bench import overview, scene
from bench.presses import tally
from bench.processes import TOKEN, StandIn, standing_in
from bench.scene import Group, Pressing
from handlers.overview.access import read_facts
from storage import communities, meetings, members, rsvp
from storage.meetings import Meeting


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with standing_in() as standing:
        yield standing


@pytest.fixture
def groups(tmp_path: Path) -> list[Group]:
    return scene.fill(tmp_path / "bench.db", 3)


def call(stand_in: StandIn, method: str, **fields: Any) -> Any:
    url = f"{stand_in.url}/bot{TOKEN}/{method}"
    body = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(url, body, timeout=5) as answer:  # noqa: S310 - loopback only
        return json.loads(answer.read())["result"]


def pressed(stand_in: StandIn, groups: list[Group], count: int) -> Pressing:
    pressing = Pressing(groups)
    stand_in.tell("cards", cards=pressing.cards())
    stand_in.tell("load", presses=pressing.presses(count))
    stand_in.tell("go")
    return pressing


def test_a_press_is_handed_out_until_it_is_confirmed_and_its_pop_up_counts_once(
    stand_in: StandIn, groups: list[Group]
) -> None:
    pressed(stand_in, groups, 2)

    first = call(stand_in, "getUpdates", limit=1, timeout=0)
    again = call(stand_in, "getUpdates", limit=1, timeout=0)
    assert first == again
    [second] = call(stand_in, "getUpdates", offset=first[0]["update_id"] + 1, timeout=0)
    query = second["callback_query"]["id"]
    call(stand_in, "answerCallbackQuery", callback_query_id=query, text="✅ Ja")
    call(stand_in, "answerCallbackQuery", callback_query_id=query, text="✅ Ja")

    report = stand_in.tell("report")
    assert (report["answered"], report["twice"], report["popped_up"]) == (1, 1, {query: "✅"})


def test_the_stand_in_keeps_telegrams_limits(stand_in: StandIn) -> None:
    stand_in.tell("reset", limits=True)
    for _ in range(20):
        call(stand_in, "editMessageText", chat_id=-1001, message_id=1, text="x")

    with pytest.raises(urllib.error.HTTPError) as refusal:
        call(stand_in, "editMessageText", chat_id=-1001, message_id=1, text="x")

    with refusal.value as answer:
        assert json.loads(answer.read())["parameters"]["retry_after"] > 50
    assert stand_in.tell("state")["refused"] == 1


def test_the_filled_database_is_the_one_that_is_pressed_in(
    groups: list[Group], tmp_path: Path
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/bench.db")
    with Session(engine) as session:
        for number, one in enumerate(groups, start=1):
            meeting = meetings.next_meeting(session, number, datetime.now(UTC))
            chat, card = communities.chat_of(session, number), rsvp.card_of(session, one.meeting)
            seated = members.seated(session, number)
            assert meeting is not None
            assert chat is not None
            assert card is not None
            assert (meeting.id, int(meeting.starts_at.timestamp())) == (one.meeting, one.start)
            assert (chat.telegram_id, card.message_id) == (one.chat, one.message)
            assert tuple(each.person.telegram_id for each in seated) == one.people
    engine.dispose()


def test_a_last_press_that_is_not_stored_is_counted(groups: list[Group], tmp_path: Path) -> None:
    path = tmp_path / "bench.db"
    pressing = Pressing(groups)
    pressing.presses(200)
    rows = [
        (meeting, person - 10_000_000, answer.value)
        for (meeting, person), answer in pressing.last.items()
    ]
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO answer (meeting_id, seat_id, person_id, answered_by, answer, answered_at)"
            " VALUES (?1, ?2, ?2, ?2, ?3, '2026-01-01')",
            rows[1:],
        )
    connection.close()

    assert pressing.wrong(path) == 1


def test_a_card_is_read_as_its_three_counts() -> None:
    card = "<b>Sessie 3 van 10</b>\n\n✅ 2  Anna, Ben\n❌ 0\n🤔 11  …\nNog 2 mensen"

    assert tally([(0.0, "editmessagetext", card)]) == (2, 0, 11)


def test_the_communities_of_the_overview_have_a_cycle_behind_them(tmp_path: Path) -> None:
    path = tmp_path / "overview.db"
    overview.fill(path, 5)

    engine = create_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        seen = read_facts(session, datetime.now(UTC)).overview
        planned = session.exec(select(func.count()).select_from(Meeting)).one()
    engine.dispose()

    assert planned == 5 * 2 * scene.MEETINGS
    assert [len(zone.communities) for zone in seen.zones] == [1, 1, 1, 1, 1]
    assert {(one.cycle, one.held, len(one.attendance)) for one in seen.running} == {(2, 5, 5)}
    assert seen.together.handed == (35, 75)
