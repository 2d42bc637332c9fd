"""The turn to deliver: one process at a time, and it passes on."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.core.database import Database
from storage.core.delivery_lock import DELIVERY_LOCK, DeliveryLock, delivery_lock


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[tuple[Database, DeliveryLock]]:
    """A lock as a process of its own would have it."""
    database = Database(url)
    lock = delivery_lock(database.engine)
    try:
        yield database, lock
    finally:
        await lock.release()
        await database.close()


def nothing() -> None:
    """Nobody looks at the outbox here."""


async def test_one_has_the_turn_and_another_takes_it_when_it_is_given_up(database_url: str) -> None:
    async with opened(database_url) as (_, first), opened(database_url) as (_, second):
        await first.take()
        assert not await second.try_take()
        waiting = asyncio.create_task(second.take())
        await first.release()
        async with asyncio.timeout(5):
            await waiting
        assert not await first.try_take()


@pytest.mark.postgresql
async def test_a_cut_connection_loses_the_turn_and_nothing_can_be_claimed_any_more(
    postgresql_url: str,
) -> None:
    async with opened(postgresql_url) as (database, first), opened(postgresql_url) as (_, second):
        await first.take()
        assert await database.write(first.is_held)
        lost = asyncio.create_task(first.lost(nothing))
        began = time.monotonic()
        await database.write(cut)
        await second.take()
        await lost
        assert time.monotonic() - began < 5
        assert not await database.write(first.is_held)


def cut(session: Session) -> None:
    """End the connection that holds the turn, as a broken network or a restart would."""
    session.connection().execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND objid = :lock"
        ),
        {"lock": DELIVERY_LOCK},
    )


@pytest.mark.postgresql
async def test_who_has_the_turn_hears_at_once_of_what_others_put_in_the_outbox(
    postgresql_url: str,
) -> None:
    async with opened(postgresql_url) as (_, first), opened(postgresql_url) as (_, second):
        await first.take()
        looks: list[float] = []
        watching = asyncio.create_task(first.lost(lambda: looks.append(time.monotonic())))
        waiting = asyncio.create_task(second.take())
        await until(lambda: len(looks) == 1)  # the first beat, a quiet second
        said = time.monotonic()
        second.said()
        await until(lambda: len(looks) == 2)
        assert looks[1] - said < 0.5
        for task in (watching, waiting):
            task.cancel()
        await asyncio.gather(watching, waiting, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)
