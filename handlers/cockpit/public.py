"""The notes that moderators add to scheduled messages."""

from html import escape

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers.core.screens import lines
from locales import Words
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.reminders import steps

SIGN = "💬"


def note_lines(
    words: Words, session: Session, meeting: Meeting, step: Step, cipher: TextCipher
) -> str | None:
    """💬 with the note that goes out with this step of a meeting, as HTML; None without one."""
    note = note_of(session, meeting, step, cipher)
    # Beside the words: in a group of two languages it is not said twice.
    return lines(f"{SIGN} <b>{words('From your moderators')}</b>", note) if note else None


def note_of(session: Session, meeting: Meeting, step: Step, cipher: TextCipher) -> str | None:
    """The note itself, as HTML; None where there is none, or another key sealed it."""
    change = steps.change_of(session, meeting.id, step)
    note = cipher.decrypt_or_none(change.note) if change is not None else None
    return escape(note, quote=False) if note else None
