"""The answer buttons that every room may show; their presses are handled by `rsvp`."""

from collections.abc import Collection
from dataclasses import replace

from handlers.core.answer_words import ANSWER_WORDS
from handlers.core.meeting_heading import short_day
from handlers.core.screens import Row
from handlers.rsvp.verbs import ANSWERS, FOR, PARTNER
from locales import Words
from storage.core.columns import row_id
from storage.meetings import Meeting

__all__ = ["FOR", "PARTNER", "answer_row", "dated_row"]


def answer_row(words: Words, meeting: Meeting, *, is_mine: bool = False) -> Row:
    """✅ ❌ 🤔 for a meeting; `is_mine` where the message shows the reader's own answer."""
    of = (row_id(meeting), meeting.starts_at, is_mine)
    return tuple(
        verb.button(f"{answer.sign} {words(ANSWER_WORDS[answer].label)}", *of)
        for answer, verb in ANSWERS.items()
    )


def dated_row(words: Words, row: Row, meeting: Meeting, asked: Collection[Meeting]) -> Row:
    """Add the meeting's date to its buttons on a screen that asks about several meetings.

    With one meeting the row stays as it is; the time is added too where another is on that day.
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
