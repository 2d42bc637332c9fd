"""Personal data of hand-over notes: of their author and their reader."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, delete, or_, select, update

from storage import handover as notes
from storage import meetings
from storage.core.personal_data import (
    AfterCycle,
    Export,
    NameGoes,
    PersonalData,
    Reader,
    RowGoes,
    WithAnother,
    sealed,
)
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.meetings import Meeting


def _of_ended_cycles(session: Session, retention: timedelta, now: datetime) -> list[Handover]:
    over = meetings.of_ended_cycles(retention, now)
    return list(session.exec(select(Handover).where(col(Handover.meeting_id).in_(over))))


def _erase_items(session: Session, retention: timedelta, now: datetime) -> None:
    """Erase the items of expired notes.

    An item that a note of a later cycle carries on is kept; one that no note holds any more,
    because its author or reader is gone, is erased too.
    """
    gone = [handover.id for handover in _of_ended_cycles(session, retention, now)]
    session.exec(delete(OpenItem).where(col(OpenItem.handover_id).in_(gone)))
    session.exec(
        delete(OpenItem).where(
            col(OpenItem.handover_id).is_(None),
            or_(
                col(OpenItem.first_handover_id).in_(gone),
                col(OpenItem.first_handover_id).is_(None),
            ),
        )
    )


def _forget_what_they_asked(session: Session, person_id: int) -> None:
    """Erase a reader's questions and restatements; their own notes go with them."""
    read = select(Handover.id).where(Handover.reader_id == person_id)
    session.exec(delete(HandoverQuestion).where(col(HandoverQuestion.handover_id).in_(read)))
    session.exec(
        update(Handover).where(col(Handover.reader_id) == person_id).values(restatement=None)
    )


def _meeting(session: Session, row: Handover) -> Mapping[str, Any]:
    return {"meeting": session.get_one(Meeting, row.meeting_id).starts_at.isoformat()}


def _answers(row: Handover, reader: Reader) -> list[str | None]:
    """The author's own answers, without the reader's questions."""
    answers = [one.answer for one in notes.questions(reader.session, row)]
    return [reader.cipher.decrypt_or_none(answer) for answer in answers if answer]


def _questions(row: Handover, reader: Reader) -> list[str | None]:
    asked = [one.question for one in notes.questions(reader.session, row)]
    return [reader.cipher.decrypt_or_none(question) for question in asked]


# Items go before the notes by which they are found.
PERSONAL_DATA: Final = (
    PersonalData(
        OpenItem,
        AfterCycle(_erase_items),
        whose={"author_id": RowGoes(), "reader_id": NameGoes(), "owner_id": NameGoes()},
        exports=(
            Export(
                "hand_overs",
                {"what": sealed("what"), "due": "due_on", "done_at": "done_at"},
                part="open_items",
                named_in=("author_id",),
            ),
        ),
    ),
    PersonalData(
        Handover,
        AfterCycle(),
        whose={"author_id": RowGoes(), "reader_id": NameGoes()},
        exports=(
            Export(
                "hand_overs",
                {"status": "status", "note": sealed("note"), "answers": _answers},
                part="written",
                about=_meeting,
                named_in=("author_id",),
            ),
            Export(
                "hand_overs",
                {
                    "read_at": "read_at",
                    "restatement": sealed("restatement"),
                    "questions": _questions,
                },
                part="read",
                about=_meeting,
                named_in=("reader_id",),
            ),
        ),
        also_forget=_forget_what_they_asked,
    ),
    # It is told with its note: to the reader what they asked, to the author what they answered.
    PersonalData(HandoverQuestion, WithAnother("handover")),
)
