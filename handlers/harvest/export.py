"""Making the files of a harvest: a few communities are read, then written beside everything else.

Nothing waits for the whole: what is read is let go of once it is written.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import IO, Any, Protocol, Self

from sqlmodel import Session

from bot.rules.harvest import Format, file_name
from handlers.harvest.docx_writer import Documents
from handlers.harvest.json_writer import Record
from handlers.harvest.labels import Labels
from handlers.harvest.xlsx_sheets import Sheets
from handlers.themes import public as theming
from locales import Words
from storage import harvest
from storage.core.text_encryption import TextCipher
from storage.harvest import Harvest

Read = Callable[[Callable[[Session], Any]], Awaitable[Any]]
"""Asks the database, as `Database.read` does."""

Told = Callable[[int, int], Awaitable[None]]
"""Hears how many communities are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be harvested: one community or, None, all; in which formats and words.

    `name` is what the files about all of it are called.
    """

    community_id: int | None
    formats: frozenset[Format]
    words: Words
    name: str


class Shelf(Protocol):
    """Where the files go."""

    def put(self, name: str, content: bytes) -> None:
        """Take a whole file."""

    def open(self, name: str) -> IO[bytes]:
        """A file to write into, piece by piece; it is whole when the shelf is left."""


class _Writing:
    """The files in the making, each open until it is whole."""

    def __init__(self, wanted: Wanted, labels: Labels, shelf: Shelf) -> None:
        self._name = wanted.name
        self._shelf = shelf
        self._taken: set[str] = set()
        self._open = ExitStack()
        self._documents = Documents(labels) if Format.DOCUMENT in wanted.formats else None
        self._record: Record | None = None
        self._sheets: Sheets | None = None
        if Format.RECORD in wanted.formats:
            self._record = Record(labels, self._opened(Format.RECORD))
        if Format.WORKBOOK in wanted.formats:
            self._sheets = Sheets(labels)
            self._open.callback(self._sheets.close)

    def _opened(self, ending: Format) -> IO[bytes]:
        return self._shelf.open(file_name(self._name, ending, self._taken))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def add(self, found: Sequence[Harvest]) -> None:
        """Write what these communities brought."""
        for one in found:
            if self._record is not None:
                self._record.add(one)
            if self._sheets is not None:
                self._sheets.add(one)
            if self._documents is not None:
                name = file_name(one.community.name, Format.DOCUMENT, self._taken)
                self._shelf.put(name, self._documents.written(one))

    def end(self) -> None:
        """Nothing comes any more."""
        if self._record is not None:
            self._record.end()
        if self._sheets is not None:
            self._sheets.save(self._opened(Format.WORKBOOK))


async def make(
    wanted: Wanted, read: Read, cipher: TextCipher, shelf: Shelf, now: datetime, told: Told
) -> int:
    """Put the files of a harvest on the shelf; of how many communities.

    Raises OSError and the database's errors; then what lies on the shelf is not whole.
    """
    only = wanted.community_id
    total = await read(partial(harvest.number_of_communities, only=only))
    named = await read(partial(theming.names, words=wanted.words))
    labels = Labels(wanted.words, named, now)
    done, after = 0, ""
    with await asyncio.to_thread(_Writing, wanted, labels, shelf) as writing:
        await told(done, total)
        while found := await read(
            partial(harvest.batch, only=only, after=after, cipher=cipher, now=now)
        ):
            await asyncio.to_thread(writing.add, found)
            done, after = done + len(found), found[-1].community.name_key
            await told(done, max(done, total))
        await asyncio.to_thread(writing.end)
    return done
