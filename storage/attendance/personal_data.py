"""What lists of attendance and their corrections hold of people."""

from typing import Final

from storage import meetings
from storage.attendance import Attendance, AttendanceCorrection
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
    ),
)
