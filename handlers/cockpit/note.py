"""The form of a note that is sent with a step."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules.cockpit import NOTE_LIMIT, Verdict
from bot.rules.local_time import local_date
from bot.rules.rhythm import STEP_FACTS, Step
from handlers.cockpit import verbs
from handlers.cockpit.access import Own, own
from handlers.cockpit.public import note_lines
from handlers.cockpit.verbs import SURE
from handlers.cockpit.views import PREVIEW, why_not
from handlers.core import fields, forms
from handlers.core.context import Context
from handlers.core.fields import NOTHING
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Row, Screen, paragraphs
from handlers.core.step_names import what
from locales import N_, Words
from storage import cockpit
from storage.core.columns import row_id

NOTE = "note"


FORM = Form(
    "step_note",
    (
        fields.text(
            NOTE,
            ("note", "boodschap", "mot"),
            N_("Note"),
            lambda words: words(
                "What do you want to add to this message? All who get it read it, word for word: "
                "at most {limit} characters.",
                limit=NOTE_LIMIT,
            ),
            limit=NOTE_LIMIT,
            nothing=N_("No note"),
        ),
    ),
)


async def on_note(context: Context, meeting_id: int, step: Step, _offered_at: datetime) -> None:
    """Ask for the note; the present one is shown above the question."""
    mine = await context.read(partial(own, context=context, meeting_id=meeting_id, step=step))
    verdict = _may(mine)
    if mine is None or verdict is not Verdict.OPEN:
        await context.refuse(why_not(context.words, verdict))
        return
    await context.answer()
    draft = Draft(facts={"meeting": mine.meeting.id, "step": mine.step.value})
    there = await context.read(partial(_there, context=context, mine=mine))
    await forms.proceed(replace(context, keeps_message=True), FLOW, draft, why=there)


def _there(session: Session, context: Context, mine: Own) -> str | None:
    return note_lines(context.words, session, mine.meeting, mine.step, context.services.cipher)


def _may(mine: Own | None) -> Verdict | None:
    """Whether a note can be kept, also one of a moved meeting; None for who may not write it."""
    return mine.verdict() if mine is not None and STEP_FACTS[mine.step].takes_note else None


async def on_sure(context: Context) -> None:
    """📨: keep the note all the same."""
    draft = await forms.load(context, FORM.topic)
    if draft is None or NOTE not in draft.values:
        await context.refuse(context.words("This was sent or cancelled before."))
        return
    await context.answer()
    draft.facts[SURE.name] = True
    await _review(context, draft)


async def _review(context: Context, draft: Draft) -> None:
    """Warn about what identifies somebody; else save the note and confirm."""
    words = context.words
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([draft.values[NOTE]], today=today)
    if found and not draft.facts.get(SURE.name):
        # What is typed below the warning is said in its place.
        draft.asked = NOTE
        await context.write(partial(forms.keep, context=context, form=FORM, draft=draft))
        sure = SURE.button(f"📨 {words('Send all the same')}")
        change = forms.EDIT.button(f"✏️ {words('Change')}", FORM.topic, 0)
        await context.show(Screen(pointed_out(words, found) or "", ((sure,), (change,))))
        return
    kept = await context.write(partial(_keep, context=context, draft=draft))
    if isinstance(kept, Screen):
        await context.show(kept)
    else:
        await context.refuse(kept)


def _keep(session: Session, context: Context, draft: Draft) -> Screen | str:
    """The confirmation of a saved note; as a string, why it was not saved."""
    words = context.words
    forms.end(session, context, FORM)
    mine = own(session, context, draft.facts.get("meeting"), Step(draft.facts["step"]))
    verdict = _may(mine)
    if mine is None or verdict is not Verdict.OPEN:
        return why_not(words, verdict)
    text = draft.values[NOTE]
    note = None if text == NOTHING else context.services.cipher.encrypt(text)
    cockpit.keep_note(session, mine.meeting, mine.step, note, mine.person_id, context.now)
    return _kept(words, mine, is_there=note is not None)


def _kept(words: Words, mine: Own, *, is_there: bool) -> Screen:
    told = (
        words("Your note goes out with: {what}.", what=what(words, mine.step))
        if is_there
        else words("No note goes out with: {what}.", what=what(words, mine.step))
    )
    rows: tuple[Row, ...] = ()
    if mine.reminder is not None:
        at = (row_id(mine.meeting), mine.step, mine.reminder.due_at)
        rows = ((verbs.PREVIEW.button(f"{PREVIEW} {words('Preview')}", *at),),)
    return Screen(paragraphs(f"✅ {told}"), rows)


FLOW = FormFlow(FORM, _review)
