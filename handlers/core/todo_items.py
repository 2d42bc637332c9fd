"""The parts of `/todo`: each room lists what a person still has to do there."""

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
"""Lists what the requester has to do in a room, in the community of this membership."""


@dataclass(frozen=True, slots=True)
class StatusSection:
    """A section about the state of a community, below its items, as HTML with buttons."""

    text: str
    rows: tuple[Row, ...] = ()


Below = Callable[[Session, Context, Membership], StatusSection | None]
"""The state of a community as the requester sees it; None when there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Todo:
    """All that `/todo` shows of a community, in this order."""

    owes: Sequence[TodoItemsOf]
    below: Below
