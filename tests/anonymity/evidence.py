"""Everything an attacker gets of one window, whichever world it was collected in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Value: TypeAlias = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may have written a case; `person` is the key in the database."""

    person: int
    telegram: int
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with its place among the others and, if it has one, its rowid."""

    table: str
    place: int
    values: Mapping[str, Value]
    rowid: int | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """All files at one moment (seconds since 1970), by name; `rows` are what a server gave."""

    at: float
    files: Mapping[str, bytes]
    modified: Mapping[str, float] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What the bot's token can read again in a chat, with the data of its buttons."""

    chat: int
    number: int
    at: float
    text: str
    buttons: tuple[str, ...] = ()
    edited: float | None = None
    entities: str = ""
    is_own: bool = False
    """Whether the person wrote it, and not the bot."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """An opened case whose author is looked for, in the order of the letters."""

    letter: str
    text: str
    marks: tuple[bytes, ...]


@dataclass(slots=True)
class Evidence:
    """One window: who may have written, what was opened, and every byte that was kept.

    `copies` are in the order of time; `secrets` are `.env` and every key, by their names.
    """

    members: tuple[Member, ...]
    begin: float
    end: float
    targets: tuple[Target, ...] = ()
    copies: list[Copy] = field(default_factory=list)
    backups: list[Copy] = field(default_factory=list)
    logs: list[Line] = field(default_factory=list)
    chats: list[Message] = field(default_factory=list)
    secrets: dict[str, bytes] = field(default_factory=dict)

    def take_copy(self, folder: Path, at: float) -> None:
        """Keep the files of a folder as they are now; the same content is kept once."""
        self.copies.append(copied(folder, at))

    def take_backup(self, files: Mapping[str, bytes], at: float) -> None:
        """Keep what a backup would hold."""
        self.backups.append(Copy(at, dict(files)))


def copied(folder: Path, at: float) -> Copy:
    """The files of a folder; their times are the world's, not this machine's."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return Copy(at, files)


@dataclass(frozen=True, slots=True)
class Trial:
    """The evidence of one window and who truly wrote each target: a set, should two have."""

    evidence: Evidence
    authors: Sequence[int]
