"""How every room asks for an answer to a meeting; the presses come to the room `rsvp`."""

from collections.abc import Collection
from dataclasses import replace

from bot.rules.rsvp import Answer
from handlers.core import callback_data
from handlers.core.meeting_heading import short_day
from handlers.core.screens import Button, Row
from locales import Words
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
        Button(f"{answer.sign} {label}", callback_data.pack(ROOM, answer.value, *references))
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
