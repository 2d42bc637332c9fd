"""The figures and texts of all communities as one `.xlsx`, row by row in flat memory.

A text is never anything but text; one that begins like a formula is marked so that it also stays
text once it is edited.
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
"""What a cell holds; a moment is shown as its day."""

FOLDER: Final = "praktijkgemeenschap-harvest-"
"""With what the name of a folder begins in which a workbook is made; who makes it locks it."""

ROWS: Final = 1_048_576
"""Rows of a sheet, its heading too: as many as spreadsheets read."""

OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, and how wide it is, in letters."""

    heading: str
    width: int = 14


class Workbook:
    """A workbook in the making: its rows wait in files of its own, not in memory."""

    def __init__(self) -> None:
        # Needed by who exports only.
        import xlsxwriter

        _clear_left_behind()
        self._folder = TemporaryDirectory(prefix=FOLDER)
        self._lock = _locked(Path(self._folder.name))
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
        """A new sheet, behind the others; its heading stays in sight."""
        made = self._book.add_worksheet(title)
        made.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            made.set_column(place, place, column.width)
            made.write_string(0, place, cell(column.heading), self._formats["heading"])
        return Sheet(made, self._formats)

    def save(self, file: IO[bytes]) -> None:
        """Write the whole workbook into an open file; nothing can be added any more.

        Raises OSError.
        """
        from xlsxwriter.exceptions import XlsxFileError

        try:
            self._book.close()
        except XlsxFileError as error:
            # Whoever makes files awaits the errors of files.
            raise OSError(*error.args) from error
        with self._path.open("rb") as whole:
            shutil.copyfileobj(whole, file)
        self.close()

    def close(self) -> None:
        """Let go of everything, also of what was never saved."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class Sheet:
    """One sheet of a workbook; its rows come in order."""

    def __init__(self, made: Any, formats: dict[str, Any]) -> None:
        self._made = made
        self._formats = formats
        self._row = 0

    def add(self, *cells: Cell) -> None:
        """Write the next row; raises OSError where a sheet has room for no more."""
        self._row += 1
        if self._row >= ROWS:
            # The library would leave it out without a word.
            raise OSError("a sheet of a workbook is full")
        for place, value in enumerate(cells):
            if isinstance(value, int):
                self._made.write_number(self._row, place, value)
            elif isinstance(value, date):
                self._made.write_datetime(self._row, place, value, self._formats["day"])
            elif value is not None:
                text = cell(value)
                kind = "quoted" if begins_formula(text) else "text"
                self._made.write_string(self._row, place, text, self._formats[kind])


def _clear_left_behind() -> None:
    """Erase what a program that was killed in the middle of an export left.

    A lock ends with its program; a number of a process would come again, in a container at once.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with suppress(OSError):
            lock = _locked(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _locked(folder: Path) -> int | None:
    """A lock on a folder, to be closed; None where another has it. Raises OSError."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
