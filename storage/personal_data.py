"""Tells people what is kept about them, and erases it when they say so or when its time is over.

What is whose, and how long it is kept, is declared by the tables: see `storage.tables`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Table, true
from sqlmodel import Session, SQLModel, col, delete, exists, or_, select, update

from storage import meetings, members
from storage.core.database import changes
from storage.core.personal_data import (
    AfterCycle,
    AfterTime,
    Export,
    Kept,
    NameGoes,
    PersonalData,
    Reader,
    RowGoes,
    WithAnother,
    shown,
)
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.tables import PERSONAL_DATA


def everything(session: Session, person_telegram_id: int, cipher: TextCipher) -> dict[str, Any]:
    """Everything kept about the person Telegram knows under this id, in the clear, for JSON.

    Of a section in parts, all are there as soon as one of them holds something.
    """
    reader = _reader(session, person_telegram_id, cipher)
    told: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for declared, export in _exports():
        rows = [_told(row, export, reader) for row in _rows(declared, export, reader)]
        if export.part:
            told[export.section] = parts.setdefault(export.section, {})
            parts[export.section][export.part] = rows
        elif export.is_single:
            told[export.section] = rows[0] if rows else None
        else:
            told[export.section] = rows
    nothing: dict[str, Any] = {name: {} for name, found in parts.items() if not any(found.values())}
    return told | nothing


def _reader(session: Session, telegram_id: int, cipher: TextCipher) -> Reader:
    person = members.person_by_telegram_id(session, telegram_id)
    return Reader(session, cipher, telegram_id, person.id if person else None)


def _exports() -> Iterator[tuple[PersonalData, Export]]:
    for declared in PERSONAL_DATA:
        for export in declared.exports:
            yield declared, export


def _rows(declared: PersonalData, export: Export, reader: Reader) -> Sequence[SQLModel]:
    table = _table(declared)
    names = [
        table.columns[column] == known
        for column in export.named_in or declared.whose
        if (known := _id_in(table, column, reader.telegram_id, reader.person_id)) is not None
    ]
    if not names:
        return []
    rows = select(declared.table).where(or_(*names)).order_by(*table.primary_key.columns)
    return reader.session.exec(rows if export.only is None else rows.where(export.only)).all()


def _told(row: SQLModel, export: Export, reader: Reader) -> dict[str, Any]:
    fields = {name: shown(row, reader, value) for name, value in export.fields.items()}
    return {**export.about(reader.session, row), **fields}


def _table(declared: PersonalData) -> Table:
    table: Table = declared.table.__table__  # type: ignore[attr-defined]
    return table


def _id_in(table: Table, column: str, telegram_id: int, person_id: int | None) -> int | None:
    """Under which id a column names a person: a foreign key holds ours, any other Telegram's."""
    return person_id if table.columns[column].foreign_keys else telegram_id


def erase(session: Session, person_telegram_id: int) -> None:
    """Erase all rows about a person who has left their communities.

    What they did as a moderator for others loses their name. A used invitation stays used: it never
    held who used it.
    """
    person = members.person_by_telegram_id(session, person_telegram_id)
    person_id = person.id if person else None
    # The person is declared first and goes last: the database lets go of all that hangs on them.
    for declared in reversed(PERSONAL_DATA):
        known = {
            column: found
            for column in declared.whose
            if (found := _id_in(_table(declared), column, person_telegram_id, person_id))
        }
        if declared.also_forget is not None and known:
            declared.also_forget(session, next(iter(known.values())))
        for column, found in known.items():
            _forget(session, declared, column, found)


def _forget(session: Session, declared: PersonalData, column: str, known: int) -> None:
    columns, goes = _table(declared).columns, declared.whose[column]
    names = columns[column]
    match goes:
        case RowGoes():
            if not names.foreign_keys:
                session.exec(delete(declared.table).where(names == known))
        case NameGoes(str(other)):
            named = update(declared.table).where(names == known)
            session.exec(named.values({column: columns[other]}))
        case NameGoes(int(nobody)):
            named = update(declared.table).where(names == known)
            session.exec(named.values({column: nobody}))
        case NameGoes():
            pass  # The database empties the column when the person goes.
        case _:
            assert_never(goes)


def erase_expired(session: Session, retention: timedelta, now: datetime) -> bool:
    """Erase what is kept no longer, as each table declares it; `retention` is the setting.

    Gives whether anything went of what people wrote: then its bytes must go too, see
    `Database.compact`.
    """
    for declared in PERSONAL_DATA:
        if not declared.is_written:
            _expire(session, declared, retention, now)
    session.flush()
    before = changes(session)
    for declared in PERSONAL_DATA:
        if declared.also_expires is not None:
            declared.also_expires(session, retention, now)
    for declared in PERSONAL_DATA:
        if declared.is_written:
            _expire(session, declared, retention, now)
    session.flush()
    return changes(session) > before


def _expire(session: Session, declared: PersonalData, retention: timedelta, now: datetime) -> None:
    match declared.retention:
        case AfterCycle(erase, at_least):
            length = max(retention, at_least)
            if erase is not None:
                erase(session, length, now)
            else:
                session.exec(delete(declared.table).where(_is_over(declared, length, now)))
        case AfterTime(column, length, only, erase_until):
            until = now - length
            if erase_until is not None:
                erase_until(session, until)
            else:
                is_old = _table(declared).columns[column] <= until
                also = true() if only is None else only
                session.exec(delete(declared.table).where(is_old, also))
        case WithAnother() | Kept():
            pass
        case _:
            assert_never(declared.retention)


def _is_over(declared: PersonalData, length: timedelta, now: datetime) -> ColumnElement[bool]:
    """Whether a row belongs to a meeting of a cycle that is over, or to the cycle itself."""
    columns, over = _table(declared).columns, meetings.of_ended_cycles(length, now)
    if "meeting_id" in columns:
        return columns["meeting_id"].in_(over)
    return exists().where(
        col(Meeting.community_id) == columns["community_id"],
        col(Meeting.cycle) == columns["cycle"],
        col(Meeting.id).in_(over),
    )
