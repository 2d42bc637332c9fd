"""The lock that lets one of several processes on a database deliver at a time.

On PostgreSQL it is an advisory lock that lives as long as its connection, so another process gets
it when the holder dies. (A pooler that shares connections between transactions must be bypassed.)
On SQLite it is a lock on a file beside the database, for a program that is started twice.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, Protocol

import psycopg
from sqlalchemy import Engine, text
from sqlmodel import Session

from bot.logs import event, failure

LOGGER: Final = logging.getLogger(__name__)

DELIVERY_LOCK: Final = 0x50_48
"""PostgreSQL's advisory lock that who delivers holds, on a connection of its own."""

CHANNEL: Final = "outbox"
"""Where the others tell who delivers that they put something in the outbox."""

PAUSE: Final = 0.5
"""Seconds between two tries to get the turn."""

BEAT: Final = 1.0
"""Seconds between two looks at whether the turn is still ours, and at the outbox."""

PATIENCE: Final = 2
"""Seconds without an answer after which the turn counts as lost."""

# Should this machine vanish without a word, the server lets go of the lock after some 4 seconds:
# a little later than this process, cut off from the server, has noticed that it lost its turn.
_NOTICED_BY_SERVER: Final = (
    "SET tcp_keepalives_idle = 1; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3;"
    "SET tcp_user_timeout = 4000"
)
_HELD: Final = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND classid = 0 AND objid = :lock AND objsubid = 1 AND pid = :process)"
)


class DeliveryLock(Protocol):
    """The right to deliver: `take`, then wait in `lost`, then `release`, repeatedly."""

    async def try_take(self) -> bool:
        """Take the lock if nobody holds it."""

    async def take(self) -> None:
        """Wait until this process holds the lock."""

    async def lost(self, wake: Callable[[], None]) -> None:
        """Wait until the lock is lost; calls `wake` whenever the outbox may have new rows."""

    async def release(self) -> None:
        """Let another process take the lock."""

    def said(self) -> None:
        """Tell the holder that the outbox has a new row."""

    def is_held(self, session: Session) -> bool:
        """Whether this process still holds the lock, asked inside the transaction."""


def delivery_lock(engine: Engine) -> DeliveryLock:
    """The lock for this database."""
    return _FileLock(engine) if engine.dialect.name == "sqlite" else _ServerLock(engine)


class _FileLock:
    """A lock on a file beside the SQLite file; the system frees it when the process ends."""

    def __init__(self, engine: Engine) -> None:
        self._path = Path(f"{engine.url.database}.lock")
        self._file: IO[bytes] | None = None

    async def try_take(self) -> bool:
        file = self._path.open("wb")
        if not _locks(file):
            file.close()
            return False
        self._file = file
        return True

    async def take(self) -> None:
        while not await self.try_take():
            await asyncio.sleep(PAUSE)

    async def lost(self, wake: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(BEAT)
            wake()

    async def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def said(self) -> None:
        """Nothing to do: the holder looks at each interval."""

    def is_held(self, session: Session) -> bool:
        return True


def _has_ended_well(task: "asyncio.Task[None]") -> bool:
    return not task.cancelled() and task.exception() is None


def _locks(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows has no such locks: there nobody must start a program twice
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # A file system without locks serves one program all the same.
        failure(LOGGER, "file_lock_unavailable", error, level=logging.WARNING)
    return True


class _ServerLock:
    """PostgreSQL's advisory lock on a connection of its own, which also receives NOTIFY."""

    def __init__(self, engine: Engine) -> None:
        _, address = engine.dialect.create_connect_args(engine.url)
        limits = {"connect_timeout": PATIENCE, "keepalives_idle": 1, "tcp_user_timeout": 2000}
        self._address: dict[str, Any] = {**limits, **address}
        self._connection: psycopg.AsyncConnection | None = None
        self._process = 0
        self._news = asyncio.Event()

    async def try_take(self) -> bool:
        connection = self._connection or await self._connect()
        if self._news.is_set():
            self._news.clear()
            await connection.execute(f"NOTIFY {CHANNEL}")
        cursor = await connection.execute(f"SELECT pg_try_advisory_lock({DELIVERY_LOCK})")
        row = await cursor.fetchone()
        if row is None or not row[0]:
            return False
        await connection.execute(f"LISTEN {CHANNEL}")
        self._process = connection.info.backend_pid
        return True

    async def take(self) -> None:
        while not await self._tries():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), PAUSE)

    async def _tries(self) -> bool:
        try:
            return await self.try_take()
        except psycopg.Error as error:
            failure(LOGGER, "database_away", error, level=logging.WARNING)
            await self.release()
            await asyncio.sleep(PAUSE)
            return False

    async def lost(self, wake: Callable[[], None]) -> None:
        while await self._beats():
            wake()
        event(LOGGER, "delivery_lock_lost", level=logging.WARNING)

    async def _beats(self) -> bool:
        """Wait for a notification for one interval; returns whether the connection lives."""
        beat = asyncio.create_task(self._beat())
        try:
            done, _ = await asyncio.wait([beat], timeout=BEAT + PATIENCE)
        finally:
            # A server that is cut off answers nothing: do not wait for it to take note of that.
            beat.add_done_callback(_has_ended_well)
            beat.cancel()
        return bool(done) and _has_ended_well(beat)

    async def _beat(self) -> None:
        if self._connection is None:
            raise psycopg.OperationalError
        async for _ in self._connection.notifies(timeout=BEAT, stop_after=1):
            pass
        await self._connection.execute("SELECT 1")

    async def release(self) -> None:
        self._process = 0
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    def said(self) -> None:
        self._news.set()

    def is_held(self, session: Session) -> bool:
        asked = {"lock": DELIVERY_LOCK, "process": self._process}
        found = session.connection().execute(_HELD, asked)
        return bool(found.scalar())

    async def _connect(self) -> psycopg.AsyncConnection:
        self._connection = await psycopg.AsyncConnection.connect(**self._address, autocommit=True)
        await self._connection.execute(_NOTICED_BY_SERVER)
        return self._connection
