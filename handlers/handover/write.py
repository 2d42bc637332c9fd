"""Writing a note: six short questions, a preview, and 📨."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.frame import Frame
from bot.rules.handover import Item, Urgency, Writing, read_items, reminded_on
from bot.rules.local_time import local_date
from bot.rules.plain_text import clean
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.fields import NOTHING
from handlers.core.forms import Draft, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.pages import show
from handlers.core.screens import Screen, lines, paragraphs
from handlers.frame.public import asking
from handlers.handover import deliver
from handlers.handover import draft as drafts
from handlers.handover.access import Own, own
from handlers.handover.form import FORM
from handlers.handover.verbs import OPEN, SEND, gone
from handlers.handover.views import (
    ItemShown,
    Note,
    day_of,
    item_shown,
    locked,
    note_of,
    note_pages,
    said_in,
)
from storage import handover
from storage.core import form_drafts
from storage.core.columns import row_id
from storage.handover import items


async def begin(context: Context, handover_id: int, text: str = "") -> None:
    """Ask for the parts of this note, or go on where the author stopped."""
    taken_up = await context.write(
        partial(drafts.taken_up, context=context, handover_id=handover_id)
    )
    if taken_up is None:
        await context.refuse(gone(context.words))
        return
    draft, about = taken_up
    if text.strip():
        forms.fill(FLOW.form, draft, text, context)
    await forms.proceed(context, FLOW, draft, why=about)


async def on_begin(context: Context, handover_id: int) -> None:
    """✏️ under the question: write now."""
    mine = await context.read(partial(own, context=context, handover_id=handover_id))
    if mine is None or not mine.is_author:
        await context.refuse(gone(context.words))
    elif mine.found.written_at is not None:
        await context.refuse(context.words("This note was sent. /handover shows it."))
    else:
        await context.answer()
        # The message may say more than this question, and therefore stays.
        await begin(replace(context, keeps_message=True), handover_id)


async def on_change(context: Context, handover_id: int) -> None:
    """✏️ under a note that was sent: the form again, filled with it."""
    mine = await context.read(partial(own, context=context, handover_id=handover_id))
    if mine is None or not mine.is_author or mine.found.written_at is None:
        await context.refuse(gone(context.words))
        return
    draft = await context.write(partial(_as_written, context=context, handover_id=handover_id))
    if draft is None:
        await context.refuse(locked(context.words))
        return
    await context.answer()
    await forms.proceed(replace(context, keeps_message=True), FLOW, draft)


def _as_written(session: Session, context: Context, handover_id: int) -> Draft | None:
    """The note that was sent, as a draft; None when another key sealed it."""
    mine = own(session, context, handover_id)
    if mine is None or not (said := said_in(mine.found, context.services.cipher)):
        return None
    drafts.make_room(session, context, mine.found)
    values = {target.name: said.get(target.name, "") for target in FORM.fields}
    return Draft(values, facts=drafts.facts(row_id(mine.found), mine.found.meeting_id))


@dataclass(frozen=True, slots=True)
class _Preview:
    """A note as its reader would get it, were it sent now."""

    mine: Own
    note: Note


async def _review(context: Context, draft: Draft) -> None:
    """Show the preview, with warnings about what identifies somebody."""
    preview = await context.read(partial(_preview, context=context, draft=draft))
    words = context.words
    if preview is None:
        # The partner left meanwhile: the draft must not catch what is typed from now on.
        telegram_id = context.sender.telegram_id
        await context.write(lambda session: form_drafts.drop(session, telegram_id, FORM.topic))
        await context.refuse(gone(context.words))
        return
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([text for text in draft.values.values() if text], today=today)
    heading = words("This is what {name} will read:", name=preview.note.reader.name)
    warning = paragraphs(forms.not_understood(words, FORM, draft), pointed_out(words, found))
    label = words("Send all the same") if found else words("Send")
    send = SEND.button(f"📨 {label}", row_id(preview.mine.found))
    rows = forms.review_rows(words, FORM, send)
    told = replace(note_pages(words, preview.note, rows), protect=False)
    await show(context, told.framed(heading, warning))


def _preview(session: Session, context: Context, draft: Draft) -> _Preview | None:
    mine = own(session, context, draft.facts.get("handover"))
    if mine is None or not mine.is_author:
        return None
    note = note_of(session, mine.found, mine.pair, context.words, context.services.cipher)
    kept = [
        item_shown(item, mine.pair, context.words, context.services.cipher)
        for item in items.carried(session, mine.found)
    ]
    new = [
        ItemShown(0, item.text, "", day_of(context.words, item.due) if item.due else "", False)
        for item in _items(context, mine, draft)
    ]
    shown = replace(
        note,
        fields=_fields(draft),
        items=(*kept, *new),
        questions=(),
        restatement=None,
        urgency=Urgency(draft.values.get("urgency") or Urgency.NOTHING),
    )
    return _Preview(mine, shown)


def _fields(draft: Draft) -> dict[str, str]:
    """The parts that say something."""
    values = {name: clean(text) for name, text in draft.values.items()}
    return {name: text for name, text in values.items() if text and text != NOTHING}


def _items(context: Context, mine: Own, draft: Draft) -> tuple[Item[int], ...]:
    people = (mine.pair.first.person, mine.pair.second.person)
    writing = Writing(
        author=mine.person_id,
        reader=mine.pair.other(mine.person_id).id or 0,
        names={person.id or 0: person.name for person in people},
        language=context.words.language,
    )
    today = local_date(context.now, context.services.settings.timezone)
    return read_items(draft.values.get("open", ""), writing, today)


async def on_send(context: Context, handover_id: int) -> None:
    """Save the note and send it to the partner; a repeated press gets the same result."""
    sent = await context.write(partial(_send, context=context, handover_id=handover_id))
    words = context.words
    if sent is None:
        await context.refuse(gone(context.words))
        return
    done = words.plain("Handed over to {name}.", name=sent.name)
    away = words.plain(
        "I can't write to {name} now: tell them yourself. The note waits for them here.",
        name=sent.name,
    )
    if sent.was_sent:
        await context.answer(f"✅ {done}" if sent.is_reachable else f"✅ {done}\n{away}")
        return
    await context.answer()
    rest = words("/handover shows when it is read, and what is still open.")
    text = lines(
        f"✅ {escape(done, quote=False)}", rest if sent.is_reachable else escape(away, quote=False)
    )
    # In the place of the preview, whose buttons have nothing more to do.
    reading = OPEN.button(f"📖 {words('Read the note')}", handover_id)
    await context.show(Screen(text, ((reading,),)))


@dataclass(frozen=True, slots=True)
class _Sent:
    """The reader of a note, and whether this press sent it or one before."""

    name: str
    is_reachable: bool
    was_sent: bool


def _send(session: Session, context: Context, handover_id: int) -> _Sent | None:
    """Keep and announce the note. None when it is not this person's to send."""
    mine = own(session, context, handover_id)
    if mine is None or not mine.is_author:
        return None
    reader = mine.pair.other(mine.person_id)
    telegram_id = context.sender.telegram_id
    row = form_drafts.about(session, telegram_id, FORM.topic)
    draft = forms.opened(row, context.services.cipher)
    if draft is None or draft.facts.get("handover") != mine.found.id or draft.missing(FORM):
        # The draft is gone: this 📨 was pressed before, or belongs to an older preview.
        is_sent = mine.found.written_at is not None
        return _Sent(reader.name, reader.is_reachable, was_sent=True) if is_sent else None
    handover.write(session, mine.found, _fields(draft), context.services.cipher, context.now)
    reminded = [
        (item, _reminded_on(context, item.due) if item.owner else None)
        for item in _items(context, mine, draft)
    ]
    items.replace_items(session, mine.found, reminded, context.services.cipher)
    form_drafts.drop(session, telegram_id, FORM.topic)
    if reader.is_reachable:
        # Else it waits until they come back, and the author hears that now.
        deliver.deliver(session, mine.found, context.now)
    return _Sent(reader.name, reader.is_reachable, was_sent=False)


def _reminded_on(context: Context, due: date | None) -> datetime | None:
    """When the owner of an item is reminded of it; None without a day, or when that is past."""
    timing = context.services.settings
    if due is None:
        return None
    return reminded_on(due, context.now, timing.quiet_hours, timing.timezone)


FLOW = FormFlow(FORM, _review, asking(Frame.HANDOVER))
