"""Converts and checks the arguments of a call by the Bot API's own list of fields."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.playground.model import Json
from bot.playground.refusals import bad_request

REPLY_MARKUPS = ("InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply")
PLAIN = {"str", "int", "bool", "float"}
TRUE = {"true", "1", "yes", "on"}
LITERAL = re.compile(r"Literal\[(?:'|\w+\.)(\w+)'?\]")


@dataclass(slots=True, frozen=True)
class Upload:
    """A file uploaded with a call."""

    name: str
    content: bytes
    kind: str


@dataclass(slots=True, frozen=True)
class Field:
    """One field of a method: how its value is read, and whether it is required."""

    kind: str
    required: bool
    read: Callable[[Any], Any]


@dataclass(slots=True, frozen=True)
class Method:
    """One method of the Bot API."""

    name: str
    fields: dict[str, Field]


def read_int(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(value)


def read_bool(value: Any) -> bool:
    return value.lower() in TRUE if isinstance(value, str) else bool(value)


def read_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise TypeError


def read_chat(value: Any) -> int | str:
    if isinstance(value, str) and not re.fullmatch(r"-?\d+", value.strip()):
        return value.strip()
    return read_int(value)


def read_file(value: Any) -> Any:
    return value


def read_structure(value: Any) -> Any:
    if isinstance(value, str):
        return json.loads(value)
    if isinstance(value, dict | list):
        return value
    raise TypeError


READERS: dict[str, Callable[[Any], Any]] = {
    "int": read_int,
    "bool": read_bool,
    "float": float,
    "str": read_text,
    "ChatIdUnion": read_chat,
    "DateTimeUnion": read_int,
    "InputFile": read_file,
    "InputFileUnion": read_file,
}


class Specification:
    """Every method and type of Bot API 10.3 with its fields."""

    def __init__(self, source: Json) -> None:
        self.types: dict[str, dict[str, str]] = source["types"]
        self.methods = {
            name.lower(): Method(name, {key: field_of(kind) for key, kind in fields.items()})
            for name, fields in source["methods"].items()
        }

    def read(self, method: Method, raw: Json, *, check: bool) -> Json:
        """Convert the arguments to their types; with `check`, refuse a field that does not fit."""
        arguments: Json = {}
        for name, value in raw.items():
            field = method.fields.get(name)
            if field is None:
                if check and not isinstance(value, Upload):
                    raise bad_request(f'unknown field "{name}" in {method.name}')
                arguments[name] = value
                continue
            arguments[name] = read_field(name, field, value)
        if check:
            self.check(method, arguments)
        return arguments

    def check(self, method: Method, arguments: Json) -> None:
        for name, field in method.fields.items():
            if field.required and name not in arguments:
                raise bad_request(f'required field "{name}" is missing in {method.name}')
            if name in arguments and field.kind not in READERS:
                for fault in self.faults(field.kind, arguments[name], name):
                    raise bad_request(f"{fault} in {method.name}")

    def faults(self, kind: str, value: Any, path: str) -> Iterator[str]:
        """What is wrong inside a structure, one sentence each."""
        if kind.startswith("list["):
            if not isinstance(value, list):
                yield f'field "{path}" must be an Array'
                return
            for index, item in enumerate(value):
                yield from self.faults(kind[5:-1], item, f"{path}[{index}]")
        elif kind not in PLAIN and kind not in READERS:
            yield from self.object_faults(self.choose(kind, value), value, path)

    def object_faults(self, fields: dict[str, str] | None, value: Any, path: str) -> Iterator[str]:
        if fields is None:
            return
        if not isinstance(value, dict):
            yield f'field "{path}" must be an Object'
            return
        for name, kind in fields.items():
            if name in value:
                yield from self.faults(kind.lstrip("!"), value[name], f"{path}.{name}")
            elif kind.startswith("!"):
                yield f'required field "{path}.{name}" is missing'
        for name in value.keys() - fields.keys():
            yield f'unknown field "{path}.{name}"'

    def choose(self, kind: str, value: Any) -> dict[str, str] | None:
        """The fields of a type, or of the member of a union that the value looks like."""
        if not kind.endswith("Union"):
            return self.types.get(kind)
        if not isinstance(value, dict):
            return {}
        candidates = self.members(kind.removesuffix("Union"))
        told = [
            fields
            for fields in candidates
            if (literal := LITERAL.search(fields.get("type", "")))
            and literal[1].lower() == value.get("type")
        ]
        known = [fields for fields in told or candidates if value.keys() <= fields.keys()]
        fitting = known or told or candidates
        return fitting[0] if fitting else None

    def members(self, union: str) -> list[dict[str, str]]:
        names = REPLY_MARKUPS if union == "ReplyMarkup" else tuple(self.types)
        return [
            self.types[name]
            for name in names
            if name != union and (union == "ReplyMarkup" or name.startswith(union))
        ]


def field_of(kind: str) -> Field:
    bare = kind.lstrip("!")
    return Field(bare, kind.startswith("!"), READERS.get(bare, read_structure))


def read_field(name: str, field: Field, value: Any) -> Any:
    try:
        return field.read(value)
    except (TypeError, ValueError):
        raise bad_request(f'field "{name}" must be of type {field.kind}') from None


@lru_cache(maxsize=1)
def specification() -> Specification:
    """Bot API 10.3, read once."""
    text = files("bot.playground").joinpath("bot-api-10.3.json").read_text(encoding="utf-8")
    return Specification(json.loads(text))
