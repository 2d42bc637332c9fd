"""Outbox kinds: a class for each, whose fields are what its rows hold.

The fields that name the recipient are columns, all others the row's JSON: numbers and texts as they
are, moments as Unix seconds, several values as a list, a dataclass as an object.
"""

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, Protocol, Self, get_args, get_origin, get_type_hints

RECIPIENTS: Final = ("person_id", "chat_id", "telegram_id")
"""The fields that name the recipient: exactly one of them is given."""


class StoredRow(Protocol):
    """A row of the outbox as it is read here."""

    person_id: int | None
    chat_id: int | None
    telegram_id: int | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OutboxKind(ABC):
    """A message to send.

    `name` is the kind of its rows; `key_format` makes the unique key of each from its fields. While
    a row is kept, its key is sent once, and only renewed. Neither may ever change.
    """

    name: ClassVar[str]
    key_format: ClassVar[str]

    def key(self) -> str:
        """The unique key of its row."""
        return self.key_format.format(
            **{one.name: _packed(getattr(self, one.name)) for one in fields(self)}
        )

    @property
    def recipient(self) -> dict[str, int | None]:
        """The recipient, by the names of the row's columns."""
        return {name: getattr(self, name, None) for name in RECIPIENTS}

    @property
    def payload(self) -> dict[str, Any]:
        """The other fields, ready for JSON."""
        return {
            json_name(one.name): _packed(getattr(self, one.name))
            for one in fields(self)
            if one.name not in RECIPIENTS
        }

    @classmethod
    def of(cls, row: StoredRow) -> Self:
        """Read a row; fields that an older version did not write are zero or empty."""
        hints = _hints(cls)
        given: dict[str, Any] = {
            one.name: getattr(row, one.name)
            if one.name in RECIPIENTS
            else _unpacked(hints[one.name], row.payload, json_name(one.name))
            for one in fields(cls)
        }
        return cls(**given)


@dataclass(frozen=True, slots=True)
class ToPerson(OutboxKind):
    """A message for one person, in their private chat."""

    person_id: int


@dataclass(frozen=True, slots=True)
class ToGroup(OutboxKind):
    """A message for the group of a community; `chat_id` is the id of a row of `chat`."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ToTelegramId(OutboxKind):
    """A message for a chat by its Telegram id; the database may not know it."""

    telegram_id: int


def json_name(field: str) -> str:
    """The name of a field in the JSON: `meeting_id` is `meeting` there."""
    return field.removesuffix("_id")


@cache
def _hints(cls: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _packed(value: Any) -> Any:
    match value:
        case datetime():
            return int(value.timestamp())
        case Enum():
            return value.value
        case tuple():
            return [_packed(one) for one in value]
        case _ if is_dataclass(value):
            return {one.name: _packed(getattr(value, one.name)) for one in fields(value)}
        case _:
            return value


def _unpacked(hint: Any, found: Mapping[str, Any], name: str) -> Any:
    if name in found:
        return _read(hint, found[name])
    if _is_optional(hint):
        return None
    return _read(datetime, 0) if hint is datetime else (get_origin(hint) or hint)()


def _is_optional(hint: Any) -> bool:
    return isinstance(hint, UnionType) and NoneType in get_args(hint)


def _read(hint: Any, value: Any) -> Any:
    """The value of a field, by its type."""
    if _is_optional(hint):
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
        return None if value is None else _read(hint, value)
    if get_origin(hint) is tuple:
        return _read_several(get_args(hint), value)
    if hint is datetime:
        return datetime.fromtimestamp(value, UTC)
    if isinstance(hint, type) and is_dataclass(hint):
        return hint(**{name: _read(_hints(hint)[name], one) for name, one in value.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value


def _read_several(hints: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    """Read a list back as a tuple, of one type or with a type for each place."""
    if hints[-1] is Ellipsis:
        return tuple(_read(hints[0], one) for one in values)
    return tuple(_read(hint, one) for hint, one in zip(hints, values, strict=True))
