"""One row in every table, with a marker of its own in every text, so that a leak can be seen."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, String, Table, TypeDecorator
from sqlmodel import Session, SQLModel, delete

from bot.rules.closing import Question
from bot.rules.languages import CODES
from bot.rules.themes import FIXED
from bot.rules.value import Value
from storage.core.outbox import SENT
from storage.core.text_encryption import TextCipher
from storage.library import LibraryItem
from storage.tables import TABLES

MARK = "GEHEIM"
"""With what every marker begins."""

TELEGRAM_ID = 987_654_321_098

COMMUNITY, MUNICIPALITY = "Noord <b>&", "=Sint-Joost"
RELEASED, PRACTICE = "=Vrijgegeven <b>& deel", "+Vrijgegeven praktijk"

Write = Callable[[str], str]


def fill(session: Session, cipher: TextCipher, at: datetime, write: Write) -> int:
    """Put a row into every table, its texts as `write` makes them of markers; how many texts."""
    session.exec(delete(LibraryItem))
    number = 0
    for table, row in _rows(cipher, at, write):
        number += sum(MARK in str(value) or _is_marked(value, cipher) for value in row.values())
        session.connection().execute(table.insert().values(row))
    return number


def fill_for(session: Session, number: int, cipher: TextCipher, at: datetime) -> None:
    """Put row `number` into every table: it refers to the rows of that number, and they differ."""
    for table, row in _rows(cipher, at, lambda marker: f"{marker} {number}"):
        for column in table.columns:
            is_reference = column.foreign_keys or column.name.endswith("_id")
            if column.name == "id" or (is_reference and row[column.name] == 1):
                row[column.name] = number
            elif isinstance(column.type, BigInteger):
                row[column.name] = TELEGRAM_ID + number
            elif table.name == "community" and column.name == "name":
                row[column.name] = f"{COMMUNITY} {number}"
        session.connection().execute(table.insert().values(row))


def _rows(cipher: TextCipher, at: datetime, write: Write) -> Iterator[tuple[Table, dict[str, Any]]]:
    for table in (model.__table__ for model in _in_order()):  # type: ignore[attr-defined]
        yield (
            table,
            {column.name: _value(table, column, cipher, at, write) for column in table.columns},
        )


def _is_marked(value: object, cipher: TextCipher) -> bool:
    return isinstance(value, str) and MARK in (cipher.decrypt_or_none(value) or "")


def _in_order() -> list[type[SQLModel]]:
    """The tables, each after those it refers to."""
    order = {table.name: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}
    return sorted(TABLES, key=lambda model: order[str(model.__tablename__)])


def _value(
    table: Table, column: Column[Any], cipher: TextCipher, at: datetime, write: Write
) -> Any:
    meant = _meant(cipher, write).get(f"{table.name}.{column.name}")
    if meant is not None:
        return meant
    if column.name.endswith("telegram_id"):
        return TELEGRAM_ID
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    match kind:
        case JSON():
            return {}
        case Boolean():
            return column.name != "is_cancelled"
        case Integer():
            return 1
        case String() if column.foreign_keys:
            return None
        case String():
            return write(f"{MARK} {table.name}.{column.name}")
        case _:
            return at


def _meant(cipher: TextCipher, write: Write) -> dict[str, Any]:
    """What must be of a kind that the program knows, and what may be read by Brusano."""
    unshared = write(f"{MARK} summary.parts")
    return {
        "announcement.texts": json.dumps({"nl": write(f"{MARK} announcement.texts")}),
        "outbox.state": SENT,
        "community.name": COMMUNITY,
        "community.municipality": MUNICIPALITY,
        "community.zone": "north",
        "community.language": "nl+fr",
        "summary.parts": {"text": cipher.encrypt(RELEASED), "learned": unshared},
        "summary.shared": ["text"],
        "release.kind": "item",
        "release.text": cipher.encrypt(PRACTICE),
        "library_item.kind": "practice",
        "trial.outcome": "helped",
        "case.standing": "accepted",
        "theme.names": {code: write(f"{MARK} theme.names.{code}") for code in CODES},
        "theme_tag.kind": "summary",
        "theme_tag.theme": FIXED[0],
        "evaluation_counts.counts": cipher.encrypt(json.dumps({Question.WORTH: {"5": "0008"}})),
        "value_counts.counts": cipher.encrypt(json.dumps({Value.IDEA: "0007"})),
    }
