"""Communities put straight into a database, and the presses of their members."""

import asyncio
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from bot.rules.rsvp import Answer
from storage import migrations
from storage.communities import Chat, Community
from storage.core.database import Database
from storage.meetings import Meeting
from storage.members import Membership, Person, Seat
from storage.reminders.steps import Reminder
from storage.rsvp import Answer as Given
from storage.rsvp import Card

SEATS = 15
MODERATORS = 2
MEETINGS = 10
HELD = 2
"""Meetings of each cycle that are over, with their answers."""

ANSWERS = tuple(Answer)
PART = 500
"""Communities written in one transaction."""


@dataclass(frozen=True, slots=True)
class Group:
    """A community with its card: Telegram ids of the group, the message and the people."""

    chat: int
    message: int
    meeting: int
    start: int
    people: tuple[int, ...]

    @property
    def members(self) -> tuple[int, ...]:
        """The people who are no moderators."""
        return self.people[MODERATORS:]


def group(number: int, start: datetime) -> Group:
    """The community of this number, from 1; ids follow from it."""
    first = (number - 1) * SEATS
    return Group(
        chat=-1_000_000_000_000 - number,
        message=100 + number,
        meeting=(number - 1) * MEETINGS + HELD + 1,
        start=int(start.timestamp()),
        people=tuple(10_000_000 + first + seat for seat in range(1, SEATS + 1)),
    )


def fill(
    path: Path,
    count: int,
    *,
    next_in: timedelta = timedelta(days=10),
    nudge_in: float | None = None,
) -> list[Group]:
    """Put `count` communities in a new SQLite file; with `nudge_in` a reminder so many seconds on.

    The next meeting, the third of ten, is `next_in` from now and nobody has answered yet.
    """
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{path}")
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        migrations.upgrade(database.engine)
        for first in range(1, count + 1, PART):
            with database.writing() as session:
                numbers = range(first, min(first + PART, count + 1))
                _write(session, numbers, now, now + next_in, nudge_in)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("ANALYZE")
    finally:
        asyncio.run(database.close())
    return [group(number, now + next_in) for number in range(1, count + 1)]


def _write(
    session: Session, numbers: Sequence[int], now: datetime, start: datetime, nudge_in: float | None
) -> None:
    connection = session.connection()
    tables: list[tuple[Any, Iterator[dict[str, Any]]]] = [
        (Community, (_community(number, now) for number in numbers)),
        (Chat, (_chat(number) for number in numbers)),
        (Person, (row for number in numbers for row in _people(number))),
        (Seat, (row for number in numbers for row in _seats(number))),
        (Membership, (row for number in numbers for row in _memberships(number, now))),
        (Meeting, (row for number in numbers for row in _meetings(number, now, start))),
        (Card, (_card(number, start) for number in numbers)),
        (Given, (row for number in numbers for row in _given(number, now))),
        (Reminder, (row for number in numbers for row in _steps(number, now, start, nudge_in))),
    ]
    for table, rows in tables:
        connection.execute(insert(table), list(rows))


def _community(number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Noord {number}",
        "name_key": f"noord {number}",
        "zone": "noord",
        "municipality": None,
        "language": "nl",
        "group_token": f"group-token-{number}",
        "founded_at": now,
    }


def _chat(number: int) -> dict[str, Any]:
    rights = {"can_pin": True, "can_invite": True, "can_delete": True}
    telegram_id = -1_000_000_000_000 - number
    return {
        "id": number,
        "community_id": number,
        "telegram_id": telegram_id,
        "is_present": True,
    } | rights


def _ids(number: int) -> range:
    return range((number - 1) * SEATS + 1, number * SEATS + 1)


def _people(number: int) -> Iterator[dict[str, Any]]:
    for key in _ids(number):
        yield {
            "id": key,
            "telegram_id": 10_000_000 + key,
            "name": f"Lid {key}",
            "profession": "nurse",
            "sector": "health care",
            "organisation": "Het Huis",
            "language": None,
            "language_code": "nl",
            "is_reachable": True,
        }


def _seats(number: int) -> Iterator[dict[str, Any]]:
    for place, key in enumerate(_ids(number), start=1):
        yield {"id": key, "community_id": number, "number": place}


def _memberships(number: int, now: datetime) -> Iterator[dict[str, Any]]:
    for place, key in enumerate(_ids(number)):
        yield {
            "id": key,
            "person_id": key,
            "community_id": number,
            "seat_id": key,
            "role": "moderator" if place < MODERATORS else "member",
            "turn_order": 0,
            "agreement_version": "2026-1",
            "accepted_at": now,
        }


def _starts(start: datetime) -> list[datetime]:
    return [start + timedelta(days=28) * (place - HELD) for place in range(MEETINGS)]


def _meetings(number: int, now: datetime, start: datetime) -> Iterator[dict[str, Any]]:
    for place, starts_at in enumerate(_starts(start)):
        key = (number - 1) * MEETINGS + place + 1
        yield {
            "id": key,
            "community_id": number,
            "cycle": 1,
            "number": place + 1,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2, minutes=30),
            "venue": "Huis van de wijk, Nieuwstraat 12",
            "theme": "Overdracht tussen diensten",
            "speaker": "",
            "preparation": "",
            "is_cancelled": False,
            "uid": f"{key}@bench",
            "sequence": 0,
            "planned_at": now,
        }


def _card(number: int, start: datetime) -> dict[str, Any]:
    own = group(number, start)
    return {"meeting_id": own.meeting, "chat_id": number, "message_id": own.message}


def _given(number: int, now: datetime) -> Iterator[dict[str, Any]]:
    for place in range(HELD):
        for key in _ids(number):
            yield {
                "meeting_id": (number - 1) * MEETINGS + place + 1,
                "seat_id": key,
                "person_id": key,
                "answered_by": key,
                "answer": ANSWERS[(key + place) % len(ANSWERS)].value,
                "answered_at": now,
            }


def _steps(
    number: int, now: datetime, start: datetime, nudge_in: float | None
) -> Iterator[dict[str, Any]]:
    """The steps of every meeting to come, as planning would have written them."""
    for place, starts_at in enumerate(_starts(start)):
        meeting = (number - 1) * MEETINGS + place + 1
        if place < HELD:
            continue
        yield _step(meeting, "eve", starts_at - timedelta(days=1))
        yield _step(meeting, "after", starts_at + timedelta(days=1))
        yield _step(meeting, "next", starts_at + timedelta(hours=3))
        if place > HELD or nudge_in is None:
            yield _step(
                meeting, "nudge", max(starts_at - timedelta(days=7), now + timedelta(days=2))
            )
        else:
            yield _step(meeting, "nudge", now + timedelta(seconds=nudge_in))


def _step(meeting: int, step: str, due_at: datetime) -> dict[str, Any]:
    return {"meeting_id": meeting, "step": step, "due_at": due_at, "is_done": False}


class Pressing:
    """People who press in turn ✅, ❌ and 🤔, so that every press changes something."""

    def __init__(self, groups: Sequence[Group], seed: int = 1) -> None:
        self.groups = groups
        self.last: dict[tuple[int, int], Answer] = {}
        """The last answer of each person to each meeting."""
        self._random = random.Random(seed)
        self._turns: dict[tuple[int, int], int] = {}

    def cards(self) -> list[tuple[int, int, int, int]]:
        """The cards as the stand-in wants them."""
        return [(one.chat, one.message, one.meeting, one.start) for one in self.groups]

    def presses(self, count: int) -> list[tuple[int, int, str]]:
        """So many presses, of people in random order: [card, person, answer] each."""
        return [self._press() for _ in range(count)]

    def _press(self) -> tuple[int, int, str]:
        card = self._random.randrange(len(self.groups))
        one = self.groups[card]
        person = self._random.choice(one.members)
        turn = self._turns.get((one.meeting, person), 0)
        self._turns[one.meeting, person] = turn + 1
        answer = ANSWERS[turn % len(ANSWERS)]
        self.last[one.meeting, person] = answer
        return card, person, answer.value

    def tallies(self) -> dict[int, tuple[int, ...]]:
        """What each pressed group's card must show in the end, answer by answer, by chat."""
        given: dict[int, list[Answer]] = {}
        chats = {one.meeting: one.chat for one in self.groups}
        for (meeting, _), answer in self.last.items():
            given.setdefault(chats[meeting], []).append(answer)
        return {
            chat: tuple(answers.count(answer) for answer in Answer)
            for chat, answers in given.items()
        }

    def wrong(self, path: Path) -> int:
        """How many people's last press is not what the database holds."""
        meetings = ",".join(str(one.meeting) for one in self.groups)
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = connection.execute(
                "SELECT meeting_id, telegram_id, answer FROM answer"
                f" JOIN person ON person.id = person_id WHERE meeting_id IN ({meetings})"
            )
            stored = {(meeting, person): answer for meeting, person, answer in found}
        return sum(stored.get(key) != answer.value for key, answer in self.last.items())
