"""Runs all transactions: writes share commits, reads run beside them.

A transaction is a plain function of a `Session`. It cannot await anything, so no Bot API call can
be made inside one.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)
from sqlmodel import Session

Result = TypeVar("Result")

BATCH = 512
"""Transactions that share one commit at most."""

OLDER_READS = 10
"""Seconds to wait for reads that began before a compaction."""

LOCK_PATIENCE = 60
"""Seconds to wait for a SQLite file that another process has locked."""

WRITER_LOCK = 0x50_47
"""PostgreSQL's advisory lock that makes the processes write one after the other."""

SAID = "said"
"""Mark in `Session.info`: this transaction left something in the outbox."""


COMPACT_FILE = (
    # Else the copy of the whole would lie in a file beside it for a while.
    "PRAGMA temp_store = MEMORY",
    "VACUUM",
    "PRAGMA temp_store = DEFAULT",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)
"""By which SQLite writes its file anew, and lets go of its log."""


Together = Callable[..., Sequence[Result]]
"""A transaction `act(session, items=…)` for many: one result for each item, in their order."""


@dataclass(slots=True)
class _Job(Generic[Result]):
    """A job in the queue of the writer: `act` of a session, or of a session and several items."""

    act: Callable[..., Any]
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Result]"
    is_shared: bool = False
    item: Any = None

    def run(self, session: Session) -> Any:
        """The result of this job alone."""
        return self.act(session, items=[self.item])[0] if self.is_shared else self.act(session)


class Database:
    """Runs transactions on SQLite or PostgreSQL, with the same guarantees on both.

    `write` runs one after the other, so what a transaction has read still holds when it writes; all
    that wait share one commit. When the awaited call returns, the write is on disk.
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
        """Call `listener` in this loop after each commit that added to the outbox."""
        self._listeners.append((asyncio.get_running_loop(), listener))

    async def write(self, act: Callable[[Session], Result]) -> Result:
        """Run `act` in a transaction and return its result once it is committed.

        An exception in `act` undoes its changes and is raised here; other jobs of the same commit
        are not affected.
        """
        loop = asyncio.get_running_loop()
        job: _Job[Result] = _Job(act, loop, loop.create_future())
        self._jobs.put(job)
        return await job.done

    async def together(self, act: Together[Result], item: object) -> Result:
        """Run `act` once for this item and all others that wait for the same `act`.

        Returns the result of this item once all is committed. When `act` raises for several items,
        each is tried alone, so that one item never fails another.
        """
        loop = asyncio.get_running_loop()
        job: _Job[Result] = _Job(act, loop, loop.create_future(), is_shared=True, item=item)
        self._jobs.put(job)
        return await job.done

    async def read(self, ask: Callable[[Session], Result]) -> Result:
        """Run `ask` on committed data, beside the writer; changes are discarded."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, ask)

    def _read(self, ask: Callable[[Session], Result]) -> Result:
        with Session(self.engine, expire_on_commit=False) as session:
            return ask(session)

    async def compact(self) -> None:
        """Rewrite the files so that no bytes of erased rows are left in them.

        That is SQLite's file and log, and PostgreSQL's tables; PostgreSQL's log (WAL) holds erased
        data until the server recycles it. Other transactions wait meanwhile.
        """
        act = self._compact_file if self.is_sqlite else self._compact_tables
        # Beside the reads: `close` then waits for it.
        await asyncio.get_running_loop().run_in_executor(self._readers, act)

    def _compact_file(self) -> None:
        connection = self.engine.raw_connection()
        try:
            for statement in COMPACT_FILE:
                connection.cursor().execute(statement)
        except sqlite3.Error as error:
            raise OperationalError("VACUUM", None, error) from None
        finally:
            connection.close()

    def _compact_tables(self) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _wait_for_older_reads(connection)
            for table in inspect(connection).get_table_names():
                quoted = connection.dialect.identifier_preparer.quote(table)
                connection.exec_driver_sql(f"VACUUM FULL {quoted}")
            # Migrations drop statistics of texts that an older program let PostgreSQL gather.
            connection.exec_driver_sql("VACUUM FULL pg_catalog.pg_statistic")

    async def close(self) -> None:
        """Finish waiting jobs, then close every connection."""
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
        """The results in the order of `batch`; an exception in the place of a failed one."""
        try:
            with self.writing() as session:
                if len(batch) == 1:
                    return [batch[0].run(session)]
                return [result for run in _runs(batch) for result in _results(session, run)]
        except Exception as error:
            return [error] * len(batch)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction in this thread, exclusive of all other writers."""
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


def _runs(batch: list[_Job[Any]]) -> Iterator[list[_Job[Any]]]:
    """Groups of neighbouring jobs with the same act; all other jobs alone, in order."""
    for _, run in groupby(batch, key=lambda job: job.act if job.is_shared else id(job)):
        yield list(run)


def _results(session: Session, run: list[_Job[Any]]) -> list[Any]:
    """The results of a group of jobs; an exception, rolled back, where one was raised."""
    if len(run) > 1:
        try:
            return list(_alone(session, partial(run[0].act, items=[job.item for job in run])))
        except Exception as error:
            # One of them spoils it for all: each is served alone.
            if _is_cut(error):
                raise
    return [_attempt(session, job) for job in run]


def _attempt(session: Session, job: _Job[Any]) -> Any:
    try:
        return _alone(session, job.run)
    except Exception as error:
        if _is_cut(error):
            raise
        return error


def _is_cut(error: Exception) -> bool:
    """Whether the connection is lost, so that the whole commit failed."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _alone(session: Session, act: Callable[[Session], Result]) -> Result:
    """Run `act` in a savepoint, with no objects that another act loaded."""
    try:
        with session.begin_nested():
            return act(session)
    finally:
        session.expunge_all()


CHANGES = {
    "sqlite": "SELECT total_changes()",
    "postgresql": "SELECT COALESCE(SUM(n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables",
}


def changes(session: Session) -> int:
    """A number that grows with each row that a transaction changes or erases."""
    connection = session.connection()
    return int(connection.exec_driver_sql(CHANGES[connection.dialect.name]).scalar_one())


def is_away(error: DBAPIError) -> bool:
    """Whether the same may go through later: the database is locked, full or cannot be reached."""
    return not isinstance(error, DataError | IntegrityError | NotSupportedError | ProgrammingError)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True, pool_size=4)
    if parsed.database and parsed.database != ":memory:":
        # Where that fails, opening the file fails, and says so as a database's error.
        with suppress(OSError):
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


def _wait_for_older_reads(connection: Connection) -> None:
    """Wait for reads that began before now: VACUUM keeps the erased rows that they still see."""
    begun = connection.execute(text("SELECT pg_current_xact_id()::xid")).scalar_one()
    older = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND age(backend_xmin) >= age(CAST(:begun AS xid))"
    )
    deadline = time.monotonic() + OLDER_READS
    while time.monotonic() < deadline and connection.execute(older, {"begun": str(begun)}).scalar():
        time.sleep(0.05)
