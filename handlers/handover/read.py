"""The reader's side: 📖, what they take up, a question; and the author's answer to it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules.local_time import local_date
from bot.rules.rhythm import Step
from handlers.core import bundle, forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.pages import say
from handlers.core.screens import Screen
from handlers.handover import draft as drafts
from handlers.handover.access import Own, asked, own
from handlers.handover.form import ANSWER, ASK, RESTATE
from handlers.handover.messages import QuestionAnswered, QuestionAsked
from handlers.handover.verbs import SURE, gone
from handlers.handover.views import Note, author_rows, note_of, note_pages, reader_rows
from locales import Words
from storage.core import outbox
from storage.core.columns import row_id
from storage.handover import HandoverQuestion
from storage.meetings import Meeting

Keep = Callable[..., str | None]
"""Keeps a sentence in a transaction; the name of who reads it, None for a forged one."""


async def on_open(context: Context, handover_id: int) -> None:
    """The whole note, for its author or its reader."""
    note = await context.read(partial(_note, context=context, handover_id=handover_id))
    if note is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    mine, shown = note
    words = context.words
    rows = author_rows(words, shown) if mine.is_author else reader_rows(words, shown)
    await say(context, note_pages(words, shown, rows))


def _note(session: Session, context: Context, handover_id: int) -> tuple[Own, Note] | None:
    mine = own(session, context, handover_id)
    if mine is None or mine.found.written_at is None:
        return None
    return mine, note_of(session, mine.found, mine.pair, context.words, context.services.cipher)


async def on_read(context: Context, handover_id: int) -> None:
    """📖 under a note, which is drawn anew."""
    await _on_read(context, handover_id, is_note=True)


async def on_seen(context: Context, handover_id: int) -> None:
    """📖 in a message that holds more than the note."""
    await _on_read(context, handover_id, is_note=False)


async def _on_read(context: Context, handover_id: int, *, is_note: bool) -> None:
    """Noted; then the one sentence that closes the loop."""
    note = await context.write(partial(_read, context=context, handover_id=handover_id))
    if note is None:
        await context.refuse(gone(context.words))
        return
    words = context.words
    await context.answer(f"✅ {words.plain('Noted. {name} sees it.', name=note.author.name)}")
    whole = note_pages(words, note, reader_rows(words, note))
    if is_note and not whole.before:
        # Of a longer note another part may stand where this was pressed.
        await context.show(whole.last)
    if note.restatement is None:
        of = note.handover_id, row_id(note.meeting)
        await _ask_for(context, RESTATE_FLOW, of, note.handover_id)


def _read(session: Session, context: Context, handover_id: int) -> Note | None:
    mine = own(session, context, handover_id)
    if mine is None or not mine.is_reader:
        return None
    mine.found.read_at = mine.found.read_at or context.now
    # Who reads it has it, whatever became of the message that brought it.
    mine.found.delivered_at = mine.found.delivered_at or context.now
    session.add(mine.found)
    session.flush()
    return note_of(session, mine.found, mine.pair, context.words, context.services.cipher)


async def on_restate(context: Context, handover_id: int) -> None:
    """✏️: say, or say anew, what one takes up."""
    await _begin_sentence(context, RESTATE_FLOW, handover_id)


async def on_ask(context: Context, handover_id: int) -> None:
    """❓: a question to the author."""
    await _begin_sentence(context, ASK_FLOW, handover_id)


async def _begin_sentence(context: Context, flow: FormFlow, handover_id: int) -> None:
    mine = await context.read(partial(own, context=context, handover_id=handover_id))
    if mine is None or not mine.is_reader:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    await _ask_for(context, flow, _note_and_meeting(mine), handover_id)


def _note_and_meeting(mine: Own) -> tuple[int, int]:
    return row_id(mine.found), mine.found.meeting_id


async def _ask_for(context: Context, flow: FormFlow, of: tuple[int, int], about: int) -> None:
    """Ask for a sentence about a note, given with its meeting by their ids.

    `about` is the id of the note, or of the question to answer.
    """
    draft = Draft(facts=drafts.facts(*of) | {"about": about})
    await forms.begin(replace(context, keeps_message=True), flow, draft)


async def on_answer(context: Context, question_id: int) -> None:
    """✏️ under a question: the author answers it."""
    found = await context.read(partial(asked, context=context, question_id=question_id))
    if found is None:
        await context.refuse(gone(context.words))
        return
    await context.answer()
    mine, _ = found
    await _ask_for(context, ANSWER_FLOW, _note_and_meeting(mine), question_id)


async def on_sure(context: Context, topic: str) -> None:
    """📨: send a sentence all the same."""
    flow = next((one for one in SENTENCES if one.form.topic == topic), None)
    draft = await forms.load(context, flow.form.topic) if flow is not None else None
    if flow is None or draft is None or "sentence" not in draft.values:
        await context.refuse(context.words("This was sent or cancelled before."))
        return
    await context.answer()
    draft.facts[SURE.name] = True
    await flow.review(context, draft)


async def _is_checked(context: Context, form: Form, draft: Draft) -> bool:
    """Whether nothing in the sentence identifies somebody; else show a warning, to decide."""
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([draft.values["sentence"]], today=today)
    if not found or draft.facts.get(SURE.name):
        return True
    words = context.words
    sure = SURE.button(f"📨 {words('Send all the same')}", form.topic)
    change = forms.EDIT.button(f"✏️ {words('Change')}", form.topic, 0)
    await context.show(Screen(pointed_out(words, found) or "", ((sure,), (change,))))
    return False


def _keep_restatement(session: Session, context: Context, draft: Draft) -> str | None:
    mine = own(session, context, draft.facts.get("about"))
    forms.end(session, context, RESTATE)
    if mine is None or not mine.is_reader:
        return None
    found = mine.found
    found.restatement = context.services.cipher.encrypt(draft.values["sentence"])
    found.restated_at = context.now
    found.read_at = found.read_at or context.now
    found.delivered_at = found.delivered_at or context.now
    session.add(found)
    meeting = session.get_one(Meeting, found.meeting_id)
    timing, once = context.services.settings, f":{_once(context)}"
    bundle.put_soon(session, timing, found.author_id, Step.RESTATED, meeting, context.now, once)
    return mine.pair.other(mine.person_id).name


def _keep_question(session: Session, context: Context, draft: Draft) -> str | None:
    mine = own(session, context, draft.facts.get("about"))
    forms.end(session, context, ASK)
    if mine is None or not mine.is_reader:
        return None
    question = HandoverQuestion(
        handover_id=row_id(mine.found),
        question=context.services.cipher.encrypt(draft.values["sentence"]),
        asked_at=context.now,
    )
    session.add(question)
    session.flush()
    if mine.found.author_id is not None:
        outbox.put(session, QuestionAsked(mine.found.author_id, row_id(question)), context.now)
    return mine.pair.other(mine.person_id).name


def _keep_answer(session: Session, context: Context, draft: Draft) -> str | None:
    found = asked(session, context, draft.facts.get("about"))
    forms.end(session, context, ANSWER)
    if found is None:
        return None
    mine, question = found
    question.answer = context.services.cipher.encrypt(draft.values["sentence"])
    question.answered_at = context.now
    session.add(question)
    if mine.found.reader_id is not None:
        answered = QuestionAnswered(mine.found.reader_id, row_id(question), _once(context))
        outbox.put(session, answered, context.now)
    return mine.pair.other(mine.person_id).name


def _once(context: Context) -> str:
    """Part of a row's key: names the message, so that a repeated update adds no second row."""
    return str(context.event.message_id)


async def _said(context: Context, name: str | None, done: Callable[[Words, str], str]) -> None:
    if name is None:
        await context.refuse(gone(context.words))
    else:
        await context.say(Screen(f"✅ {done(context.words, name)}"))


def _sentence(form: Form, keep: Keep, done: Callable[[Words, str], str]) -> FormFlow:
    """A form of one sentence: checked, saved, and confirmed."""

    async def review(context: Context, draft: Draft) -> None:
        if await _is_checked(context, form, draft):
            name = await context.write(partial(keep, context=context, draft=draft))
            await _said(context, name, done)

    return FormFlow(form, review)


RESTATE_FLOW = _sentence(
    RESTATE,
    _keep_restatement,
    lambda words, name: words("Noted. {name} reads it.", name=name),
)
ASK_FLOW = _sentence(
    ASK,
    _keep_question,
    lambda words, name: words("Asked. {name} gets your question.", name=name),
)
ANSWER_FLOW = _sentence(
    ANSWER,
    _keep_answer,
    lambda words, name: words("Added to the note. {name} gets your answer.", name=name),
)
SENTENCES = (RESTATE_FLOW, ASK_FLOW, ANSWER_FLOW)
