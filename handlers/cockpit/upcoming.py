"""The next scheduled messages: their step, recipients, and texts as they will be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers.core.context import Context
from handlers.core.outgoing import OutgoingMessage, person_words, screens_of
from handlers.core.screens import Screen
from handlers.core.steps import Preview, Steps
from storage import cockpit
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps
from storage.reminders.recipients import Audience
from storage.reminders.steps import Reminder, StepChange

MOST_SKIPPED = 3
"""Skipped steps that are shown before the one that is next."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A step that is still due, its recipients, and what moderators changed about it."""

    meeting: Meeting
    step: Step
    due_at: datetime
    audience: Audience
    change: StepChange | None

    @property
    def is_skipped(self) -> bool:
        """Whether it sends nothing."""
        return self.change is not None and self.change.skipped_at is not None

    @property
    def references(self) -> tuple[int, Step, datetime]:
        """The arguments of its buttons; with its moment, for the meeting may move."""
        return row_id(self.meeting), self.step, self.due_at


@dataclass(frozen=True, slots=True)
class Sample:
    """The messages of a step as the group, or one of its people, will get them."""

    is_post: bool
    screens: tuple[Screen, ...]


def coming(session: Session, context: Context, community_id: int, registry: Steps) -> list[Coming]:
    """The next step that has something to say, after those before it that were skipped."""
    skipped: list[Coming] = []
    for meeting, reminder in cockpit.pending(session, community_id):
        one = of(session, meeting, reminder, registry)
        if one is None or not samples(session, context, one, registry):
            continue
        if not one.is_skipped:
            return [*skipped[:MOST_SKIPPED], one]
        skipped.append(one)
    return skipped[:MOST_SKIPPED]


def of(session: Session, meeting: Meeting, reminder: Reminder, registry: Steps) -> Coming | None:
    """This step of a meeting; None for one that nothing shows beforehand."""
    step = Step(reminder.step)
    preview = registry[step].preview
    if preview is None:
        return None
    change = steps.change_of(session, meeting.id, step)
    return Coming(meeting, step, reminder.due_at, preview.audience(session, meeting), change)


def samples(session: Session, context: Context, one: Coming, registry: Steps) -> list[Sample]:
    """Render the messages of a step as if it were sent now: to the group, and to one person."""
    return list(_samples(session, context, one, registry[one.step].preview))


def _samples(
    session: Session, context: Context, one: Coming, preview: Preview | None
) -> Iterator[Sample]:
    if preview is None:
        return
    at = max(one.due_at, context.now)
    services = replace(context.services, now=lambda: at)
    if one.audience.chat is not None and preview.to_group is not None:
        post = preview.to_group(session, services, one.meeting, row_id(one.audience.chat))
        if isinstance(post, OutgoingMessage):
            yield Sample(True, screens_of(post))
    reader = _reader(session, context, one.audience.people)
    if reader is not None:
        message = preview.to_person(session, services, one.step, one.meeting, row_id(reader))
        if isinstance(message, OutgoingMessage):
            yield Sample(False, screens_of(message))


def _reader(session: Session, context: Context, people: Sequence[Person]) -> Person | None:
    """The person whose message is shown: the requester, else one with the same language."""

    def distance(person: Person) -> int:
        if person.telegram_id == context.sender.telegram_id:
            return 0
        words = person_words(session, person, context.services.locales)
        return 1 if words.language == context.words.language else 2

    return min(people, key=distance, default=None)
