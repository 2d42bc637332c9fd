"""The summary for each who missed the meeting, and 📖, which shows what was corrected since."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from sqlmodel import Session

from handlers.core.access import membership
from handlers.core.context import Context, Services
from handlers.core.meeting_heading import title
from handlers.core.outgoing import (
    Dropped,
    OutgoingMessage,
    Rendered,
    pages_message,
    reader,
)
from handlers.core.pages import Pages, show
from handlers.core.screens import Row, lines
from handlers.summaries import schedule
from handlers.summaries.schedule import SummaryForAbsent
from handlers.summaries.verbs import READ, not_for_you
from handlers.summaries.views import (
    shown,
    summary_pages,
)
from locales import Words
from storage.communities import Community
from storage.core.columns import row_id
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting
from storage.summaries import Summary


@dataclass(frozen=True, slots=True)
class SummaryForAbsentMessage(SummaryForAbsent, Rendered):
    """For people who missed the meeting: the summary."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The present summary, protected from forwarding."""
        found = reader(session, self.person_id, services.locales)
        summary = session.get(Summary, self.summary_id)
        meeting = session.get(Meeting, summary.meeting_id) if summary is not None else None
        if found is None or summary is None or meeting is None:
            return Dropped.GONE
        person, words = found
        if person.id not in schedule.readers(session, meeting, summary):
            return Dropped.NOT_THEIRS
        what = shown(session, meeting, summary, services.cipher)
        if not what.said:
            return Dropped.UNREADABLE
        intro = words("Were you not there? This is what happened.")
        named = title(session.get(Community, meeting.community_id))
        told = summary_pages(session, words, what).framed(lines(named, intro))
        return pages_message(words, replace(told, rows=_rows(words, summary)))


def _rows(words: Words, summary: Summary) -> tuple[Row, ...]:
    newest = READ.button(f"📖 {words('Newest version')}", row_id(summary), summary.version)
    return ((newest,),)


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest version for one who may read it; no `texts` where nothing has changed."""

    texts: tuple[str, ...]
    rows: tuple[Row, ...]


async def on_read(context: Context, summary_id: int, version: int) -> None:
    """📖: what was corrected since, or that nothing was."""
    newest = partial(_newest, context=context, summary_id=summary_id, version=version)
    reading = await context.read(newest)
    words = context.words
    if reading is None:
        await context.refuse(not_for_you(words))
        return
    if not reading.texts:
        await context.answer(f"✅ {words.plain('This is the newest version.')}")
        return
    await context.answer()
    await show(context, Pages(reading.texts, reading.rows, protect=True))


def _newest(session: Session, context: Context, summary_id: int, version: int) -> Reading | None:
    summary = session.get(Summary, summary_id)
    meeting = session.get(Meeting, summary.meeting_id) if summary is not None else None
    if summary is None or meeting is None:
        return None
    if membership(session, context, meeting.community_id) is None:
        return None
    if version == summary.version:
        return Reading((), ())
    texts = _texts(session, context.words, meeting, summary, context.services.cipher)
    return Reading(texts, _rows(context.words, summary)) if texts else None


def _texts(
    session: Session, words: Words, meeting: Meeting, summary: Summary, cipher: TextCipher
) -> tuple[str, ...]:
    what = shown(session, meeting, summary, cipher)
    named = title(session.get(Community, meeting.community_id))
    return summary_pages(session, words, what).framed(named).texts if what.said else ()


OUTBOX_KINDS: Final = (SummaryForAbsentMessage,)
