"""The one door to the database: writes share commits, reads run beside them.

A transaction is a plain function of a `Session`. It cannot wait for Telegram, because it
cannot wait at all: that is how "no Bot API call inside a transaction" is kept by construction.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlmodel import Session

Result = TypeVar("Result")

BATCH = 512
"""Transactions that share one commit at most."""

LOCK_PATIENCE = 60
"""Seconds to wait for a SQLite file that another process has locked."""

WRITER_LOCK = 0x50_47
"""PostgreSQL's advisory lock that makes the processes write one after the other."""

SAID = "said"
"""Mark in `Session.info`: this transaction left something in the outbox."""


@dataclass(slots=True)
class _Job(Generic[Result]):
    act: Callable[[Session], Result]
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Result]"


class Database:
    """Runs transactions on SQLite or PostgreSQL, with the same guarantees on both.

    `write` runs one after the other, so what a transaction read still holds when it writes;
    all that wait share one commit. When the awaited call returns, the write is on disk.
    """

    def __init__(self, url: str) -> None:
        """Prepare for an SQLAlchemy URL; nothing is opened yet."""
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._listeners: list[tuple[asyncio.AbstractEventLoop, Callable[[], None]]] = []
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._work, name="writer", daemon=True)
        self._writer.start()

    def on_said(self, listener: Callable[[], None]) -> None:
        """Call `listener` in this loop after each commit that put something in the outbox."""
        self._listeners.append((asyncio.get_running_loop(), listener))

    async def write(self, act: Callable[[Session], Result]) -> Result:
        """Run `act` in a transaction and return its result once it is committed.

        An exception in `act` undoes what `act` did and is raised here; the others that
        shared the commit are not touched by it.
        """
        loop = asyncio.get_running_loop()
        job: _Job[Result] = _Job(act, loop, loop.create_future())
        self._jobs.put(job)
        return await job.done

    async def read(self, ask: Callable[[Session], Result]) -> Result:
        """Run `ask` on what is committed, beside the writer; its changes are not kept."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, ask)

    def _read(self, ask: Callable[[Session], Result]) -> Result:
        with Session(self.engine, expire_on_commit=False) as session:
            return ask(session)

    async def close(self) -> None:
        """Finish what waits, then close every connection."""
        self._jobs.put(None)
        await asyncio.to_thread(self._writer.join)
        self._readers.shutdown()
        self.engine.dispose()

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first]
            while len(batch) < BATCH and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    self._jobs.put(None)
                    break
                batch.append(job)
            self._settle(batch, self._commit(batch))

    def _commit(self, batch: list[_Job[Any]]) -> list[Any]:
        """Results in the order of `batch`; an exception stands where one was raised."""
        try:
            with self.writing() as session:
                if len(batch) == 1:
                    return [batch[0].act(session)]
                return [_attempt(session, job.act) for job in batch]
        except Exception as error:
            return [error] * len(batch)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that no other writer can come between, in this thread."""
        with Session(self.engine, expire_on_commit=False) as session:
            connection = session.connection(execution_options={"writes": True})
            if not self.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
            yield session
            session.commit()
            if session.info.get(SAID):
                for loop, listener in self._listeners:
                    loop.call_soon_threadsafe(listener)

    @staticmethod
    def _settle(batch: list[_Job[Any]], results: list[Any]) -> None:
        for loop in {job.loop for job in batch}:
            mine = [(j, r) for j, r in zip(batch, results, strict=True) if j.loop is loop]
            loop.call_soon_threadsafe(_resolve, mine)


def _resolve(outcomes: list[tuple[_Job[Any], Any]]) -> None:
    for job, outcome in outcomes:
        if job.done.done():
            continue
        if isinstance(outcome, BaseException):
            job.done.set_exception(outcome)
        else:
            job.done.set_result(outcome)


def _attempt(session: Session, act: Callable[[Session], Any]) -> Any:
    """The result of `act`, or its exception with everything it did undone."""
    try:
        with session.begin_nested():
            return act(session)
    except Exception as error:
        return error


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True, pool_size=4)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": LOCK_PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy, not the driver, says when a transaction begins: savepoints work only then.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {LOCK_PATIENCE * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that writes later fails with "database is locked" in spite of the patience.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
