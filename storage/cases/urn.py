"""The ballot urn of one window: a SQLite file of its own, in which nothing tells who put in what.

A rollback journal and no WAL, overwritten free pages, tables ordered by random ids or by person,
and the file built anew after each write: what lies in it does not depend on the order in which it
came. The register says only who has answered, with whatever answer.
"""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from storage.cases.envelopes import Cost

NEW: Final = 3600.0
"""Seconds for which a file without a window may be one in the making."""

PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes."""

ID_SIZE: Final = 32
"""Bytes of an envelope's id."""

_CLOSED: Final = 2
_SCHEMA: Final = (
    "CREATE TABLE envelope (id BLOB PRIMARY KEY, box BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE answered (person INTEGER PRIMARY KEY) WITHOUT ROWID",
)
# EXTRA is FULL that also makes sure of the folder: else a power cut could bring back the journal
# of a transaction that was acknowledged, and undo it. VACUUM's copy is kept in memory.
_PRAGMAS: Final = (
    "PRAGMA page_size = 4096",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
_LEFTOVERS: Final = ("", "-journal", "-wal", "-shm")
_CHUNK: Final = 1 << 16

Result = TypeVar("Result")


class Problem(StrEnum):
    """What can be wrong with the file."""

    FULL = "full"
    LOCKED = "locked"
    DAMAGED = "damaged"
    MISSING = "missing"
    CLOSED = "closed"
    UNWRITABLE = "unwritable"


class UrnError(Exception):
    """What was asked did not happen; `problem` says why, and nothing says anything else."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Urn:
    """The urn in this file. Threads and processes may use it side by side."""

    _schema: ClassVar[tuple[str, ...]] = _SCHEMA
    _pragmas: ClassVar[tuple[str, ...]] = _PRAGMAS

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._is_tidy = False

    def create(self) -> None:
        """Make the file, unless it is there."""
        self._within(self._make, create=True)

    def put(
        self,
        envelope_id: bytes,
        box: bytes,
        person: int | None,
        *,
        unless_answered: bool = False,
    ) -> bool:
        """Put an envelope in and mark that the person answered; False if it is in already.

        With `unless_answered` nothing happens for someone in the register: a blank pressed again.
        Without a person it is a blank of the program's own, among which an envelope of someone
        who comes a second time, and brings no new mark either, is nothing special. When this
        returns, all is on disk.
        """
        if len(envelope_id) != ID_SIZE:
            raise ValueError("an envelope's id has another size")

        def put(connection: sqlite3.Connection) -> bool:
            if unless_answered and person is not None and _has_answered(connection, person):
                return False
            return self._insert(connection, envelope_id, box, person)

        return self._write(put)

    def holds(self, envelope_id: bytes) -> bool:
        """Whether an envelope lies in it; asking leaves no trace."""
        asked = "SELECT 1 FROM envelope WHERE id = ?"
        return self._within(
            lambda connection: connection.execute(asked, (envelope_id,)).fetchone() is not None
        )

    def answered(self) -> frozenset[int]:
        """The people who answered, one way or the other."""
        rows = self._within(
            lambda connection: connection.execute("SELECT person FROM answered").fetchall()
        )
        return frozenset(person for (person,) in rows)

    def boxes(self) -> list[bytes]:
        """All sealed boxes, by their random ids; these show no order, but never keep this one."""
        rows = self._within(
            lambda connection: connection.execute("SELECT box FROM envelope ORDER BY id").fetchall()
        )
        return [box for (box,) in rows]

    def close(self) -> None:
        """Take nothing more in, for good. What is read after this is all there will ever be."""
        self._within(lambda connection: connection.execute(f"PRAGMA user_version = {_CLOSED}"))

    def destroy(self) -> None:
        """Overwrite the file and what it left, and unlink them; doing it again does no harm."""
        with self._lock, _told():
            for leftover in _LEFTOVERS:
                _destroy(self.path.with_name(self.path.name + leftover))

    # --- one connection a task: nothing is kept between them ----------------------------------

    def _write(self, act: Callable[[sqlite3.Connection], bool]) -> bool:
        def write(connection: sqlite3.Connection) -> bool:
            with _transaction(connection):
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                if version == _CLOSED:
                    raise UrnError(Problem.CLOSED)
                changed = act(connection)
            self._tidy(connection, changed=changed)
            return changed

        return self._within(write)

    def _within(
        self, act: Callable[[sqlite3.Connection], Result], *, create: bool = False
    ) -> Result:
        with self._lock, _told():
            if not create and not self.path.exists():
                raise UrnError(Problem.MISSING)
            with contextlib.closing(self._connect(create=create)) as connection:
                return act(connection)

    def _connect(self, *, create: bool) -> sqlite3.Connection:
        address = f"{self.path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            for pragma in self._pragmas:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make(self, connection: sqlite3.Connection) -> None:
        with _transaction(connection):
            if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                for table in self._schema:
                    connection.execute(table)

    def _insert(
        self, connection: sqlite3.Connection, envelope_id: bytes, box: bytes, person: int | None
    ) -> bool:
        found = connection.execute(
            "INSERT OR IGNORE INTO envelope VALUES (?, ?)", (envelope_id, box)
        )
        if not found.rowcount:
            return False
        if person is not None:
            connection.execute("INSERT OR IGNORE INTO answered VALUES (?)", (person,))
        return True

    def _tidy(self, connection: sqlite3.Connection, *, changed: bool) -> None:
        """Build the file anew; also when a process before this one may have died before it did.

        The envelope is in already, so a full disk is no failure here: the next write tidies.
        """
        if self._is_tidy and not changed:
            return
        self._is_tidy = False
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("VACUUM")
            self._is_tidy = True


@dataclass(frozen=True, slots=True)
class Urns:
    """The urns in this folder, one file a window; `cost` is what one guess at words costs."""

    folder: Path
    cost: Cost

    def of(self, window_id: int) -> Urn:
        """The urn of a window."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Urn(self.folder / f"{window_id}.urn")

    def destroy_others(self, is_open: Mapping[int, bool]) -> None:
        """Destroy what is left of urns whose windows are open no more.

        One without a window is spared while it is new: another process may be making both.
        """
        for path in self.folder.glob("*.urn") if self.folder.is_dir() else ():
            known = is_open.get(int(path.stem)) if path.stem.isdigit() else None
            if known is False or (known is None and _is_old(path)):
                Urn(path).destroy()


def _is_old(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime > NEW
    return False


def _has_answered(connection: sqlite3.Connection, person: int) -> bool:
    found = connection.execute("SELECT 1 FROM answered WHERE person = ?", (person,))
    return found.fetchone() is not None


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what went wrong in a word, whatever SQLite or the system says."""
    try:
        yield
    except sqlite3.Error as error:
        raise UrnError(_problem(error)) from None
    except FileNotFoundError:
        raise UrnError(Problem.MISSING) from None
    except OSError:
        raise UrnError(Problem.UNWRITABLE) from None


def _problem(error: sqlite3.Error) -> Problem:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: Problem.FULL,
        sqlite3.SQLITE_BUSY: Problem.LOCKED,
        sqlite3.SQLITE_LOCKED: Problem.LOCKED,
        sqlite3.SQLITE_CANTOPEN: Problem.UNWRITABLE,
        sqlite3.SQLITE_READONLY: Problem.UNWRITABLE,
        sqlite3.SQLITE_PERM: Problem.UNWRITABLE,
        sqlite3.SQLITE_IOERR: Problem.UNWRITABLE,
    }.get(code, Problem.DAMAGED)


def _destroy(path: Path) -> None:
    try:
        file = path.open("r+b", buffering=0)
    except FileNotFoundError:
        return
    with file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(os.urandom(min(left, _CHUNK)))
        os.fsync(file.fileno())
        file.truncate(0)
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
