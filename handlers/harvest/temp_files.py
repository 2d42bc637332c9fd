"""The files of a harvest on their way into a chat: kept in files without a name.

Whatever ends the program, nothing of them stays behind.
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
"""Bytes of one document; Telegram takes 50 MB from a bot."""

SECTION: Final = 1 << 16
"""Bytes that are copied together."""


AROUND: Final = 200
"""Bytes that a zip needs for each file at most, besides its name."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file by its name, and how much of it there is."""

    name: str
    content: IO[bytes]

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.content.seek(0, SEEK_END)

    def document(self) -> Document:
        """The whole, to be sent."""
        self.content.seek(0)
        return Document(self.name, self.content.read())


class Parcels:
    """Takes the files of a harvest; whole ones go together, zipped, when `zipped` names the zip."""

    def __init__(self, zipped: str | None, largest: int = LARGEST) -> None:
        self._zipped = zipped
        self._largest = largest
        self._files: list[_File] = []
        self._taken: set[str] = set()
        self._archive: ZipFile | None = None
        self._filled = 0
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What is not whole is let go of: the zip too must not be written any more.
        with suppress(OSError):
            self._end_archive()
        self._open.close()

    def open(self, name: str) -> IO[bytes]:
        """A file to write into."""
        content = self._open.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
        self._files.append(_File(name, content))
        return content

    def put(self, name: str, content: bytes) -> None:
        """Take a whole file; beside others it comes zipped."""
        if self._zipped is None:
            self.open(name).write(content)
            return
        # What comes is zipped in itself.
        self._archive_for(len(content)).writestr(name, content, ZIP_STORED)
        self._filled += len(content) + 3 * len(name.encode()) + AROUND

    def _archive_for(self, size: int) -> ZipFile:
        """The zip that is open, or the next one where there is no room for so many bytes."""
        if self._archive is None or self._filled + size > self._largest:
            self._end_archive()
            file = self.open(file_name(self._zipped or "", "zip", self._taken))
            self._archive, self._filled = ZipFile(file, "w"), 0
        return self._archive

    def _end_archive(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def documents(self) -> Iterator[Document | None]:
        """What is to be sent, one after the other; None for a file that is too large."""
        self._end_archive()
        for file in self._files:
            fitting = file if file.size <= self._largest else self._smaller(file)
            yield fitting.document() if fitting.size <= self._largest else None

    def _smaller(self, file: _File) -> _File:
        """The file, zipped."""
        content = self._open.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
        file.content.seek(0)
        with (
            ZipFile(content, "w", ZIP_DEFLATED) as archive,
            archive.open(file.name, "w", force_zip64=True) as target,
        ):
            while piece := file.content.read(SECTION):
                target.write(piece)
        return _File(file_name(file.name, "zip", self._taken), content)
