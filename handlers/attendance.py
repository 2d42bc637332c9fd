"""`/attendance`: the moderators tick who was really there."""

import html
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules.members import Role
from handlers import buttons
from handlers.screens import Button, Row, Screen, lines, paragraphs
from handlers.visit import Visit
from locales import Words
from storage import attendance, meetings, members
from storage.attendance import Saved
from storage.handover import due
from storage.meetings import Meeting
from storage.members import Membership, Person, Seated

ROOM = "attendance"

DIGITS = 3
"""Of the number of a meeting; more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The list of one meeting as a moderator has ticked it so far."""

    meeting: Meeting
    people: tuple[Seated, ...]
    present: frozenset[int]
    saved: Saved | None


async def on_command(visit: Visit) -> None:
    """`/attendance`: the meeting that began last; `/attendance 3`: meeting 3."""
    words = visit.words
    number = visit.arguments.strip()
    if number and not _is_number(number):
        await visit.refuse(words("Give the number of a meeting, like: /attendance 3"))
        return
    found = await visit.read(partial(_find, visit=visit, number=int(number or 0)))
    if found is not None:
        await visit.say(_screen(words, found))
    elif number:
        await visit.refuse(
            words("Meeting {number} has not begun, or does not exist.", number=number)
        )
    else:
        await visit.refuse(words("No meeting has begun yet: there is nothing to tick."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def _find(session: Session, visit: Visit, number: int) -> Sheet | None:
    if number:
        meeting = meetings.numbered(session, visit.community_id, number)
    else:
        meeting = attendance.last_begun(session, visit.community_id, visit.now)
    if meeting is None or meeting.starts_at > visit.now:
        return None
    return _sheet(session, visit, meeting)


def _sheet(session: Session, visit: Visit, meeting: Meeting) -> Sheet:
    return Sheet(
        meeting,
        tuple(attendance.invited(session, meeting)),
        frozenset(attendance.present(session, meeting, visit.sender.telegram_id)),
        attendance.last_saved(session, meeting.id or 0),
    )


async def on_press(visit: Visit) -> None:
    """Open a list, tick or untick a person, or ✅ save."""
    words = visit.words
    if visit.verb == "save":
        counted = await visit.write(partial(_save, visit=visit))
        if counted is not None:
            await visit.pop_up()
            await visit.show(_saved(words, *counted))
            return
    else:
        sheet = await visit.write(partial(_ticked, visit=visit))
        if sheet is not None:
            await visit.pop_up()
            await visit.show(_screen(words, sheet))
            return
    await visit.refuse(words("This is for the moderators, once the meeting has begun."))


def _moderated(session: Session, visit: Visit) -> tuple[Meeting, Person] | None:
    """The meeting of a button that this person may tick; buttons can be forged and forwarded."""
    meeting_id = buttons.number(visit.references)
    meeting = session.get(Meeting, meeting_id) if meeting_id is not None else None
    person = members.person_at(session, visit.sender.telegram_id)
    if meeting is None or person is None or meeting.is_cancelled or meeting.starts_at > visit.now:
        return None
    membership: Membership | None = members.membership(session, person.id, meeting.community_id)
    is_moderator = membership is not None and membership.role == Role.MODERATOR
    return (meeting, person) if is_moderator else None


def _ticked(session: Session, visit: Visit) -> Sheet | None:
    found = _moderated(session, visit)
    if found is None:
        return None
    meeting, _ = found
    person_id, yes = buttons.number(visit.references, 1), buttons.number(visit.references, 2)
    if visit.verb == "tick" and person_id is not None and yes is not None:
        attendance.tick(session, meeting, visit.sender.telegram_id, person_id, yes=bool(yes))
    return _sheet(session, visit, meeting)


def _save(session: Session, visit: Visit) -> tuple[Meeting, int, int] | None:
    found = _moderated(session, visit)
    if found is None:
        return None
    meeting, moderator = found
    ticked = attendance.present(session, meeting, moderator.telegram_id)
    counted = attendance.save(session, meeting, moderator, ticked, visit.now)
    due.on_attendance(session, visit.house.settings, meeting, visit.now)
    return (meeting, *counted)


def _screen(words: Words, sheet: Sheet) -> Screen:
    meeting_id = sheet.meeting.id or 0
    ticks = tuple(
        (_toggle(meeting_id, seated.person, is_in=seated.person.id in sheet.present),)
        for seated in sheet.people
    )
    save = Button(f"✅ {words('Save')}", buttons.pack(ROOM, "save", meeting_id))
    text = paragraphs(
        lines(_title(words, sheet.meeting), words("Who was there? Press to tick, then ✅.")),
        _by_whom(words, sheet.saved),
    )
    return Screen(text, (*ticks, (save,)))


def _toggle(meeting_id: int, person: Person, *, is_in: bool) -> Button:
    # The button says what it makes true, so that a press that comes twice counts once.
    data = buttons.pack(ROOM, "tick", meeting_id, person.id or 0, int(not is_in))
    return Button(f"{'☑' if is_in else '☐'} {person.name}", data)


def _by_whom(words: Words, saved: Saved | None) -> str | None:
    if saved is None:
        return None
    day, time = words.day(saved.at), words.time(saved.at)
    if not saved.name:
        return words("Saved before, on {day} at {time}.", day=day, time=time)
    return words("Saved by {name} on {day} at {time}.", name=saved.name, day=day, time=time)


def _saved(words: Words, meeting: Meeting, there: int, number: int) -> Screen:
    done = words("Saved: {there} of {number} present.", there=there, number=number)
    again: Row = (Button(f"✏️ {words('Change')}", buttons.pack(ROOM, "open", meeting.id or 0)),)
    return Screen(lines(f"✅ {done}", _title(words, meeting)), (again,))


def _title(words: Words, meeting: Meeting) -> str:
    theme = f" · {html.escape(meeting.theme, quote=False)}" if meeting.theme else ""
    return f"<b>{meeting.number} · {words.day(meeting.starts_at)}</b>{theme}"
