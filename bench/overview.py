"""(h) /overview: all communities read, told and drawn, at 1,000 communities beside 10."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bench import scene
from bench.figures import Figure
from bench.processes import BUILD, StandIn
from handlers.overview import views
from handlers.overview.access import read_facts
from handlers.overview.chart_data import chart
from handlers.overview.chart_png import render_png
from locales import load
from storage.core.database import Database

FEW, MANY = 10, 1_000
ALLOWED: Final = 2.0
"""Seconds."""

ROUNDS = 5
HELD_SINCE = timedelta(weeks=12)
"""In which three more meetings were held than the two that the scene has."""


def measure(_stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """Seconds from the question to text and picture; the first has the drawing library to load."""
    taken = {size: _taken(size, say) for size in (MANY, FEW)}
    first, median = taken[MANY][0], statistics.median(taken[MANY][1:])
    beside = statistics.median(taken[FEW][1:])
    return [
        Figure(
            "h",
            "/overview of 1,000 communities, the first",
            first,
            "s",
            ALLOWED,
            first / ALLOWED,
            "<= 2 s",
            first <= ALLOWED,
        ),
        Figure("h", "the same, median, beside 10", median, "s", beside, median / beside),
    ]


def _taken(size: int, say: Callable[[str], None]) -> list[float]:
    path, now = BUILD / f"overview-{size}.db", datetime.now(UTC).replace(microsecond=0)
    fill(path, size)
    database = Database(f"sqlite:///{path}")
    try:
        taken = [_walked(database, now, say) for _ in range(ROUNDS)]
    finally:
        asyncio.run(database.close())
    say(f"  {size} communities: " + ", ".join(f"{one:.2f}" for one in taken) + " s")
    return taken


def _walked(database: Database, now: datetime, say: Callable[[str], None]) -> float:
    words = load(ZoneInfo("Europe/Brussels"), "nl").words("nl")
    began = time.perf_counter()
    with Session(database.engine) as session:
        facts = read_facts(session, now)
    read = time.perf_counter()
    views.front(words, facts, now)
    told = time.perf_counter()
    render_png(chart(words, facts.overview, now))
    done = time.perf_counter()
    say(f"  read {read - began:.2f} s, told {told - read:.3f} s, drawn {done - told:.2f} s")
    return done - began


def fill(path: Path, count: int) -> None:
    """Put `count` communities in a new SQLite file, each with one cycle behind it, one half way."""
    scene.fill(path, count, next_in=timedelta(days=10) - HELD_SINCE)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(PAST)


YEAR_BEFORE = "strftime('%Y-%m-%d %H:%M:%f000', {}, '-365 days')"

PAST: Final = f"""
UPDATE community SET zone = CASE id % 5
    WHEN 0 THEN 'north' WHEN 1 THEN 'north_east' WHEN 2 THEN 'south_east' WHEN 3 THEN 'south'
    ELSE 'centre_west' END;
UPDATE person SET sector = CASE id % 3 WHEN 0 THEN 'housing' ELSE 'health_care' END;
UPDATE meeting SET cycle = 2;
INSERT INTO meeting (community_id, cycle, number, starts_at, ends_at, venue, theme, speaker,
        speaker_theme, speaker_language, preparation, is_cancelled, uid, sequence, planned_at)
    SELECT community_id, 1, number, {YEAR_BEFORE.format("starts_at")},
        {YEAR_BEFORE.format("ends_at")}, venue, theme, speaker, speaker_theme, speaker_language,
        preparation, 0, uid || '-1', 0, planned_at
    FROM meeting;
INSERT INTO attendance (meeting_id, seat_id, person_id, was_present, saved_at)
    SELECT meeting.id, seat_id, person_id, (meeting.id * 7 + person_id * 3) % 5 > 0, ends_at
    FROM meeting JOIN membership ON membership.community_id = meeting.community_id
    WHERE ends_at < datetime('now');
INSERT INTO handover (meeting_id, seat_id, author_id, reader_id, asks, version, written_at)
    SELECT meeting_id, seat_id, person_id, person_id, 1, 1,
        CASE person_id % 2 WHEN 0 THEN saved_at END
    FROM attendance WHERE person_id % 15 IN (3, 4, 5);
INSERT INTO summary (meeting_id, parts, shared, version, written_at, message_ids, is_pinned)
    SELECT id, '{{}}', '[]', 1, ends_at, '[]', 0
    FROM meeting WHERE ends_at < datetime('now') AND id % 4 > 0;
ANALYZE;
"""
