"""Callback data of buttons: `room:verb:argument…`, at most 64 bytes, never a secret.

Each room declares its verbs once, with the kinds of their arguments. Buttons are made from that
declaration and presses are read by it. Buttons live for years in chats, so data that was once sent
must stay readable.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, TypeVarTuple, overload

from sqlmodel import Session, SQLModel

from handlers.core.screens import Button
from locales import Words

LIMIT = 64
"""Bytes of `callback_data` that Telegram takes."""

Value = TypeVar("Value")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
Values = TypeVarTuple("Values")


@dataclass(frozen=True, slots=True)
class Reference:
    """A table whose rows buttons name by their id, and how to find the community of a row.

    `by` is the column that holds the community's id, or with `through` that table's id. It is
    None where rows belong to no single community, as people do.
    """

    table: type[SQLModel]
    by: str | None = None
    through: "Reference | None" = None

    def community_id(self, session: Session, key: int | None) -> int | None:
        """Find the community of the row with this id; None where there is none."""
        row = session.get(self.table, key) if key is not None and self.by is not None else None
        found: int | None = getattr(row, self.by or "", None)
        return self.through.community_id(session, found) if self.through is not None else found


@dataclass(frozen=True, slots=True)
class Argument(Generic[Value]):
    """One kind of argument: how it is read and written, and the table that it refers to.

    `read` gives None for what is forged. An optional one may be missing or empty in the data;
    then its value is `otherwise`.
    """

    read: Callable[[str], Value | None]
    write: Callable[[Value], str]
    refers_to: Reference | None = None
    is_optional: bool = False
    otherwise: Value | None = None

    def or_else(self, otherwise: Value) -> "Argument[Value]":
        """An optional argument, with this value where it is missing."""
        return replace(self, is_optional=True, otherwise=otherwise)

    def or_none(self) -> "Argument[Value | None]":
        """An optional argument, None where it is missing."""

        def write(value: Value | None) -> str:
            return "" if value is None else self.write(value)

        return Argument(self.read, write, self.refers_to, is_optional=True)


@dataclass(frozen=True, slots=True)
class Verb(Generic[*Values]):
    """A verb of a room, with the kinds of its arguments."""

    room: "Room"
    name: str
    arguments: tuple[Argument[Any], ...]
    also_of: Callable[[Session, *Values], int | None] | None = None
    """Finds the community where two arguments together name a row."""

    def data(self, *values: *Values) -> str:
        """Write the data of a button. Raises ValueError when Telegram or `read` would refuse it."""
        given: tuple[Any, ...] = values
        written = [kind.write(value) for kind, value in zip(self.arguments, given, strict=True)]
        while written and not written[-1]:
            written.pop()
        data = ":".join((self.room.name, self.name, *written))
        if len(data.encode()) > LIMIT or data.count(":") > len(written) + 1:
            raise ValueError(f"the data of a button {self.room.name}:{self.name} can't be sent")
        return data

    def button(self, label: str, *values: *Values) -> Button:
        """A button with this verb, arguments and label."""
        return Button(label, self.data(*values))

    def read(self, carried: tuple[str, ...]) -> tuple[*Values] | None:
        """Read the arguments of a press; None when one is forged, missing or too many."""
        if len(carried) > len(self.arguments):
            return None
        values: list[Any] = []
        for position, kind in enumerate(self.arguments):
            text = carried[position] if position < len(carried) else ""
            if not text and kind.is_optional:
                values.append(kind.otherwise)
                continue
            value = kind.read(text)
            if value is None:
                return None
            values.append(value)
        return tuple(values)

    def communities(self, session: Session, values: tuple[*Values]) -> frozenset[int]:
        """Find the communities of all rows that the arguments name."""
        given: tuple[Any, ...] = values
        found = self.also_of(session, *values) if self.also_of is not None else None
        refers = (
            kind.refers_to.community_id(session, value)
            for kind, value in zip(self.arguments, given, strict=True)
            if kind.refers_to is not None
        )
        return frozenset(key for key in (found, *refers) if key is not None)


AnyVerb = Verb[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Room:
    """The name with which the data of a room's buttons begins.

    `not_served` is the refusal for those without the role; else it is `access.not_for_you`.
    """

    name: str
    not_served: Callable[[Words], str] | None = None

    @overload
    def verb(self, name: str, /) -> Verb[()]: ...
    @overload
    def verb(self, name: str, a: Argument[A], /) -> Verb[A]: ...
    @overload
    def verb(self, name: str, a: Argument[A], b: Argument[B], /) -> Verb[A, B]: ...
    @overload
    def verb(
        self, name: str, a: Argument[A], b: Argument[B], c: Argument[C], /
    ) -> Verb[A, B, C]: ...
    @overload
    def verb(
        self, name: str, a: Argument[A], b: Argument[B], c: Argument[C], d: Argument[D], /
    ) -> Verb[A, B, C, D]: ...
    @overload
    def verb(
        self,
        name: str,
        a: Argument[A],
        b: Argument[B],
        c: Argument[C],
        d: Argument[D],
        e: Argument[E],
        /,
    ) -> Verb[A, B, C, D, E]: ...
    def verb(self, name: str, /, *arguments: Argument[Any]) -> AnyVerb:
        """Declare a verb of this room with its arguments."""
        return Verb(self, name, arguments)


def unpack(data: str) -> tuple[str, str, tuple[str, ...]]:
    """Split callback data into room, verb and arguments; empty where something is missing."""
    room, _, rest = data.partition(":")
    verb, _, arguments = rest.partition(":")
    return room, verb, tuple(arguments.split(":")) if arguments else ()
