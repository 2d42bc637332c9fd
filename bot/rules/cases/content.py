"""The contents of envelopes, and their encoding in a fixed number of bytes.

The encoding is a line of JSON with the kind, then the text, then zeros. The text is outside the
JSON, so that every character takes at most the four bytes of its UTF-8.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from bot.rules.cases.choices import Choices, packed, unpacked

SIZE: Final = 16_384
"""Bytes of every content, whatever its kind."""

TEXT_LIMIT: Final = 3_000
"""Characters of a case or of a reply."""

MARK_SIZE: Final = 32
"""Bytes of the mark that links a case to its author's receipt."""

_LARGEST_NUMBER: Final = 1 << 63


class Outcome(StrEnum):
    """The author's later feedback on the group's advice."""

    TRIED = "tried"
    HELPED = "helped"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Blank:
    """No case this time."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case; `mark` is its only link to its author's receipt."""

    text: str
    choices: Choices
    mark: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """The author's answer to the moderators' question of that number."""

    mark: bytes
    question: int
    text: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The author withdraws the case."""

    mark: bytes


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Feedback on the case of that number, from whoever says that it is theirs."""

    case: int
    outcome: Outcome


Content: TypeAlias = Blank | Case | Reply | Withdrawal | Afterwards


def written(content: Content) -> bytes:
    """Encode a content as exactly `SIZE` bytes. ValueError for over `TEXT_LIMIT` characters."""
    fields, text = _parts(content)
    if len(text) > TEXT_LIMIT:
        raise ValueError("the text is too long")
    # A broken client may send half a surrogate pair, which UTF-8 cannot encode.
    body = text.encode("utf-8", "replace")
    head = json.dumps({**fields, "size": len(body)}, separators=(",", ":")).encode()
    return (head + b"\n" + body).ljust(SIZE, b"\0")


def read(data: bytes) -> Content | None:
    """Decode a content; None for any other bytes."""
    try:
        head, _, rest = data.partition(b"\n")
        fields = json.loads(head)
        size = fields["size"]
        content = _content(fields, rest[:size].decode())
        return content if content is not None and written(content) == data else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _parts(content: Content) -> tuple[dict[str, str | int], str]:
    match content:
        case Blank():
            return {"kind": "blank"}, ""
        case Case(text, choices, mark):
            return {"kind": "case", "choices": packed(choices), "mark": _as_text(mark)}, text
        case Reply(mark, question, text):
            return {"kind": "reply", "mark": _as_text(mark), "question": question}, text
        case Withdrawal(mark):
            return {"kind": "withdrawal", "mark": _as_text(mark)}, ""
        case Afterwards(case, outcome):
            return {"kind": "afterwards", "case": case, "outcome": outcome.value}, ""


def _content(fields: Mapping[str, Any], text: str) -> Content | None:
    match fields["kind"]:
        case "blank":
            return Blank()
        case "case":
            choices = unpacked(fields["choices"])
            return None if choices is None else Case(text, choices, _mark(fields))
        case "reply":
            return Reply(_mark(fields), _whole(fields["question"]), text)
        case "withdrawal":
            return Withdrawal(_mark(fields))
        case "afterwards":
            return Afterwards(_whole(fields["case"]), Outcome(fields["outcome"]))
        case _:
            return None


def _as_text(mark: bytes) -> str:
    if len(mark) != MARK_SIZE:
        raise ValueError("a mark has another size")
    return b64encode(mark).decode()


def _mark(fields: Mapping[str, Any]) -> bytes:
    mark = b64decode(fields["mark"], validate=True)
    if len(mark) != MARK_SIZE:
        raise ValueError("a mark has another size")
    return mark


def _whole(number: object) -> int:
    if type(number) is not int or not 0 <= number < _LARGEST_NUMBER:
        raise ValueError("no number of a row")
    return number
