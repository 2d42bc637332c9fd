"""The screens of an attendance list: for ticking, and once it is saved."""

from collections.abc import Iterator
from html import escape

from handlers.attendance.sheet import Correction, SaveResult, Sheet
from handlers.attendance.verbs import CHANGE, SAVE, TICK
from handlers.core.meeting_heading import title
from handlers.core.screens import PAGE, Button, Row, Screen, lines, paragraphs, shown_length
from handlers.summaries.public import BEGIN_SUMMARY
from locales import Words
from storage.attendance import Saved
from storage.core.columns import row_id
from storage.members import Person


def list_screen(words: Words, sheet: Sheet, *, note: str | None = None) -> Screen:
    """The list with a button for each person, and ✅; the text tells who saved and corrected it.

    `note` is a moderator's note, for a list that is sent by the bundled reminder.
    """
    meeting_id = row_id(sheet.meeting)
    people = tuple(
        (_toggle(meeting_id, seated.person, is_in=seated.person.id in sheet.ticks.present),)
        for seated in sheet.people
    )
    save = SAVE.button(f"✅ {words('Save')}", meeting_id)
    text = paragraphs(
        note,
        lines(heading(words, sheet), words("Who was there? Press to tick, then ✅.")),
        lines(
            _overtaken(words) if sheet.ticks.is_overtaken else None,
            saved_by_line(words, sheet.saved),
        ),
        lines(*unsaved(words, sheet)),
    )
    return Screen(_with_corrections(words, text, sheet), (*people, (save,)))


def _toggle(meeting_id: int, person: Person, *, is_in: bool) -> Button:
    # The button carries the new state, so that a repeated press changes nothing.
    label = f"{'☑' if is_in else '☐'} {person.name}"
    return TICK.button(label, meeting_id, row_id(person), not is_in)


def _overtaken(words: Words) -> str:
    return f"⚠️ {words('The list was saved meanwhile, and you see it as it is now.')}"


def unsaved(words: Words, sheet: Sheet) -> Iterator[str]:
    """Yield a line for each person that this moderator changed on a saved list, below a heading."""
    if sheet.changed:
        yield words("Not saved yet:")
    for person in sheet.changed:
        yield f"• {_change(words, person.name, is_in=person.id in sheet.ticks.present)}"


def _change(words: Words, name: str, *, is_in: bool) -> str:
    if is_in:
        return words("{name}: absent → present", name=name)
    return words("{name}: present → absent", name=name)


def _with_corrections(words: Words, text: str, sheet: Sheet) -> str:
    """Append as many corrections as fit into one message, the latest first."""
    told = [_correction_line(words, one) for one in sheet.corrections]
    for number in range(len(told), -1, -1):
        more = ["• …"] if number < len(told) else []
        heading = f"✏️ <b>{words('Corrected')}</b>" if told else None
        whole = paragraphs(text, lines(heading, *told[:number], *more))
        if shown_length(whole) <= PAGE:
            return whole
    return text


def _correction_line(words: Words, one: Correction) -> str:
    """One line: who was corrected, by whom, when and why."""
    made, correction = one.made, one.made.correction
    values = {"day": words.day(correction.corrected_at), "reason": one.reason or "…"}
    if correction.was_present and made.by:
        told = words(
            "{name}: absent → present, by {by} on {day}: {reason}",
            name=made.name,
            by=made.by,
            **values,
        )
    elif correction.was_present:
        told = words("{name}: absent → present, on {day}: {reason}", name=made.name, **values)
    elif made.by:
        told = words(
            "{name}: present → absent, by {by} on {day}: {reason}",
            name=made.name,
            by=made.by,
            **values,
        )
    else:
        told = words("{name}: present → absent, on {day}: {reason}", name=made.name, **values)
    return f"• {told}"


def saved_by_line(words: Words, saved: Saved | None) -> str | None:
    """One line: who saved a list, and when; None before it is saved."""
    if saved is None:
        return None
    day, time = words.day(saved.at), words.time(saved.at)
    if not saved.name:
        return words("Saved before, on {day} at {time}.", day=day, time=time)
    return words("Saved by {name} on {day} at {time}.", name=saved.name, day=day, time=time)


def done_screen(words: Words, result: SaveResult) -> Screen:
    """The saved list, with ✏️ to change it, and ✏️ for the summary while there is none."""
    saved_text = words(
        "Saved: {there} of {number} present.", there=result.there, number=result.number
    )
    meeting_id = row_id(result.meeting)
    rows: list[Row] = [(CHANGE.button(f"✏️ {words('Change')}", meeting_id),)]
    if not result.has_summary:
        rows.insert(0, (BEGIN_SUMMARY.button(f"✏️ {words('Write the summary')}", meeting_id),))
    text = lines(
        f"✅ {saved_text}",
        heading(words, result),
        None if result.is_own else saved_by_line(words, result.saved),
    )
    return Screen(text, tuple(rows))


def heading(words: Words, listed: Sheet | SaveResult) -> str:
    """The community, and the meeting's number, day and theme."""
    meeting = listed.meeting
    theme = f" · {escape(meeting.theme, quote=False)}" if meeting.theme else ""
    return lines(
        title(listed.community),
        f"<b>{meeting.number} · {words.day(meeting.starts_at)}</b>{theme}",
    )
