"""The reader's side: 📖, what they take up, a question; and the author's answer to it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules.local_time import local_date
from bot.rules.rhythm import Step
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.forms import Draft, Form, Talk
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.outgoing import tell
from handlers.core.screens import Button, Screen
from handlers.handover.access import Own, asked, own, pressed
from handlers.handover.form import ANSWER, ASK, RESTATE
from handlers.handover.views import READ, ROOM, Note, author_rows, note_of, pages, reader_rows
from handlers.handover.write import gone
from locales import Words
from storage.handover import HandoverQuestion
from storage.meetings import Meeting
from storage.reminders import bundle

Keep = Callable[..., str | None]
"""Keeps a sentence in a transaction; the name of who reads it, None for a forged one."""

SURE = "sure"
"""What a draft notes once its author wants to send it as it is."""


async def on_open(visit: Visit) -> None:
    """The whole note, for its author or its reader."""
    note = await visit.read(partial(_note, visit=visit))
    if note is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    mine, shown = note
    words = visit.words
    rows = author_rows(words, shown) if mine.is_author else reader_rows(words, shown)
    *before, last = pages(words, shown)
    for page in before:
        await visit.say(Screen(page, protect=True))
    await visit.say(Screen(last, rows, protect=True))


def _note(session: Session, visit: Visit) -> tuple[Own, Note] | None:
    mine = pressed(session, visit)
    if mine is None or mine.found.written_at is None:
        return None
    return mine, note_of(session, mine.found, mine.pair, visit.words, visit.house.seal)


async def on_read(visit: Visit) -> None:
    """📖: noted; then the one sentence that closes the loop."""
    note = await visit.write(partial(_read, visit=visit))
    if note is None:
        await visit.refuse(gone(visit))
        return
    words = visit.words
    await visit.pop_up(f"✅ {words.plain('Noted. {name} sees it.', name=note.author.name)}")
    whole = pages(words, note)
    if visit.verb == READ and len(whole) == 1:
        # Of a longer note another part may stand where this was pressed.
        await visit.show(Screen(whole[0], reader_rows(words, note), protect=True))
    if note.restatement is None:
        await _ask_for(visit, RESTATE_TALK, note.handover_id, note.handover_id)


def _read(session: Session, visit: Visit) -> Note | None:
    mine = pressed(session, visit)
    if mine is None or not mine.is_reader:
        return None
    mine.found.read_at = mine.found.read_at or visit.now
    # Who reads it has it, whatever became of the message that brought it.
    mine.found.delivered_at = mine.found.delivered_at or visit.now
    session.add(mine.found)
    session.flush()
    return note_of(session, mine.found, mine.pair, visit.words, visit.house.seal)


async def on_restate(visit: Visit) -> None:
    """✏️: say, or say anew, what one takes up."""
    await _begin_sentence(visit, RESTATE_TALK)


async def on_ask(visit: Visit) -> None:
    """❓: a question to the author."""
    await _begin_sentence(visit, ASK_TALK)


async def _begin_sentence(visit: Visit, talk: Talk) -> None:
    mine = await visit.read(partial(pressed, visit=visit))
    if mine is None or not mine.is_reader:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    await _ask_for(visit, talk, mine.found.id or 0, mine.found.id or 0)


async def _ask_for(visit: Visit, talk: Talk, handover_id: int, about: int) -> None:
    """`about` is the note, or the question to answer; with the note the draft is erased."""
    draft = Draft(facts={"handover": handover_id, "about": about})
    await forms.begin(replace(visit, keeps_message=True), talk, draft)


async def on_answer(visit: Visit) -> None:
    """✏️ under a question: the author answers it."""
    question_id = callback_data.number(visit.references)
    found = await visit.read(partial(asked, visit=visit, question_id=question_id))
    if found is None:
        await visit.refuse(gone(visit))
        return
    await visit.pop_up()
    mine, question = found
    await _ask_for(visit, ANSWER_TALK, mine.found.id or 0, question.id or 0)


async def on_sure(visit: Visit) -> None:
    """📨: send a sentence all the same."""
    talk = next((one for one in SENTENCES if one.form.topic in visit.references), None)
    draft = await forms.load(visit, talk.form.topic) if talk is not None else None
    if talk is None or draft is None or "sentence" not in draft.values:
        await visit.refuse(visit.words("This was sent or cancelled before."))
        return
    await visit.pop_up()
    draft.facts[SURE] = True
    await talk.review(visit, draft)


async def _is_checked(visit: Visit, form: Form, draft: Draft) -> bool:
    """Whether nothing in the sentence says who somebody is; else it is pointed out, to decide."""
    today = local_date(visit.now, visit.house.settings.timezone)
    found = findings([draft.values["sentence"]], today=today)
    if not found or draft.facts.get(SURE):
        return True
    words = visit.words
    sure = Button(f"📨 {words('Send all the same')}", callback_data.pack(ROOM, SURE, form.topic))
    change = Button(f"✏️ {words('Change')}", callback_data.pack(forms.ROOM, "edit", form.topic, 0))
    await visit.show(Screen(pointed_out(words, found) or "", ((sure,), (change,))))
    return False


def _keep_restatement(session: Session, visit: Visit, draft: Draft) -> str | None:
    mine = own(session, visit, draft.facts.get("about"))
    forms.end(session, visit, RESTATE)
    if mine is None or not mine.is_reader:
        return None
    found = mine.found
    found.restatement = visit.house.seal.close(draft.values["sentence"])
    found.restated_at = visit.now
    found.read_at = found.read_at or visit.now
    found.delivered_at = found.delivered_at or visit.now
    session.add(found)
    meeting = session.get_one(Meeting, found.meeting_id)
    timing, once = visit.house.settings, f":{_once(visit)}"
    bundle.put_soon(session, timing, found.author_id, Step.RESTATED, meeting, visit.now, once)
    return mine.pair.other(mine.person_id).name


def _keep_question(session: Session, visit: Visit, draft: Draft) -> str | None:
    mine = own(session, visit, draft.facts.get("about"))
    forms.end(session, visit, ASK)
    if mine is None or not mine.is_reader:
        return None
    question = HandoverQuestion(
        handover_id=mine.found.id or 0,
        question=visit.house.seal.close(draft.values["sentence"]),
        asked_at=visit.now,
    )
    session.add(question)
    session.flush()
    key = f"asked:{question.id}"
    tell(session, mine.found.author_id, "asked", key, visit.now, question=question.id or 0)
    return mine.pair.other(mine.person_id).name


def _keep_answer(session: Session, visit: Visit, draft: Draft) -> str | None:
    found = asked(session, visit, draft.facts.get("about"))
    forms.end(session, visit, ANSWER)
    if found is None:
        return None
    mine, question = found
    question.answer = visit.house.seal.close(draft.values["sentence"])
    question.answered_at = visit.now
    session.add(question)
    key = f"answered:{question.id}:{_once(visit)}"
    tell(session, mine.found.reader_id, "answered", key, visit.now, question=question.id or 0)
    return mine.pair.other(mine.person_id).name


def _once(visit: Visit) -> str:
    """What makes a row of this message its own, however often the message comes."""
    return str(visit.event.message_id)


async def _said(visit: Visit, name: str | None, done: Callable[[Words, str], str]) -> None:
    if name is None:
        await visit.refuse(gone(visit))
    else:
        await visit.say(Screen(f"✅ {done(visit.words, name)}"))


def _sentence(form: Form, keep: Keep, done: Callable[[Words, str], str]) -> Talk:
    """A form of one sentence: checked, kept, and told of to who wrote it."""

    async def review(visit: Visit, draft: Draft) -> None:
        if await _is_checked(visit, form, draft):
            name = await visit.write(partial(keep, visit=visit, draft=draft))
            await _said(visit, name, done)

    return Talk(form, review)


RESTATE_TALK = _sentence(
    RESTATE,
    _keep_restatement,
    lambda words, name: words("Noted. {name} reads it.", name=name),
)
ASK_TALK = _sentence(
    ASK,
    _keep_question,
    lambda words, name: words("Asked. {name} gets your question.", name=name),
)
ANSWER_TALK = _sentence(
    ANSWER,
    _keep_answer,
    lambda words, name: words("Added to the note. {name} gets your answer.", name=name),
)
SENTENCES = (RESTATE_TALK, ASK_TALK, ANSWER_TALK)
