"""Writes the rows of a harvest into one `.xlsx`, row by row in constant memory.

Texts are written as texts, never as formulas, numbers or links; one that begins like a formula
gets the quote prefix, so that it stays text when it is edited.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final, TypeAlias

from bot.rules.harvest import begins_formula, cell

Cell: TypeAlias = str | int | date | None
"""The value of a cell; a date or datetime is shown as its day."""

FOLDER: Final = "praktijkgemeenschap-harvest-"
"""Prefix of the temporary folder of a workbook; the process that writes it holds a lock on it."""

ROWS: Final = 1_048_576
"""Most rows of a sheet, with its heading: the limit of the `.xlsx` format."""

OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, and its width in characters."""

    heading: str
    width: int = 14


class Workbook:
    """A workbook being written: its rows are kept in temporary files, not in memory."""

    def __init__(self) -> None:
        # Imported here: only exports need it.
        import xlsxwriter

        _delete_abandoned_folders()
        self._folder = TemporaryDirectory(prefix=FOLDER)
        self._lock = _try_lock(Path(self._folder.name))
        self._path = Path(self._folder.name) / "workbook.xlsx"
        self._book = xlsxwriter.Workbook(self._path, {**OPTIONS, "tmpdir": self._folder.name})
        self._formats = {
            "heading": self._book.add_format({"bold": True}),
            "day": self._book.add_format({"num_format": "dd/mm/yyyy"}),
            "text": self._book.add_format({"text_wrap": True, "valign": "top"}),
            "quoted": self._book.add_format(
                {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
            ),
        }

    def sheet(self, title: str, columns: Sequence[Column]) -> "Sheet":
        """Add a sheet after the others; its heading row is frozen."""
        worksheet = self._book.add_worksheet(title)
        worksheet.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            worksheet.set_column(position, position, column.width)
            worksheet.write_string(0, position, cell(column.heading), self._formats["heading"])
        return Sheet(worksheet, self._formats)

    def save(self, file: IO[bytes]) -> None:
        """Write the whole workbook into an open file; nothing can be added any more.

        Raises OSError.
        """
        from xlsxwriter.exceptions import XlsxFileError

        try:
            self._book.close()
        except XlsxFileError as error:
            # Callers that write files handle OSError.
            raise OSError(*error.args) from error
        with self._path.open("rb") as whole:
            shutil.copyfileobj(whole, file)
        self.close()

    def close(self) -> None:
        """Delete the temporary files, saved or not."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class Sheet:
    """One sheet of a workbook; rows are appended in order."""

    def __init__(self, worksheet: Any, formats: dict[str, Any]) -> None:
        self._worksheet = worksheet
        self._formats = formats
        self._row = 0

    def add(self, *cells: Cell) -> None:
        """Append a row. Raises OSError where the sheet is full."""
        self._row += 1
        if self._row >= ROWS:
            # The library would drop the row silently.
            raise OSError("a sheet of a workbook is full")
        for position, value in enumerate(cells):
            if isinstance(value, int):
                self._worksheet.write_number(self._row, position, value)
            elif isinstance(value, date):
                self._worksheet.write_datetime(self._row, position, value, self._formats["day"])
            elif value is not None:
                text = cell(value)
                kind = "quoted" if begins_formula(text) else "text"
                self._worksheet.write_string(self._row, position, text, self._formats[kind])


def _delete_abandoned_folders() -> None:
    """Delete the folders of processes that were killed during an export.

    A lock is used because it ends with its process; a process id in the name would be reused, in a
    container at once.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with suppress(OSError):
            lock = _try_lock(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _try_lock(folder: Path) -> int | None:
    """Lock a folder; return the file descriptor to close, or None where another process holds it.

    Raises OSError.
    """
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
