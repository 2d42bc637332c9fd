"""Databases out of their bytes: the file, each commit in a WAL, what a journal would restore."""

import contextlib
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b

from tests.anonymity.evidence import Row

_WAL_HEAD = 32
_FRAME_HEAD = 24
_SECTOR = 512
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_HEADER = b"SQLite format 3\0"


def images(
    name: str, files: Mapping[str, bytes], known: set[bytes] | None = None
) -> list[tuple[str, bytes]]:
    """All states of the database `name`, the oldest first, each with where it was found.

    With `known` commits in a WAL that were read before, in another copy, are left out.
    """
    found: list[tuple[str, bytes]] = []
    data = files[name]
    if before := _restored(data, files.get(f"{name}-journal", b"")):
        found.append(("journal", before))
    found.append(("file", data))
    wal = files.get(f"{name}-wal", b"")
    found += [("wal", state) for state in _replayed(data, wal, set() if known is None else known)]
    return [(origin, state) for origin, state in found if state.startswith(_HEADER)]


def page_size(data: bytes) -> int:
    """Bytes of a page, out of the file's head."""
    (size,) = struct.unpack(">H", data[16:18])
    return 65536 if size == 1 else int(size)


def _replayed(data: bytes, wal: bytes, known: set[bytes]) -> Iterator[bytes]:
    """The state after each commit in the WAL, old rounds of it included."""
    if len(wal) < _WAL_HEAD:
        return
    (size,) = struct.unpack(">I", wal[8:12])
    pages = {i + 1: data[i * size : (i + 1) * size] for i in range(len(data) // size)}
    for start in range(_WAL_HEAD, len(wal) - _FRAME_HEAD - size + 1, _FRAME_HEAD + size):
        number, total = struct.unpack(">II", wal[start : start + 8])
        pages[number] = wal[start + _FRAME_HEAD : start + _FRAME_HEAD + size]
        # Salts and running checksums: no other commit has them.
        name = wal[start + 8 : start + _FRAME_HEAD]
        if total and name not in known:
            known.add(name)
            yield b"".join(pages.get(place, bytes(size)) for place in range(1, total + 1))


def _restored(data: bytes, journal: bytes) -> bytes | None:
    """The state before the transaction that the journal could undo, its head blotted or not."""
    if len(journal) <= _SECTOR or not data.startswith(_HEADER):
        return None
    pages, sector, size = len(data) // page_size(data), _SECTOR, page_size(data)
    if journal.startswith(_JOURNAL):
        _, _, pages, sector, size = struct.unpack(">IIIII", journal[8:28])
    result = bytearray(data[: pages * size].ljust(pages * size, b"\0"))
    for start in range(sector, len(journal) - size - 7, size + 8):
        (number,) = struct.unpack(">I", journal[start : start + 4])
        if 0 < number <= pages:
            result[(number - 1) * size : number * size] = journal[start + 4 : start + 4 + size]
    return bytes(result)


def rows(data: bytes) -> tuple[Row, ...]:
    """All rows of all tables of a database; none if it cannot be read."""
    return _rows(_Image(data))


class _Image:
    """Bytes that are told apart by their digest, so that what was read is not read again."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.digest = blake2b(data, digest_size=16).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Image) and other.digest == self.digest


@lru_cache(maxsize=128)
def _rows(image: _Image) -> tuple[Row, ...]:
    data = bytearray(image.data)
    data[18:20] = b"\1\1"  # else a file in WAL mode is not read from memory
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(bytes(data))
            names = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'table'"
                )
            ]
            return tuple(row for name in names for row in _of_table(connection, name))
        except (sqlite3.Error, UnicodeDecodeError):
            return ()


def _of_table(connection: sqlite3.Connection, name: str) -> Iterator[Row]:
    try:
        found = connection.execute(f'SELECT rowid AS "(rowid)", * FROM "{name}"')  # noqa: S608
    except sqlite3.OperationalError:  # it is WITHOUT ROWID
        found = connection.execute(f'SELECT NULL AS "(rowid)", * FROM "{name}"')  # noqa: S608
    columns = [column for column, *_ in found.description][1:]
    for place, (rowid, *values) in enumerate(found):
        yield Row(name, place, dict(zip(columns, values, strict=True)), rowid)
