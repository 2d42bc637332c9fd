"""Keeps the files of an export in unnamed temporary files until they are sent.

The system deletes those when the process ends, whatever ends it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from os import SEEK_END
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Final, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from bot.rules.harvest import file_name
from handlers.core.screens import Document

LARGEST: Final = 45_000_000
"""Most bytes of one document; Telegram accepts 50 MB from a bot."""

COPY_SIZE: Final = 1 << 16
"""Bytes that are copied at a time."""

ZIP_OVERHEAD: Final = 200
"""Most bytes that a zip adds for each file, besides its name."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file's name and its open temporary file."""

    name: str
    content: IO[bytes]

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.content.seek(0, SEEK_END)

    def document(self) -> Document:
        """Read the whole file as a document to send."""
        self.content.seek(0)
        return Document(self.name, self.content.read())


class TempFiles:
    """Collects the files of an export, and yields them as documents of at most `largest` bytes.

    Files of `put` go together into zips named `zipped`, or stay single where that is None.
    """

    def __init__(self, zipped: str | None, largest: int = LARGEST) -> None:
        self._zipped = zipped
        self._largest = largest
        self._files: list[_File] = []
        self._names: set[str] = set()
        self._archive: ZipFile | None = None
        self._archive_size = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # An incomplete export is discarded: the zip must be closed before its file is.
        with suppress(OSError):
            self._end_archive()
        self._stack.close()

    def open(self, name: str) -> IO[bytes]:
        """Return a new file to write into."""
        content = self._stack.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
        self._files.append(_File(name, content))
        return content

    def put(self, name: str, content: bytes) -> None:
        """Take a whole file; with `zipped` it goes into the zip."""
        if self._zipped is None:
            self.open(name).write(content)
            return
        # These files are compressed already.
        self._archive_for(len(content)).writestr(name, content, ZIP_STORED)
        self._archive_size += len(content) + 3 * len(name.encode()) + ZIP_OVERHEAD

    def _archive_for(self, size: int) -> ZipFile:
        """Return the open zip, or a new one where `size` more bytes would make it too large."""
        if self._archive is None or self._archive_size + size > self._largest:
            self._end_archive()
            file = self.open(file_name(self._zipped or "", "zip", self._names))
            self._archive, self._archive_size = ZipFile(file, "w"), 0
        return self._archive

    def _end_archive(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def documents(self) -> Iterator[Document | None]:
        """Yield each document to send; None for a file that is too large even when zipped."""
        self._end_archive()
        for file in self._files:
            sent = file if file.size <= self._largest else self._zipped_file(file)
            yield sent.document() if sent.size <= self._largest else None

    def _zipped_file(self, file: _File) -> _File:
        """Return the file compressed as a zip."""
        content = self._stack.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
        file.content.seek(0)
        with (
            ZipFile(content, "w", ZIP_DEFLATED) as archive,
            archive.open(file.name, "w", force_zip64=True) as target,
        ):
            while piece := file.content.read(COPY_SIZE):
                target.write(piece)
        return _File(file_name(file.name, "zip", self._names), content)
