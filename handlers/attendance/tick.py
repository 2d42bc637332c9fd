"""Ticking who was there: open a list, tick, untick, ✅."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from handlers.attendance import correct
from handlers.attendance.sheet import (
    SaveResult,
    Sheet,
    after_save,
    meeting_to_tick,
    save_result,
    sheet_of,
)
from handlers.attendance.verbs import not_yours
from handlers.attendance.views import done_screen, list_screen
from handlers.core.context import Context
from storage import attendance, meetings
from storage.meetings import Meeting

DIGITS = 3
"""Most digits of a meeting's number; a longer one is a typing error."""


async def on_command(context: Context) -> None:
    """`/attendance`: the meeting that began last; `/attendance 3`: meeting 3."""
    words = context.words
    number = context.arguments.strip()
    if number and not _is_number(number):
        await context.refuse(words("Give the number of a meeting, like: /attendance 3"))
        return
    found = await context.read(partial(_find, context=context, number=int(number or 0)))
    if found is not None:
        await context.say(list_screen(words, found))
    elif number:
        await context.refuse(
            words("Meeting {number} has not begun, or does not exist.", number=number)
        )
    else:
        await context.refuse(words("No meeting has begun yet: there is nothing to tick."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


def _find(session: Session, context: Context, number: int) -> Sheet | None:
    if number:
        meeting = meetings.with_number(session, context.community_id, number)
    else:
        meeting = attendance.last_begun(session, context.community_id, context.now)
    if meeting is None or meeting.starts_at > context.now:
        return None
    return _sheet(session, context, meeting)


def _sheet(session: Session, context: Context, meeting: Meeting) -> Sheet:
    return sheet_of(session, meeting, context.sender.telegram_id, context.services.cipher)


async def on_open(context: Context, meeting_id: int) -> None:
    """Show the list in a new message; the pressed message shows other things too and stays."""
    await on_change(replace(context, keeps_message=True), meeting_id)


async def on_change(context: Context, meeting_id: int) -> None:
    """✏️ under a saved list: show it for ticking."""
    read = partial(_read_sheet, context=context, meeting_id=meeting_id)
    await _show_list(context, await context.read(read))


async def on_tick(context: Context, meeting_id: int, person_id: int, is_present: bool) -> None:
    """Tick or untick a person."""

    def act(session: Session) -> Sheet | None:
        return _tick(session, context, meeting_id, person_id, is_present=is_present)

    await _show_list(context, await context.write(act))


async def _show_list(context: Context, sheet: Sheet | None) -> None:
    if sheet is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.show(list_screen(context.words, sheet))


def _read_sheet(session: Session, context: Context, meeting_id: int) -> Sheet | None:
    found = meeting_to_tick(session, context, meeting_id)
    return _sheet(session, context, found[0]) if found is not None else None


def _tick(
    session: Session, context: Context, meeting_id: int, person_id: int, *, is_present: bool
) -> Sheet | None:
    found = meeting_to_tick(session, context, meeting_id)
    if found is None:
        return None
    meeting, moderator = found
    was_overtaken = attendance.ticks(session, meeting, moderator.telegram_id).is_overtaken
    attendance.tick(session, meeting, moderator.telegram_id, person_id, context.now, yes=is_present)
    return _with_overtaken(_sheet(session, context, meeting), was_overtaken=was_overtaken)


def _with_overtaken(sheet: Sheet, *, was_overtaken: bool) -> Sheet:
    """The sheet with `is_overtaken` as it was before the write, which reset it.

    So that this one screen tells that another moderator saved the list.
    """
    return replace(sheet, ticks=replace(sheet.ticks, is_overtaken=was_overtaken))


async def on_save(context: Context, meeting_id: int) -> None:
    """✅: save the list; a change of a list that was saved before needs a reason first."""
    answer = await context.write(partial(_save, context=context, meeting_id=meeting_id))
    if answer is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    if isinstance(answer, SaveResult):
        await context.show(done_screen(context.words, answer))
    elif answer.ticks.is_overtaken:
        await context.show(list_screen(context.words, answer))
    else:
        await correct.ask_why(context, answer)


def _save(session: Session, context: Context, meeting_id: int) -> SaveResult | Sheet | None:
    """Save the list; return the sheet instead where a reason or another look is needed first."""
    found = meeting_to_tick(session, context, meeting_id)
    if found is None:
        return None
    meeting, moderator = found
    ticks = attendance.ticks(session, meeting, moderator.telegram_id)
    if ticks.changed and ticks.is_overtaken:
        attendance.keep(session, meeting, moderator.telegram_id, ticks.present, context.now)
        return _with_overtaken(_sheet(session, context, meeting), was_overtaken=True)
    if ticks.changed:
        correct.begin(session, context, meeting, ticks)
        return _sheet(session, context, meeting)
    attendance.save(session, meeting, moderator, ticks.present, context.now)
    after_save(session, context, meeting)
    return save_result(session, meeting, moderator)
