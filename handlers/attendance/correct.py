"""Corrects a saved list: asks for a reason, which both moderators then read on the list."""

from functools import partial

from sqlmodel import Session

from bot.rules.attendance import REASON_LIMIT
from bot.rules.local_time import local_date
from handlers.attendance.sheet import SaveResult, Sheet, after_save, meeting_to_tick, save_result
from handlers.attendance.verbs import SURE, not_yours
from handlers.attendance.views import done_screen, heading, saved_by_line, unsaved
from handlers.core import fields, forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Screen, lines, paragraphs
from locales import N_
from storage import attendance
from storage.attendance import REASON, Ticks
from storage.meetings import Meeting

FORM = Form(
    REASON,
    (
        fields.text(
            "reason",
            ("reason", "why", "reden", "waarom", "raison", "pourquoi"),
            N_("Reason"),
            N_("Why does this change? One sentence; you both read it on the list."),
            limit=REASON_LIMIT,
        ),
    ),
)


def begin(session: Session, context: Context, meeting: Meeting, ticks: Ticks) -> None:
    """Keep the changed ticks as a draft until the reason is given; `/cancel` drops both."""
    telegram_id, present = context.sender.telegram_id, ticks.present
    attendance.keep(session, meeting, telegram_id, present, context.now, is_asked=True)
    forms.keep(session, context, FORM, _about(meeting))


def _about(meeting: Meeting) -> Draft:
    return Draft(facts={"meeting": meeting.id})


async def ask_why(context: Context, sheet: Sheet) -> None:
    """Ask for the reason, with what this moderator changed on the list."""
    words = context.words
    draft = _about(sheet.meeting)
    about = paragraphs(
        lines(heading(words, sheet), saved_by_line(words, sheet.saved)),
        lines(*unsaved(words, sheet)),
    )
    await forms.proceed(context, FLOW, draft, why=about)


async def _review(context: Context, draft: Draft) -> None:
    """Save the correction; a reason that may identify a person is pointed out first."""
    words = context.words
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([draft.values["reason"]], today=today)
    if found and not draft.facts.get(SURE.name):
        rows = (
            (SURE.button(f"✅ {words('Save all the same')}", int(draft.facts["meeting"])),),
            (forms.EDIT.button(f"✏️ {words('Change')}", REASON, 0),),
        )
        await context.show(Screen(pointed_out(words, found) or "", rows))
        return
    await _answer(context, await context.write(partial(_correct, context=context, draft=draft)))


async def _answer(context: Context, result: SaveResult | None) -> None:
    if result is None:
        await context.refuse(not_yours(context.words))
    else:
        await context.show(done_screen(context.words, result))


def _correct(session: Session, context: Context, draft: Draft) -> SaveResult | None:
    """Store the correction; None where this person may not tick the list any more."""
    forms.end(session, context, FORM)
    found = meeting_to_tick(session, context, int(draft.facts["meeting"]))
    if found is None:
        return None
    meeting, moderator = found
    reason = context.services.cipher.encrypt(draft.values["reason"])
    attendance.correct(session, meeting, moderator, reason, context.now)
    after_save(session, context, meeting)
    return save_result(session, meeting, moderator)


async def on_sure(context: Context, meeting_id: int) -> None:
    """✅: save with this reason all the same; a second press shows the saved list again."""
    await context.answer()
    draft = await forms.load(context, REASON)
    if draft is None or draft.facts.get("meeting") != meeting_id or not draft.values.get("reason"):
        read_saved = partial(_saved_result, context=context, meeting_id=meeting_id)
        await _answer(context, await context.read(read_saved))
        return
    draft.facts[SURE.name] = True
    await _review(context, draft)


def _saved_result(session: Session, context: Context, meeting_id: int) -> SaveResult | None:
    found = meeting_to_tick(session, context, meeting_id)
    return save_result(session, *found) if found is not None else None


FLOW = FormFlow(FORM, _review)
