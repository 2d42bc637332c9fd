"""What a step of the rhythm is made of: what it does when due, its section, its preview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage
from handlers.core.screens import Row, Screen
from locales import Words
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders.recipients import Audience
from storage.reminders.steps import Timing

FallDue = Callable[[Session, Timing, Meeting, datetime], None]
"""Leaves in the outbox what a step of a meeting brings, for the moment given."""


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
class SectionContext:
    """One person for whom a bundle is made, at the moment at which it is sent."""

    session: Session
    services: Services
    person: Person
    words: Words
    now: datetime


MakeSection = Callable[[SectionContext, Meeting], Section | None]
"""What a step has still to say to a person about a meeting; None when that is nothing."""


RenderForPerson = Callable[[Session, Services, Step, Meeting, int], OutgoingMessage | Dropped]
"""Renders what a step of a meeting would say to the person with this id."""

RenderForGroup = Callable[[Session, Services, Meeting, int], OutgoingMessage | Dropped]
"""Renders what a step of a meeting would say in the group with this key of ours."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How moderators see a step before it falls due: whom it reaches, and what they will read."""

    audience: Callable[[Session, Meeting], Audience]
    to_person: RenderForPerson
    to_group: RenderForGroup | None = None


@dataclass(frozen=True, slots=True)
class RhythmStep:
    """All that a step of the rhythm does; what the rules know of it stands in STEP_FACTS.

    `sends` is done when it falls due, unless a moderator skipped it. `follows` is done then too,
    skipped or not: hand-overs and cases that hang on the step. `section` makes its part of the one
    message that bundles what is due for a person.
    """

    section: MakeSection | None = None
    sends: FallDue | None = None
    follows: tuple[FallDue, ...] = ()
    preview: Preview | None = None


Steps = Mapping[Step, RhythmStep]
