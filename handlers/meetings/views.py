"""Words for moments, warnings and problems, shared by `/plan`, `/session` and `/agenda`."""

from datetime import datetime
from html import escape

from bot.rules.meetings import PlanWarning, ProblemKind, WarningKind, holiday_name
from locales import Words

SHORT = 80
"""Most characters of a text in a list."""


def when(words: Words, start: datetime, end: datetime) -> str:
    """The date in words, and the times of start and end."""
    return words("{date}, {span}", date=words.date(start), span=words.span(start, end))


def short(text: str, limit: int = SHORT) -> str:
    """A person's text as HTML, cut to `limit` characters with an ellipsis."""
    return escape(text if len(text) <= limit else f"{text[: limit - 1]}…", quote=False)


def warning(words: Words, found: PlanWarning) -> str:
    """The text of a warning that is shown before a plan or a move is confirmed."""
    return (
        "⚠️ "
        + {
            WarningKind.PAST: words("This moment is in the past."),
            WarningKind.SAME_DAY: words("Another meeting is on this day."),
            WarningKind.PUBLIC_HOLIDAY: words.whole(
                lambda words: words("Public holiday: {holiday}.", holiday=_holiday(words, found))
            ),
            WarningKind.WEEKEND: words("This is at the weekend."),
            WarningKind.OUTSIDE_CYCLE: words("A cycle runs from September to June."),
            WarningKind.FEWER_THAN_8: words(
                "A cycle usually has 10 meetings; this makes fewer than 8. You can add some later."
            ),
        }[found.kind]
    )


def _holiday(words: Words, found: PlanWarning) -> str:
    name = holiday_name(found.day, words.language) if found.day is not None else None
    return name or ""


def problem(words: Words, kind: ProblemKind) -> str:
    """Why a line of a plan or a field could not be read."""
    return {
        ProblemKind.NOT_UNDERSTOOD: words("I don't see a date at the beginning."),
        ProblemKind.BAD_DATE: words("This date does not exist or is not complete."),
        ProblemKind.YEAR_OUT_OF_RANGE: words("This year is too far away."),
        ProblemKind.BAD_TIME: words("I can't read from when to when; write it like 14:00-16:30."),
        ProblemKind.END_BEFORE_START: words("The end is not after the start."),
        ProblemKind.TOO_LONG: words("This is too long."),
    }[kind]
