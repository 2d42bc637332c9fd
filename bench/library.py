"""(g) A search of the library, from the question to the page that is read, on both databases."""

import asyncio
import contextlib
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import pytest
from sqlalchemy import insert, text
from sqlmodel import Session

from bench.figures import Figure
from bench.latency import percentile
from bench.processes import BUILD, StandIn
from bot.rules.library import Kind, terms
from bot.settings import parse_database_url
from storage import migrations
from storage.communities import Community
from storage.core.database import Database
from storage.library import LibraryItem, Told, search
from tests.postgresql import started

FEW, MANY = 100, 10_000
ALLOWED: Final = 50.0
"""Milliseconds."""

ROUNDS = 40
COMMUNITY = 1
NOW: Final = datetime(2026, 9, 1, tzinfo=UTC)

WORDS = 4000
"""Different words, the second half as frequent as the first, the third a third, and so on."""

SOUGHT = (0, 1, 5, 50, 500)
"""Which words are looked for, by how frequent they are: whole, and by their first letters."""


def measure(_stand_in: StandIn, say: Callable[[str], None]) -> list[Figure]:
    """The 95th percentile over all that is looked for, beside 100 items and a bare SELECT."""
    figures = _on("SQLite", parse_database_url(f"sqlite:///{BUILD / 'library.db'}"), say)
    # Skipped, as in the tests, where the server's binaries are missing.
    skipped = contextlib.suppress(pytest.skip.Exception)
    with skipped, started() as server, server.database() as address:
        figures += _on("PostgreSQL", parse_database_url(address), say)
    return figures


def _on(name: str, url: str, say: Callable[[str], None]) -> list[Figure]:
    few, many, bare = asyncio.run(_taken(url))
    p50, p95 = percentile(many, 50), percentile(many, 95)
    say(f"  {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {max(many):.1f} ms")
    least, beside = statistics.median(bare), statistics.median(few)
    return [
        Figure(
            "g",
            f"search of 10,000 items, {name}, p95",
            p95,
            "ms",
            ALLOWED,
            p95 / ALLOWED,
            "<= 1",
            p95 <= ALLOWED,
        ),
        Figure("g", "the same, median, beside 100 items", p50, "ms", beside, p50 / beside),
        Figure("g", "the same, median, beside a bare SELECT", p50, "ms", least, p50 / least),
    ]


async def _taken(url: str) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each search of few items and of many, and of each bare SELECT."""
    database = Database(url)
    migrations.upgrade(database.engine)
    try:
        await database.write(_found)
        few = await _searches(database, FEW)
        many = await _searches(database, MANY - FEW)
        return few, many, await _timed(database, [_bare])
    finally:
        await database.close()


def _found(session: Session) -> None:
    session.add(
        Community(
            id=COMMUNITY,
            name="Noord",
            name_key="noord",
            zone="noord",
            language="nl",
            group_token="group-token",
            founded_at=NOW,
        )
    )
    session.flush()


async def _searches(database: Database, more: int) -> list[float]:
    """Put so many more items in, then look for words that are frequent and words that are rare."""
    await database.write(partial(_fill, count=more))
    spelled = _spelled()
    whole = [spelled[place] for place in SOUGHT]
    typed = [*whole, *(word[:2] for word in whole), "a", " ".join(whole[:3])]
    asked = [partial(search.with_words, community_id=COMMUNITY, terms=terms(one)) for one in typed]
    return await _timed(database, asked)


async def _timed(database: Database, asked: Sequence[Callable[[Session], Any]]) -> list[float]:
    taken = []
    for _ in range(ROUNDS):
        for ask in asked:
            began = time.perf_counter()
            await database.read(ask)
            taken.append(1e3 * (time.perf_counter() - began))
    return taken[len(asked) :]


def _bare(session: Session) -> Any:
    return session.connection().execute(text("SELECT id FROM library_item LIMIT 1")).scalar()


def _spelled() -> list[str]:
    chance = random.Random(1)
    letters = "aaabcdeeeeghiiklmnnooprrsttuvz"
    return ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(WORDS)]


def _fill(session: Session, count: int) -> None:
    session.connection().execute(insert(LibraryItem), list(_items(count)))


def _items(count: int) -> Iterator[dict[str, Any]]:
    chance, words = random.Random(count), _spelled()
    weights = [1 / place for place in range(1, WORDS + 1)]

    def some(number: int) -> str:
        return " ".join(chance.choices(words, weights, k=number))

    for _ in range(count):
        told = Told(Kind.TOOL, some(4), some(12), some(chance.choice((0, 60, 150))))
        yield {
            "community_id": COMMUNITY,
            "kind": told.kind.value,
            "title": told.title,
            "title_words": told.title,
            "why": told.why,
            "link": "",
            "file_id": "",
            "file_name": "",
            "shared_at": NOW,
            "content": told.text,
            "words": told.words,
        }
