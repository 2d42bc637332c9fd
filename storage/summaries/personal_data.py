"""Personal data of summaries: who wrote and corrected them."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from storage import meetings
from storage.core.personal_data import AfterCycle, Export, NameGoes, PersonalData, if_you
from storage.summaries import Summary


def _erase(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the parts for the group only, and the authors; shared parts stay."""
    over = meetings.of_ended_cycles(retention, now)
    for summary in session.exec(select(Summary).where(col(Summary.meeting_id).in_(over))).all():
        _let_go(session, summary)


def _let_go(session: Session, summary: Summary) -> None:
    kept = {part: text for part, text in summary.parts.items() if part in summary.shared}
    if not kept:
        session.delete(summary)
        return
    summary.parts = kept
    summary.written_by = summary.corrected_by = None
    session.add(summary)


PERSONAL_DATA: Final = (
    PersonalData(
        Summary,
        AfterCycle(_erase),
        whose={"written_by": NameGoes(), "corrected_by": NameGoes()},
        exports=(
            Export(
                "summaries",
                {
                    "written_at": if_you("written_by", "written_at"),
                    "corrected_at": if_you("corrected_by", "corrected_at"),
                },
                about=meetings.about,
            ),
        ),
    ),
)
