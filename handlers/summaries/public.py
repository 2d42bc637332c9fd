"""The agreements of the last meeting, for the message before the next one."""

from html import escape

from sqlmodel import Session

from bot.rules.plain_text import cut
from bot.rules.summaries import Part, agreements
from handlers.core.screens import lines
from handlers.summaries.schedule import on_attendance as tell_who_missed
from handlers.summaries.schedule import without_group as tell_without_group
from handlers.summaries.verbs import BEGIN as BEGIN_SUMMARY
from locales import Words
from storage import summaries
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting

__all__ = ["BEGIN_SUMMARY", "agreed_lines", "tell_who_missed", "tell_without_group"]

MOST = 8
"""Agreements that are recalled."""

LONGEST = 160
"""Characters of each, where the whole is not shown."""


def agreed_lines(
    words: Words, session: Session, meeting: Meeting, cipher: TextCipher
) -> str | None:
    """🤝 with last time's agreements, cut where they are long; None when there were none."""
    last = summaries.previous_summary(session, meeting)
    said = summaries.parts(last[1], cipher) if last is not None else {}
    agreed = agreements(said.get(Part.AGREEMENTS, ""))
    if not agreed:
        return None
    return lines(
        f"🤝 <b>{words('Agreed last time: who did what?')}</b>",
        *(f"• {escape(cut(one, LONGEST), quote=False)}" for one in agreed[:MOST]),
        "• …" if len(agreed) > MOST else None,
    )
