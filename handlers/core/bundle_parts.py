"""What the one private message that bundles reminders is made of: a piece a step and meeting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.core.context import Services
from handlers.core.screens import Row, Screen
from locales import Words
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders.steps import Timing

Take = Callable[[Session, Timing, Meeting, datetime], None]
"""Leaves what a step of a meeting brings in the outbox, for the moment given."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a bundle says about one meeting; `question` are the buttons that answer it.

    `protect` when what it says must not be forwarded. `alone` is the message that takes its place
    where nothing else is due.
    """

    text: str
    meeting: Meeting
    question: Row = ()
    rows: tuple[Row, ...] = ()
    protect: bool = False
    alone: Screen | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One person for whom a bundle is made, at the moment at which it is sent."""

    session: Session
    services: Services
    person: Person
    words: Words
    now: datetime


MakeSection = Callable[[Reading, Meeting], Section | None]
"""What a step has still to say to a person about a meeting; None when that is nothing."""
