"""What a table holds of people, as each table declares it once, next to its columns.

`storage.personal_data` reads the declarations: for `/mydata`, for `/forget`, and for what is
erased by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel

from storage.core.text_encryption import TextCipher


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose data are read, and with what; `person_id` is None for who never registered."""

    session: Session
    cipher: TextCipher
    telegram_id: int
    person_id: int | None

    def is_named(self, row: Any, column: str) -> bool:
        """Whether a column that refers to a person names this one."""
        return self.person_id is not None and getattr(row, column) == self.person_id


Value = Callable[[Any, Reader], Any]
"""What is shown of a row."""


def sealed(column: str) -> Value:
    """What stands sealed in a column, in the clear; None when another key sealed it."""
    return lambda row, reader: reader.cipher.decrypt_or_none(getattr(row, column))


def is_you(column: str) -> Value:
    """Whether a column names the reader: another person's name is not shown."""
    return lambda row, reader: reader.is_named(row, column)


def if_you(named: str, value: str | Value) -> Value:
    """A value that is the reader's only if a column names them."""
    return lambda row, reader: shown(row, reader, value) if reader.is_named(row, named) else None


def shown(row: Any, reader: Reader, value: str | Value) -> Any:
    """What a column holds, or what a function makes of the row, as JSON has it."""
    found = getattr(row, value) if isinstance(value, str) else value(row, reader)
    match found:
        case Enum():
            return found.value
        case datetime() | date():
            return found.isoformat()
        case _:
            return found


def columns(*names: str) -> dict[str, str | Value]:
    """Columns that are shown under their own names."""
    return {name: name for name in names}


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of a person, as a section of their data or as a part of one.

    `about` says which meeting or community a row belongs to; `named_in` are the columns by which
    rows are found, all that name people if none is given; `only` leaves other rows out.
    """

    section: str
    fields: Mapping[str, str | Value]
    part: str = ""
    about: Callable[[Session, Any], Mapping[str, Any]] = lambda _session, _row: {}
    named_in: tuple[str, ...] = ()
    only: ColumnElement[bool] | None = None
    is_single: bool = False
    """Whether there is one row at most: an object or null in the place of a list."""


@dataclass(frozen=True, slots=True)
class RowGoes:
    """On `/forget` the row goes: with the person it refers to, or because of the Telegram id."""


@dataclass(frozen=True, slots=True)
class NameGoes:
    """On `/forget` the row stays without the name.

    In its place stands nothing, a number that is nobody's, or what another column of the row holds.
    """

    instead: int | str | None = None


@dataclass(frozen=True, slots=True)
class AfterCycle:
    """Erased so long after the end of the cycle it belongs to as the setting RETENTION says.

    `erase` is given the length and the moment; without it, the rows of the cycle are deleted.
    `at_least` is how long they are kept even if the setting is shorter.
    """

    erase: Callable[[Session, timedelta, datetime], None] | None = None
    at_least: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class AfterTime:
    """Erased so long after the moment in a column; `erase` is given the moment until which."""

    column: str
    length: timedelta
    only: ColumnElement[bool] | None = None
    erase: Callable[[Session, datetime], None] | None = None


@dataclass(frozen=True, slots=True)
class WithAnother:
    """Erased with a row of another table, by what that one declares or by the database."""

    table: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Not erased by itself, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one table holds of people.

    `whose` maps the columns that name a person, by our id or by Telegram's, to what `/forget` does
    with a row that names the person who is erased. `also_forget` erases what else is theirs.
    """

    table: type[SQLModel]
    retention: AfterCycle | AfterTime | WithAnother | Kept
    whose: Mapping[str, RowGoes | NameGoes] = field(default_factory=dict)
    exports: tuple[Export, ...] = ()
    also_forget: Callable[[Session, int], None] | None = None
    """Given the id that stands in the columns of `whose`."""
    also_expires: Callable[[Session, timedelta, datetime], None] | None = None
    """Erases the drafts about rows that are over, before these go."""
    is_written: bool = True
    """Whether what is erased by itself may be what people wrote: then no bytes of it may stay."""
