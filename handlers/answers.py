"""How every room shows a meeting and asks for an answer; the room `rsvp` takes the presses."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from html import escape

from bot.rules.rsvp import Answer
from handlers import buttons
from handlers.screens import Button, Row, lines
from locales import Words
from storage.communities import Community
from storage.meetings import Meeting

ROOM = "rsvp"


MINE = "mine"
"""What marks the buttons of a message that shows one's own answer: a press draws it anew."""


def answer_row(words: Words, meeting: Meeting, *marks: str) -> Row:
    """✅ ❌ 🤔 for a meeting.

    The start they speak of rides along: none may say yes to a date the person never saw.
    """
    labels = {Answer.YES: words("Yes"), Answer.NO: words("No"), Answer.UNSURE: words("Not sure")}
    start = int(meeting.starts_at.timestamp())
    references: tuple[int | str, ...] = (meeting.id or 0, start, *marks)
    return tuple(
        Button(f"{answer.sign} {label}", buttons.pack(ROOM, answer.value, *references))
        for answer, label in labels.items()
    )


def told_apart(words: Words, row: Row, meeting: Meeting, asked: Collection[Meeting]) -> Row:
    """The buttons of a meeting on a screen that asks about several: which one they speak of.

    Alone they stay bare; else they tell the date, and the hour where one more is on that day.
    """
    others = [other for other in asked if other.id != meeting.id]
    if not others:
        return row
    start = meeting.starts_at.astimezone(words.zone)
    days = {other.starts_at.astimezone(words.zone).date() for other in others}
    when = short_day(words, meeting.starts_at)
    if start.date() in days:
        when = f"{when} {words.time(meeting.starts_at)}"
    return tuple(replace(button, label=f"{button.label} {when}") for button in row)


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
