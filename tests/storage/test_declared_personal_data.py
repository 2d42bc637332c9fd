"""Every table declares what it holds of people, and is exported and erased as it declares.

Each table gets a row of one person and one of another; what is declared is then tried on them.
"""

import importlib
import json
import pkgutil
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import BigInteger, ColumnElement, RowMapping, Table
from sqlmodel import Session, SQLModel, delete, select

import storage
from storage import personal_data
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
)
from storage.core.personal_data import shown as value_shown
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem
from storage.members import Person
from storage.tables import PERSONAL_DATA
from tests.storage import marked

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
LATER = AT + timedelta(days=1000)
RETENTION = timedelta(days=30)
A_SECOND = timedelta(seconds=1)

ONE, OTHER = 1, 2
"""The numbers of two people, and of all rows that are theirs."""

OF_GROUPS = {"chat.telegram_id", "chat.former_telegram_id", "prompt.posted_in", "summary.posted_in"}
"""Columns with a Telegram id that is a group's."""

Row = RowMapping | None


class Unsealed(TextCipher):
    """Reads texts that were never sealed."""

    def decrypt_or_none(self, sealed: str | None) -> str | None:
        return sealed


CIPHER = Unsealed(bytes(range(32)))


def table_of(declared: PersonalData) -> Table:
    table: Table = declared.table.__table__  # type: ignore[attr-defined]
    return table


def named(declared: PersonalData) -> str:
    return table_of(declared).name


BY_TABLE = {named(declared): declared for declared in PERSONAL_DATA}
EXPORTS = [
    pytest.param(declared, export, id=f"{export.section}.{export.part}".strip("."))
    for declared in PERSONAL_DATA
    for export in declared.exports
]
NAMES_IN_OTHERS_ROWS = [
    pytest.param(declared, column, id=f"{named(declared)}.{column}")
    for declared in PERSONAL_DATA
    for column in declared.whose
    if declared.table is not Person
]
EXPIRING = [
    pytest.param(declared, id=named(declared))
    for declared in PERSONAL_DATA
    if not isinstance(declared.retention, Kept)
]


@pytest.fixture
def two(session: Session) -> Session:
    """The rows of two people in every table, those of the second made long after the first's."""
    session.exec(delete(LibraryItem))
    marked.fill_for(session, ONE, CIPHER, AT)
    marked.fill_for(session, OTHER, CIPHER, LATER)
    return session


def telegram_id(number: int) -> int:
    return marked.TELEGRAM_ID + number


def is_of(table: Table, number: int) -> ColumnElement[bool]:
    """Finds the row of this number: by its id, or by the row it belongs to."""
    belongs = [column for column in table.columns if column.foreign_keys]
    return (table.columns["id"] if "id" in table.columns else belongs[0]) == number


def row(session: Session, table: Table, number: int) -> Row:
    return (
        session.connection().execute(table.select().where(is_of(table, number))).mappings().first()
    )


def all_rows(session: Session, number: int) -> dict[str, Row]:
    return {name: row(session, table_of(one), number) for name, one in BY_TABLE.items()}


def test_every_table_declares_what_it_holds_of_people() -> None:
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if not module.name.startswith("storage.migrations."):
            importlib.import_module(module.name)

    assert sorted(BY_TABLE) == sorted(SQLModel.metadata.tables)
    assert len(BY_TABLE) == len(PERSONAL_DATA)


@pytest.mark.parametrize("declared", PERSONAL_DATA, ids=named)
def test_every_column_that_names_a_person_is_declared(declared: PersonalData) -> None:
    naming = {
        column.name
        for column in table_of(declared).columns
        if any(key.target_fullname == "person.id" for key in column.foreign_keys)
        or (
            isinstance(column.type, BigInteger) and f"{column.table}.{column.name}" not in OF_GROUPS
        )
    }

    assert declared.whose.keys() == naming
    for export in declared.exports:
        assert declared.whose.keys() >= set(export.named_in)


@pytest.mark.parametrize("declared", PERSONAL_DATA, ids=named)
def test_who_is_named_in_a_table_is_told_of_it(declared: PersonalData) -> None:
    assert bool(declared.exports) == bool(declared.whose)


@pytest.mark.parametrize(("declared", "export"), EXPORTS)
def test_a_row_is_told_to_whom_it_names_and_to_nobody_else(
    two: Session, declared: PersonalData, export: Export
) -> None:
    for number, stranger in ((ONE, OTHER), (OTHER, ONE)):
        told = personal_data.everything(two, telegram_id(number), CIPHER)
        section = told[export.section][export.part] if export.part else told[export.section]
        (shown,) = [section] if export.is_single else section
        stored = two.exec(select(declared.table).where(is_of(table_of(declared), number))).one()

        plain = {name: column for name, column in export.fields.items() if isinstance(column, str)}
        reader = Reader(two, CIPHER, telegram_id(number), number)
        assert {name: shown[name] for name in plain} == {
            name: value_shown(stored, reader, column) for name, column in plain.items()
        }
        texts = json.dumps(told, ensure_ascii=False)
        assert re.findall(rf"{marked.MARK} [\w.]+ {stranger}", texts) == []


def test_forgetting_one_person_leaves_every_row_of_another(two: Session) -> None:
    before = all_rows(two, OTHER)
    assert None not in before.values()

    personal_data.erase(two, telegram_id(ONE))

    assert all_rows(two, OTHER) == before
    for declared in PERSONAL_DATA:
        for column in declared.whose:
            names = table_of(declared).columns[column]
            own = ONE if names.foreign_keys else telegram_id(ONE)
            left = table_of(declared).select().where(names == own)
            assert two.connection().execute(left).all() == [], f"{named(declared)}.{column}"
    assert not any(personal_data.everything(two, telegram_id(ONE), CIPHER).values())


@pytest.mark.parametrize(("declared", "column"), NAMES_IN_OTHERS_ROWS)
def test_a_row_that_names_a_forgotten_person_goes_or_stays_without_the_name(
    two: Session, declared: PersonalData, column: str
) -> None:
    table = table_of(declared)
    own = ONE if table.columns[column].foreign_keys else telegram_id(ONE)
    two.connection().execute(table.delete().where(is_of(table, ONE)))
    two.connection().execute(table.update().where(is_of(table, OTHER)).values({column: own}))

    personal_data.erase(two, telegram_id(ONE))

    left = row(two, table, OTHER)
    match declared.whose[column]:
        case RowGoes():
            assert left is None
        case NameGoes(instead):
            assert left is not None
            assert left[column] == (left[instead] if isinstance(instead, str) else instead)


def length_of(declared: PersonalData) -> timedelta:
    match declared.retention:
        case AfterCycle(_, at_least):
            return max(RETENTION, at_least)
        case AfterTime(_, length):
            return length
        case WithAnother(table):
            return length_of(BY_TABLE[table])
        case Kept():
            raise AssertionError


@pytest.mark.parametrize("declared", EXPIRING)
def test_a_row_expires_when_it_says_and_not_before(two: Session, declared: PersonalData) -> None:
    table, over = table_of(declared), AT + length_of(declared)
    ours, theirs = row(two, table, ONE), row(two, table, OTHER)

    personal_data.erase_expired(two, RETENTION, over - A_SECOND)
    assert row(two, table, ONE) == ours
    personal_data.erase_expired(two, RETENTION, over + A_SECOND)

    assert row(two, table, ONE) != ours
    assert row(two, table, OTHER) == theirs


def test_what_is_kept_does_not_expire(two: Session) -> None:
    before = all_rows(two, ONE)

    personal_data.erase_expired(two, RETENTION, LATER - A_SECOND)

    kept = [name for name, one in BY_TABLE.items() if isinstance(one.retention, Kept)]
    after = all_rows(two, ONE)
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
