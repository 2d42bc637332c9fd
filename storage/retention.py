"""What is kept no longer: every day, what its time has passed for is erased."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage import cockpit, outbox, value
from storage.attendance import kept as of_attendance
from storage.cases import kept as of_cases
from storage.handover import kept as of_handovers
from storage.library import kept as of_library
from storage.prompts import kept as of_prompts
from storage.summaries import kept as of_summaries


def erase_expired(session: Session, retention: timedelta, now: datetime) -> None:
    """Let go of old outbox rows, and of the notes and cases of cycles that ended long enough ago.

    The urn of a window that goes is destroyed with those that were given up.
    """
    outbox.clean(session, now)
    of_handovers.erase_expired(session, retention, now)
    of_attendance.erase_expired(session, retention, now)
    of_cases.erase_expired(session, retention, now)
    of_summaries.erase_expired(session, retention, now)
    of_prompts.erase_expired(session, retention, now)
    of_library.erase_expired(session, retention, now)
    value.erase_expired(session, retention, now)
    cockpit.erase_expired(session, retention, now)
