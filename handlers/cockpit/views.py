"""Texts about scheduled steps and about what moderators did with them."""

from bot.rules.cockpit import Action, LogEntry, Verdict
from handlers.cockpit.public import SIGN as NOTE
from handlers.cockpit.upcoming import Coming
from handlers.cockpit.verbs import not_yours
from handlers.core.step_names import what
from locales import Html, Words

PREVIEW = "👁"
SIGNS = {
    Action.SKIPPED: "➡️",
    Action.NOTED: NOTE,
    Action.TICKED: "☑",
    Action.PUBLISHED: "📨",
    Action.CORRECTED: "✏️",
}


def when(words: Words, one: Coming) -> Html:
    """'Tuesday 12 January at 16:00, for session 3: where and when, on the eve'."""
    return words(
        "{day} at {time}, for session {number}: {what}",
        day=words.day(one.due_at),
        time=words.time(one.due_at),
        number=one.meeting.number,
        what=what(words, one.step),
    )


def to_whom(words: Words, one: Coming) -> Html:
    """The recipients of a step, as a sentence."""
    number = len(one.audience.people)
    if one.audience.chat is None:
        return words.plural(
            "Privately to {number} person.", "Privately to {number} people.", number
        )
    if not number:
        return words("To the group.")
    return words.plural(
        "To the group, and privately to {number} person.",
        "To the group, and privately to {number} people.",
        number,
    )


def why_not(words: Words, verdict: Verdict | None) -> Html:
    """Why a step can't be changed; None is for who does not moderate there."""
    if verdict is Verdict.SENT:
        return words("Too late: this was sent already, or is being sent.")
    if verdict is Verdict.MOVED:
        return words("The meeting changed meanwhile. /todo shows what comes now.")
    return not_yours(words)


def done(words: Words, entry: LogEntry) -> str:
    """One line about what a moderator did."""
    named = {"number": entry.meeting, "day": words.day(entry.at), "name": entry.name}
    by = (
        words("session {number}, by {name} on {day}", **named)
        if entry.name
        else words("session {number}, on {day}", **named)
    )
    return f"{SIGNS[entry.action]} {_entry(words, entry)} – {by}"


def _entry(words: Words, entry: LogEntry) -> Html:
    about = what(words, entry.step) if entry.step is not None else ""
    return {
        Action.SKIPPED: words("Skipped: {what}", what=about),
        Action.NOTED: words("A note to: {what}", what=about),
        Action.TICKED: words("Attendance saved"),
        Action.PUBLISHED: words("Summary published"),
        Action.CORRECTED: words("Summary corrected"),
    }[entry.action]
