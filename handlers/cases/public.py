"""Which case comes first at a meeting, as its card and the message on the eve tell it."""

from html import escape

from sqlmodel import Session

from handlers.cases.follow_meeting import follow as cases_follow_meeting
from locales import Words
from storage import cases
from storage.core.text_encryption import OtherKeyError, TextCipher
from storage.meetings import Meeting

__all__ = ["cases_follow_meeting"]

LONGEST = 200
"""Characters of a case's first line, where the whole is not shown."""


def chosen_line(words: Words, session: Session, meeting: Meeting, cipher: TextCipher) -> str | None:
    """🗳 with the first line of the case that was chosen; None while there is none."""
    case = cases.chosen(session, meeting.id)
    if case is None or meeting.is_cancelled:
        return None
    try:
        question = cases.wording(case, cipher).question
    except OtherKeyError:
        return None
    # Beside the words: in a group of two languages it is not said twice.
    return f"🗳 <b>{words('Case')}</b>: {in_short(question)}" if question else None


def in_short(question: str, longest: int = LONGEST) -> str:
    """A first line as HTML, cut where it is long."""
    cut = question if len(question) <= longest else f"{question[: longest - 1]}…"
    return escape(cut, quote=False)
