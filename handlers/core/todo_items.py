"""What `/todo` is made of: each room says what a person still owes it, or how things stand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from handlers.core.context import Context
from handlers.core.screens import Row
from storage.meetings import Meeting
from storage.members import Membership


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing still to do: a line as HTML, with the buttons that do it.

    `asks` is the meeting that they ask about, if they do.
    """

    line: str
    rows: tuple[Row, ...] = ()
    asks: Meeting | None = None


TodoItemsOf = Callable[[Session, Context, Membership], Iterable[TodoItem]]
"""What a room has for the visitor to do, in the community of this membership."""


@dataclass(frozen=True, slots=True)
class StatusSection:
    """What stands below what is to do in a community, as HTML, with its buttons."""

    text: str
    rows: tuple[Row, ...] = ()


Below = Callable[[Session, Context, Membership], StatusSection | None]
"""What a visitor sees of how the community of this membership stands; None when nothing."""


@dataclass(frozen=True, slots=True)
class Todo:
    """All that `/todo` shows of a community, in this order."""

    owes: Sequence[TodoItemsOf]
    below: Below
