"""Writes that share a commit, and a connection that breaks in the middle of one."""

import asyncio
import time
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, select

from storage import migrations
from storage.core.database import Database
from storage.members import Person


def adds(number: int) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        session.add(Person(telegram_id=number))
        session.flush()

    return act


def dawdles(_session: Session) -> None:
    """Keep the writer busy, so that what comes next is written together."""
    time.sleep(0.2)


def breaks(session: Session) -> None:
    session.connection().execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.postgresql
async def test_a_broken_connection_fails_all_that_shared_the_commit_as_a_database_error(
    postgresql_url: str,
) -> None:
    # Only such errors have an update handled again; after others it counts as handled.
    database = Database(postgresql_url)
    migrations.upgrade(database.engine)
    works = [adds(1), breaks, adds(2), adds(3)]
    begun = asyncio.gather(database.write(dawdles), return_exceptions=True)
    ended = await asyncio.gather(*map(database.write, works), return_exceptions=True)
    await begun

    assert all(isinstance(one, DBAPIError) for one in ended)
    assert await database.read(count) == 0
    await database.write(adds(1))
    assert await database.read(count) == 1
    await database.close()


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Person)).one()
