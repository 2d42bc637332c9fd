"""How every room asks the value question and shows its counts; the room `value` takes the taps."""

from collections.abc import Mapping

from bot.rules.value import FEWEST_SHOWN, Value
from handlers import buttons
from handlers.screens import Button, Row, lines
from locales import Words
from storage.meetings import Meeting

ROOM = "value"
TAP = "tap"


def question(words: Words) -> str:
    """What stands above the buttons of `value_row`, as HTML."""
    return words("What did this meeting bring you? One tap; nobody sees who chose what.")


def value_row(words: Words, meeting: Meeting) -> tuple[Row, ...]:
    """The four answers about a meeting, one a row: `question` asks what they answer."""
    return tuple(
        (Button(label, buttons.pack(ROOM, TAP, meeting.id or 0, value.value)),)
        for value, label in _labels(words).items()
    )


def value_lines(words: Words, counts: Mapping[Value, int] | None) -> str:
    """How often each answer came, one a line, as HTML; None are too few to be shown."""
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
