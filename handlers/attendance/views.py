"""How a list is shown: to tick, and once it is saved."""

from collections.abc import Iterator
from html import escape

from handlers.attendance.sheet import Correction, Done, Sheet
from handlers.attendance.verbs import CHANGE, SAVE, TICK
from handlers.core.meeting_heading import title
from handlers.core.screens import PAGE, Button, Row, Screen, lines, paragraphs, shown_length
from handlers.summaries.public import BEGIN_SUMMARY
from locales import Words
from storage.attendance import Saved
from storage.core.columns import row_id
from storage.members import Person


def list_screen(words: Words, sheet: Sheet, *, note: str | None = None) -> Screen:
    """Everybody with a tick or without, and ✅; above it who saved and corrected it.

    `note` is what a moderator added for who gets it unasked.
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
            by_whom(words, sheet.saved),
        ),
        lines(*unsaved(words, sheet)),
    )
    return Screen(_with_corrections(words, text, sheet), (*people, (save,)))


def _toggle(meeting_id: int, person: Person, *, is_in: bool) -> Button:
    # The button says what it makes true, so that a press that comes twice counts once.
    label = f"{'☑' if is_in else '☐'} {person.name}"
    return TICK.button(label, meeting_id, row_id(person), not is_in)


def _overtaken(words: Words) -> str:
    return f"⚠️ {words('The list was saved meanwhile, and you see it as it is now.')}"


def unsaved(words: Words, sheet: Sheet) -> Iterator[str]:
    """What this moderator changed of a saved list, a line a person; empty when that is nothing."""
    if sheet.changed:
        yield words("Not saved yet:")
    for person in sheet.changed:
        yield f"• {_change(words, person.name, is_in=person.id in sheet.ticks.present)}"


def _change(words: Words, name: str, *, is_in: bool) -> str:
    if is_in:
        return words("{name}: absent → present", name=name)
    return words("{name}: present → absent", name=name)


def _with_corrections(words: Words, text: str, sheet: Sheet) -> str:
    """The text with as many corrections below it as one message holds, the latest first."""
    told = [_told(words, one) for one in sheet.corrections]
    for number in range(len(told), -1, -1):
        more = ["• …"] if number < len(told) else []
        heading = f"✏️ <b>{words('Corrected')}</b>" if told else None
        whole = paragraphs(text, lines(heading, *told[:number], *more))
        if shown_length(whole) <= PAGE:
            return whole
    return text


def _told(words: Words, one: Correction) -> str:
    """Who was corrected, by whom, when and why."""
    made, correction = one.made, one.made.correction
    said = {"day": words.day(correction.corrected_at), "reason": one.reason or "…"}
    if correction.was_present and made.by:
        told = words(
            "{name}: absent → present, by {by} on {day}: {reason}",
            name=made.name,
            by=made.by,
            **said,
        )
    elif correction.was_present:
        told = words("{name}: absent → present, on {day}: {reason}", name=made.name, **said)
    elif made.by:
        told = words(
            "{name}: present → absent, by {by} on {day}: {reason}",
            name=made.name,
            by=made.by,
            **said,
        )
    else:
        told = words("{name}: present → absent, on {day}: {reason}", name=made.name, **said)
    return f"• {told}"


def by_whom(words: Words, saved: Saved | None) -> str | None:
    """Who saved a list, and when."""
    if saved is None:
        return None
    day, time = words.day(saved.at), words.time(saved.at)
    if not saved.name:
        return words("Saved before, on {day} at {time}.", day=day, time=time)
    return words("Saved by {name} on {day} at {time}.", name=saved.name, day=day, time=time)


def done_screen(words: Words, done: Done) -> Screen:
    """✅ what is saved, ✏️ to change it, and on to the summary while there is none."""
    said = words("Saved: {there} of {number} present.", there=done.there, number=done.number)
    meeting_id = row_id(done.meeting)
    rows: list[Row] = [(CHANGE.button(f"✏️ {words('Change')}", meeting_id),)]
    if not done.has_summary:
        rows.insert(0, (BEGIN_SUMMARY.button(f"✏️ {words('Write the summary')}", meeting_id),))
    text = lines(
        f"✅ {said}",
        heading(words, done),
        None if done.is_own else by_whom(words, done.saved),
    )
    return Screen(text, tuple(rows))


def heading(words: Words, listed: Sheet | Done) -> str:
    """Which list it is: the community; number, day and theme of the meeting."""
    meeting = listed.meeting
    theme = f" · {escape(meeting.theme, quote=False)}" if meeting.theme else ""
    return lines(
        title(listed.community),
        f"<b>{meeting.number} · {words.day(meeting.starts_at)}</b>{theme}",
    )
