"""Ticking who was there: open a list, tick, untick, ✅."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from handlers.attendance import correct
from handlers.attendance.sheet import Done, Sheet, done_of, follow, moderated, sheet_of
from handlers.attendance.views import done_screen, list_screen
from handlers.core import callback_data
from handlers.core.context import Visit
from storage import attendance, meetings
from storage.meetings import Meeting

DIGITS = 3
"""Of the number of a meeting; more is a slip of the finger."""


async def on_command(visit: Visit) -> None:
    """`/attendance`: the meeting that began last; `/attendance 3`: meeting 3."""
    words = visit.words
    number = visit.arguments.strip()
    if number and not _is_number(number):
        await visit.refuse(words("Give the number of a meeting, like: /attendance 3"))
        return
    found = await visit.read(partial(_find, visit=visit, number=int(number or 0)))
    if found is not None:
        await visit.say(list_screen(words, found))
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
    return sheet_of(session, meeting, visit.sender.telegram_id, visit.house.seal)


async def on_open(visit: Visit) -> None:
    """The list in a new message: what was pressed says more than this, and stays."""
    await on_change(replace(visit, keeps_message=True))


async def on_change(visit: Visit) -> None:
    """✏️ under a list that was saved: to tick it anew."""
    await _show_list(visit, await visit.read(partial(_pressed, visit=visit)))


async def on_tick(visit: Visit) -> None:
    """Tick or untick a person."""
    await _show_list(visit, await visit.write(partial(_tick, visit=visit)))


async def _show_list(visit: Visit, sheet: Sheet | None) -> None:
    if sheet is None:
        await visit.refuse(correct.not_yours(visit.words))
        return
    await visit.pop_up()
    await visit.show(list_screen(visit.words, sheet))


def _pressed(session: Session, visit: Visit) -> Sheet | None:
    found = moderated(session, visit, callback_data.number(visit.references))
    return _sheet(session, visit, found[0]) if found is not None else None


def _tick(session: Session, visit: Visit) -> Sheet | None:
    found = moderated(session, visit, callback_data.number(visit.references))
    if found is None:
        return None
    meeting, moderator = found
    person_id, yes = (
        callback_data.number(visit.references, 1),
        callback_data.number(visit.references, 2),
    )
    was_overtaken = attendance.ticks(session, meeting, moderator.telegram_id).is_overtaken
    if person_id is not None and yes is not None:
        attendance.tick(session, meeting, moderator.telegram_id, person_id, yes=bool(yes))
    return _told_of(_sheet(session, visit, meeting), was_overtaken=was_overtaken)


def _told_of(sheet: Sheet, *, was_overtaken: bool) -> Sheet:
    """The list as it was rebased just now: that another saved it is told this once."""
    return replace(sheet, ticks=replace(sheet.ticks, is_overtaken=was_overtaken))


async def on_save(visit: Visit) -> None:
    """✅: saved; a change of a list that was saved before asks why first."""
    answer = await visit.write(partial(_save, visit=visit))
    if answer is None:
        await visit.refuse(correct.not_yours(visit.words))
        return
    await visit.pop_up()
    if isinstance(answer, Done):
        await visit.show(done_screen(visit.words, answer))
    elif answer.ticks.is_overtaken:
        await visit.show(list_screen(visit.words, answer))
    else:
        await correct.ask_why(visit, answer)


def _save(session: Session, visit: Visit) -> Done | Sheet | None:
    """What is saved now; or the list where that needs a reason, or another look at it first."""
    found = moderated(session, visit, callback_data.number(visit.references))
    if found is None:
        return None
    meeting, moderator = found
    ticks = attendance.ticks(session, meeting, moderator.telegram_id)
    if ticks.changed and ticks.is_overtaken:
        attendance.keep(session, meeting, moderator.telegram_id, ticks.present)
        return _told_of(_sheet(session, visit, meeting), was_overtaken=True)
    if ticks.changed:
        correct.begin(session, visit, meeting, ticks)
        return _sheet(session, visit, meeting)
    attendance.save(session, meeting, moderator, ticks.present, visit.now)
    follow(session, visit, meeting)
    return done_of(session, meeting, moderator)
