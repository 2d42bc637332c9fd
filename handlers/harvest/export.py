"""Makes the files of a harvest: reads a few communities at a time and writes them in a thread.

So memory holds one batch only: what was read is freed once it is written.
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
"""Runs a function of a session in a reading transaction, as `Database.read` does."""

OnProgress = Callable[[int, int], Awaitable[None]]
"""Called with the number of communities done, and the total."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export: one community (None for all), in which formats, in which language.

    `name` is the name, without extension, of the files that hold all of it.
    """

    community_id: int | None
    formats: frozenset[Format]
    words: Words
    name: str


class FileSink(Protocol):
    """Takes the files of an export."""

    def put(self, name: str, content: bytes) -> None:
        """Take a whole file."""

    def open(self, name: str) -> IO[bytes]:
        """Return a file to write into piece by piece; it is complete when the sink is closed."""


class _Writers:
    """The writers of the requested formats; their files stay open until the export ends."""

    def __init__(self, request: ExportRequest, labels: Labels, sink: FileSink) -> None:
        self._name = request.name
        self._sink = sink
        self._names: set[str] = set()
        self._stack = ExitStack()
        self._documents = Documents(labels) if Format.DOCUMENT in request.formats else None
        self._record: Record | None = None
        self._sheets: Sheets | None = None
        if Format.RECORD in request.formats:
            self._record = Record(labels, self._open_file(Format.RECORD))
        if Format.WORKBOOK in request.formats:
            self._sheets = Sheets(labels)
            self._stack.callback(self._sheets.close)

    def _open_file(self, extension: Format) -> IO[bytes]:
        return self._sink.open(file_name(self._name, extension, self._names))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def add(self, found: Sequence[Harvest]) -> None:
        """Write the harvest of these communities."""
        for one in found:
            if self._record is not None:
                self._record.add(one)
            if self._sheets is not None:
                self._sheets.add(one)
            if self._documents is not None:
                name = file_name(one.community.name, Format.DOCUMENT, self._names)
                self._sink.put(name, self._documents.write(one))

    def end(self) -> None:
        """Complete the files that hold all communities."""
        if self._record is not None:
            self._record.end()
        if self._sheets is not None:
            self._sheets.save(self._open_file(Format.WORKBOOK))


async def make(
    request: ExportRequest,
    read: Read,
    cipher: TextCipher,
    sink: FileSink,
    now: datetime,
    on_progress: OnProgress,
) -> int:
    """Write the files of a harvest into `sink`; return of how many communities.

    Raises OSError and the errors of SQLAlchemy; then the files in `sink` are incomplete.
    """
    community_id = request.community_id
    total = await read(partial(harvest.number_of_communities, only=community_id))
    theme_names = await read(partial(theming.names, words=request.words))
    labels = Labels(request.words, theme_names, now)
    done, after = 0, ""
    with await asyncio.to_thread(_Writers, request, labels, sink) as writers:
        await on_progress(done, total)
        while found := await read(
            partial(harvest.batch, only=community_id, after=after, cipher=cipher, now=now)
        ):
            await asyncio.to_thread(writers.add, found)
            done, after = done + len(found), found[-1].community.name_key
            await on_progress(done, max(done, total))
        await asyncio.to_thread(writers.end)
    return done
