"""Personal data around cases: calls and open votes, but never who brought a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, delete, select

from storage import meetings
from storage.cases import Case, CaseCall, CaseQuestion, CaseVote, CaseWindow
from storage.core import form_drafts
from storage.core.personal_data import (
    AfterCycle,
    Export,
    PersonalData,
    Reader,
    RowGoes,
    WithAnother,
)

SCRUBBED = ""
"""In the place of a key or a salt that nothing needs any more."""


def _of_ended_cycles(session: Session, retention: timedelta, now: datetime) -> Sequence[Case]:
    over = meetings.of_ended_cycles(retention, now)
    return session.exec(select(Case).where(col(Case.meeting_id).in_(over))).all()


def _erase_cases(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the cases; of one that was released, its text and the advice stay."""
    for case in _of_ended_cycles(session, retention, now):
        _let_go(session, case)
    session.flush()


def _erase_windows(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the windows. The urn of one that goes is destroyed with those that were given up."""
    over = meetings.of_ended_cycles(retention, now)
    windows = select(CaseWindow).where(
        col(CaseWindow.meeting_id).in_(over), CaseWindow.salt != SCRUBBED
    )
    for window in session.exec(windows).all():
        _forget(session, window)


def _let_go(session: Session, case: Case) -> None:
    """Erase a case; of a released one the shown text and the advice stay."""
    if not case.is_released:
        session.delete(case)
        return
    session.exec(delete(CaseQuestion).where(col(CaseQuestion.case_id) == case.id))
    form_drafts.erase_about(session, "case", case.id)
    case.what, case.reworded = case.reworded or case.what, None
    case.marks, case.reason, case.votes = [], None, 0
    session.add(case)


def _forget(session: Session, window: CaseWindow) -> None:
    """Erase a window; of one whose released cases stay, only the row does.

    It stays whole while a case of it is parked into a later cycle: its author's receipt needs the
    salt.
    """
    left = session.exec(select(Case.is_released).where(Case.window_id == window.id)).all()
    if not all(left):
        return
    session.exec(delete(CaseVote).where(col(CaseVote.window_id) == window.id))
    session.exec(delete(CaseCall).where(col(CaseCall.window_id) == window.id))
    if not left:
        session.delete(window)
        return
    window.public_key = window.salt = SCRUBBED
    window.vote_closes_at = window.vote_message_id = None
    session.add(window)


def _call(session: Session, row: CaseCall | CaseVote) -> Mapping[str, Any]:
    return meetings.about(session, session.get_one(CaseWindow, row.window_id))


def _letter(row: CaseVote, reader: Reader) -> str:
    return reader.session.get_one(Case, row.case_id).letter


# Nothing here tells whether a person brought a case.
PERSONAL_DATA: Final = (
    PersonalData(Case, AfterCycle(_erase_cases)),
    PersonalData(CaseWindow, AfterCycle(_erase_windows)),
    PersonalData(CaseQuestion, WithAnother("case")),
    PersonalData(
        CaseCall,
        WithAnother("case_window"),
        whose={"person_id": RowGoes()},
        exports=(Export("cases", {}, part="calls", about=_call),),
    ),
    PersonalData(
        CaseVote,
        WithAnother("case_window"),
        whose={"person_id": RowGoes()},
        exports=(Export("cases", {"vote": _letter}, part="votes", about=_call),),
    ),
)
