"""How long notes are kept, and what of them belongs to one person."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, delete, or_, select, update

from storage import handover as notes
from storage import meetings
from storage.core.form_drafts import Conversation
from storage.core.text_encryption import TextCipher
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.meetings import Meeting

TOPIC: Final = "handover"
"""With what the topics of drafts of a note or about one begin."""

NOT_SAID: Final = 0
"""No row has this id."""


def expired(session: Session, retention: timedelta, now: datetime) -> list[Handover]:
    """The hand-overs of cycles that ended longer ago than they are kept."""
    over = meetings.of_ended_cycles(retention, now)
    return list(session.exec(select(Handover).where(col(Handover.meeting_id).in_(over))))


def erase_expired(session: Session, retention: timedelta, now: datetime) -> int:
    """Erase the notes, drafts and items of cycles that are over for so long; how many notes.

    An item that a note of a later cycle carries on belongs to that one; one that no note holds
    any more, because its author or reader is gone, belongs to none.
    """
    over = expired(session, retention, now)
    gone = [handover.id for handover in over]
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
    _erase_drafts(session, over)
    session.exec(delete(Handover).where(col(Handover.id).in_(gone)))
    return len(gone)


def _erase_drafts(session: Session, over: Collection[Handover]) -> None:
    """Erase what was half-written for these notes, about them, or for others of their meetings."""
    gone, held = {one.id for one in over}, {one.meeting_id for one in over}
    drafts = select(Conversation).where(col(Conversation.topic).startswith(TOPIC))
    for row in session.exec(drafts):
        about = row.draft.get("facts", {})
        if about.get("handover", NOT_SAID) in gone or about.get("meeting", NOT_SAID) in held:
            session.delete(row)


def forget(session: Session, person_id: int | None) -> None:
    """Erase what a person wrote about notes of others; their own notes go with them."""
    read = select(Handover.id).where(Handover.reader_id == person_id)
    session.exec(delete(HandoverQuestion).where(col(HandoverQuestion.handover_id).in_(read)))
    session.exec(
        update(Handover).where(col(Handover.reader_id) == person_id).values(restatement=None)
    )


def of_person(session: Session, person_id: int | None, cipher: TextCipher) -> dict[str, Any]:
    """What a person wrote in hand-overs, ready for JSON; nothing of what others wrote to them.

    Empty for who has none.
    """
    own = session.exec(
        select(Handover).where(Handover.author_id == person_id).order_by(col(Handover.id))
    ).all()
    read = session.exec(
        select(Handover).where(Handover.reader_id == person_id).order_by(col(Handover.id))
    ).all()
    found = {
        "written": [_written(session, one, cipher) for one in own],
        "read": [_read(session, one, cipher) for one in read],
        "open_items": [
            _item(item, cipher)
            for item in session.exec(
                select(OpenItem).where(OpenItem.author_id == person_id).order_by(col(OpenItem.id))
            )
        ],
    }
    return found if any(found.values()) else {}


def _written(session: Session, handover: Handover, cipher: TextCipher) -> dict[str, Any]:
    answers = [one.answer for one in notes.questions(session, handover) if one.answer]
    return {
        "meeting": _meeting(session, handover),
        "status": handover.status.value,
        "note": cipher.decrypt_or_none(handover.note),
        "answers": [cipher.decrypt_or_none(answer) for answer in answers],
    }


def _read(session: Session, handover: Handover, cipher: TextCipher) -> dict[str, Any]:
    asked = [one.question for one in notes.questions(session, handover)]
    return {
        "meeting": _meeting(session, handover),
        "read_at": handover.read_at.isoformat() if handover.read_at else None,
        "restatement": cipher.decrypt_or_none(handover.restatement),
        "questions": [cipher.decrypt_or_none(question) for question in asked],
    }


def _item(item: OpenItem, cipher: TextCipher) -> dict[str, Any]:
    return {
        "what": cipher.decrypt_or_none(item.what),
        "due": item.due_on.isoformat() if item.due_on else None,
        "done_at": item.done_at.isoformat() if item.done_at else None,
    }


def _meeting(session: Session, handover: Handover) -> str:
    return session.get_one(Meeting, handover.meeting_id).starts_at.isoformat()
