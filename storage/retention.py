"""What is kept no longer: every day, what its time has passed for is erased."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage import announcing, cockpit, value
from storage.attendance import retention as of_attendance
from storage.cases import retention as of_cases
from storage.closing import retention as of_closing
from storage.core import outbox
from storage.core.database import changes
from storage.handover import retention as of_handovers
from storage.interest import retention as of_interest
from storage.library import retention as of_library
from storage.links import retention as of_links
from storage.prompts import retention as of_prompts
from storage.summaries import retention as of_summaries


def erase_expired(session: Session, retention: timedelta, now: datetime) -> bool:
    """Let go of old outbox rows, and of the notes and cases of cycles that ended long enough ago.

    The urn of a window that goes is destroyed with those that were given up. Gives whether
    anything went of what people wrote: then its bytes must go too, see `Database.compact`.
    """
    outbox.clean(session, now)
    session.flush()
    before = changes(session)
    _erase(session, retention, now)
    session.flush()
    return changes(session) > before


def _erase(session: Session, retention: timedelta, now: datetime) -> None:
    of_handovers.erase_expired(session, retention, now)
    of_attendance.erase_expired(session, retention, now)
    of_cases.erase_expired(session, retention, now)
    of_summaries.erase_expired(session, retention, now)
    of_prompts.erase_expired(session, retention, now)
    of_library.erase_expired(session, retention, now)
    of_links.erase_expired(session, retention, now)
    of_interest.erase_expired(session, now)
    announcing.erase_expired(session, now)
    value.erase_expired(session, retention, now)
    cockpit.erase_expired(session, retention, now)
    of_closing.erase_expired(session, retention, now)
