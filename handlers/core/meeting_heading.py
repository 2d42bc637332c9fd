"""How every room shows a meeting: its community, number, theme, date, time, venue and speaker."""

from datetime import datetime
from html import escape

from handlers.core.screens import lines
from locales import Words
from storage.communities import Community
from storage.meetings import Meeting


def short_day(words: Words, moment: datetime) -> str:
    """The date in figures, as short as a button wants it: '20/10'."""
    return f"{moment.astimezone(words.zone):%d/%m}"


def title(community: Community | None) -> str | None:
    """Which community a private message is about: a person may be in several."""
    return f"<b>{escape(community.name, quote=False)}</b>" if community is not None else None


def spoken(meeting: Meeting) -> str:
    """Who speaks and, where it is known, about what, as plain text; empty without a speaker."""
    if not meeting.speaker or not meeting.speaker_theme:
        return meeting.speaker
    return f"{meeting.speaker} · {meeting.speaker_theme}"


def heading(words: Words, meeting: Meeting, total: int) -> str:
    """Number of ten, theme, date and time in words, venue, speaker; no number once cancelled."""
    number = words("Session {number} of {total}", number=meeting.number, total=total)
    theme = words("{theme}", theme=meeting.theme) if meeting.theme else ""
    when = words(
        "{date}, {span}",
        date=words.date(meeting.starts_at),
        span=words.span(meeting.starts_at, meeting.ends_at),
    )
    return lines(
        f"<b>{number}</b>" if meeting.number else None,
        f"<b>{theme}</b>" if theme else None,
        f"🗓 {when}",
        f"📍 {words('{venue}', venue=meeting.venue)}" if meeting.venue else None,
        f"🎤 {words('{speaker}', speaker=spoken(meeting))}" if meeting.speaker else None,
    )
