"""What lists of attendance and their corrections hold of people."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, or_, select

from storage import meetings
from storage.attendance import REASON, TOPIC, Attendance, AttendanceCorrection, topic
from storage.core.form_drafts import Conversation
from storage.core.personal_data import (
    AfterCycle,
    Export,
    Kept,
    NameGoes,
    PersonalData,
    RowGoes,
    columns,
    is_you,
    sealed,
)

NOT_SAID: Final = 0
"""No row has this id."""


def _erase_drafts(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the unfinished lists and corrections of cycles that are over."""
    over = set(session.exec(meetings.of_ended_cycles(retention, now)))
    topics = {topic(meeting_id) for meeting_id in over}
    begun = or_(col(Conversation.topic).startswith(TOPIC), Conversation.topic == REASON)
    for row in session.exec(select(Conversation).where(begun)).all():
        about = row.draft.get("facts", {}).get("meeting", NOT_SAID)
        if row.topic in topics or about in over:
            session.delete(row)


PERSONAL_DATA: Final = (
    PersonalData(
        Attendance,
        Kept("a proof of attendance is made from it"),
        whose={"person_id": RowGoes(), "saved_by": NameGoes()},
        exports=(
            Export(
                "attendance",
                {**columns("was_present", "saved_at"), "saved_by_you": is_you("saved_by")},
                about=meetings.about,
                named_in=("person_id",),
            ),
        ),
    ),
    PersonalData(
        AttendanceCorrection,
        AfterCycle(),
        whose={"person_id": RowGoes(), "corrected_by": NameGoes()},
        exports=(
            Export(
                "attendance_corrections",
                {
                    **columns("was_present", "corrected_at"),
                    "reason": sealed("reason"),
                    "about_you": is_you("person_id"),
                    "made_by_you": is_you("corrected_by"),
                },
                about=meetings.about,
            ),
        ),
        also_expires=_erase_drafts,
    ),
)
