"""Leaves a hand-over note in the outbox for its reader."""

from datetime import datetime

from sqlmodel import Session

from handlers.handover.messages import HandoverNote
from storage import members
from storage.core import outbox
from storage.core.columns import row_id
from storage.handover import Handover, standing, undelivered
from storage.reminders.steps import Timing


def deliver(session: Session, found: Handover, now: datetime) -> None:
    """Leave the note for its reader in the outbox: the row holds no word of it."""
    if found.reader_id is not None:
        outbox.renew(session, HandoverNote(found.reader_id, row_id(found), found.version), now)


def wake(session: Session, person_telegram_id: int, _timing: Timing, now: datetime) -> None:
    """The person can be written to again: the notes that waited for them go out."""
    person = members.person_by_telegram_id(session, person_telegram_id)
    for found in undelivered(session, person.id if person else None):
        if standing(session, found) is not None:
            deliver(session, found, now)
