"""What is kept no longer: every day, what its time has passed for is erased."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage import outbox
from storage.cases import kept as of_cases
from storage.handover import kept as of_handovers


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Let go of old outbox rows, and of the notes and cases of cycles that ended long enough ago.

    The urn of a window that goes is destroyed with those that were given up.
    """
    outbox.clean(session, now)
    of_handovers.erase_expired(session, retention, now)
    of_cases.erase_expired(session, retention, now)
