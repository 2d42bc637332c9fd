"""The value question and its counts, for every room; `value` handles the taps."""

from collections.abc import Iterable, Mapping

from bot.rules.value import FEWEST_SHOWN, Value
from handlers.core.screens import Row, in_rows, lines
from handlers.value.verbs import TAP
from locales import Words
from storage.core.columns import row_id
from storage.meetings import Meeting

LONGEST = 32
"""Most characters of a button's label that a phone shows in the width of a message."""


def question(words: Words) -> str:
    """The text above the buttons of `value_rows`, as HTML; with the labels if too long for them."""
    asked = words("What did this meeting bring you? One tap; nobody sees who chose what.")
    labels = _labels(words).values()
    return asked if _fit(labels) else lines(asked, *labels)


def value_rows(words: Words, meeting: Meeting) -> tuple[Row, ...]:
    """The four answers to the question about a meeting.

    One a row with their labels; where a label is too long (in a group of two languages) only the
    signs, side by side.
    """
    labels = _labels(words)
    is_whole = _fit(labels.values())
    answers = [
        TAP.button(label if is_whole else label.partition(" ")[0], row_id(meeting), value)
        for value, label in labels.items()
    ]
    return in_rows(answers, 1 if is_whole else len(answers))


def _fit(labels: Iterable[str]) -> bool:
    return all(len(label) <= LONGEST for label in labels)


def value_lines(words: Words, counts: Mapping[Value, int] | None) -> str:
    """How often each answer was given, one a line, as HTML; `counts` is None if too few to show."""
    if counts is None:
        return words("What it brought: not shown before {number} answers.", number=FEWEST_SHOWN)
    labels = _labels(words)
    answered = ((label, counts.get(value, 0)) for value, label in labels.items())
    return lines(words("What it brought:"), *(f"{label}: {number}" for label, number in answered))


def _labels(words: Words) -> dict[Value, str]:
    return {
        Value.USEFUL: "🎯 " + words("Useful now"),
        Value.IDEA: "💡 " + words("A new idea"),
        Value.TRIED: "🔧 " + words("Tried something"),
        Value.CHANGED: "🌱 " + words("Changed something for someone"),
    }
