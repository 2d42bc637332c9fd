"""Forms: asked step by step, or given at once as `label: value` lines; never lost half-way.

A form is a tuple of fields. What was given so far is a row in the database, so a tap elsewhere
or a restart loses nothing. Each room says what its fields are and what to show when all are
filled; asking, reading, skipping and changing are the same for every room and stand here.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from html import escape

from sqlmodel import Session

from handlers.core.arguments import NUMBER, WORD
from handlers.core.callback_data import Room
from handlers.core.context import Context
from handlers.core.form_fields import Draft, Field, Form, fill
from handlers.core.screens import Button, Row, Screen, in_fitting_rows, in_rows, lines, paragraphs
from handlers.core.updates import Pressed, Said
from locales import Words
from storage.core import form_drafts
from storage.core.form_drafts import FormDraft
from storage.core.text_encryption import TextCipher

__all__ = [
    "MOST_UNKNOWN",
    "ROOM",
    "UNKNOWN",
    "Draft",
    "Field",
    "Form",
    "FormFlow",
    "FormFlows",
    "begin",
    "cancel",
    "did_not_fit",
    "end",
    "fill",
    "keep",
    "load",
    "not_understood",
    "on_file",
    "on_text",
    "opened",
    "proceed",
    "review_rows",
]

ROOM = Room("form")

CHOOSE = ROOM.verb("choose", WORD, NUMBER, NUMBER)
"""The topic of the form, the position of the field in it, that of the choice in the field."""
SKIP = ROOM.verb("skip", WORD, NUMBER)
EDIT = ROOM.verb("edit", WORD, NUMBER)
CHANGE = ROOM.verb("change", WORD)
CONTINUE = ROOM.verb("continue", WORD, NUMBER.or_none())
"""The number says nothing: it rides on the buttons of older versions."""
CANCEL = ROOM.verb("cancel", WORD)
TYPED = ROOM.verb("typed")
"""Under the question what a message is that came while the program did not run."""

MOST_UNKNOWN = 4
"""Lines that were not understood and are repeated, each up to `UNKNOWN` characters."""
UNKNOWN = 60


def opened(row: FormDraft | None, cipher: TextCipher) -> Draft | None:
    """The draft that `keep` stored; one that this key does not open is as good as none."""
    stored = cipher.decrypt_fields_or_none(row.draft) if row is not None else None
    if stored is None:
        return None
    return Draft(
        dict(stored.get("values", {})),
        stored.get("asked"),
        dict(stored.get("facts", {})),
        list(stored.get("heard", [])),
    )


@dataclass(frozen=True, slots=True)
class FormFlow:
    """A form and what is shown once nothing is missing any more."""

    form: Form
    review: Callable[[Context, Draft], Awaitable[None]]
    asks: Callable[[Session, Words, Field], str] = lambda _, words, asked: asked.ask(words)


FormFlows = Mapping[str, FormFlow]


def not_understood(words: Words, form: Form, draft: Draft) -> str | None:
    """⛔ with the lines of the last message that belong to no field, and the labels there are."""
    if not draft.unknown:
        return None
    cut = [one if len(one) <= UNKNOWN else f"{one[: UNKNOWN - 1]}…" for one in draft.unknown]
    heading = words.plural(
        "I don't know this line:", "I don't know these lines:", len(draft.unknown)
    )
    return lines(
        f"⛔ {heading}",
        *(f"<code>{escape(one, quote=False)}</code>" for one in cut[:MOST_UNKNOWN]),
        "…" if len(cut) > MOST_UNKNOWN else None,
        words(
            "The labels here are: {labels}.",
            labels=", ".join(target.title(words).lower() for target in form.fields),
        ),
    )


def did_not_fit(words: Words, draft: Draft, limit: int) -> str | None:
    """⛔ when the last message no longer fitted behind what was there."""
    if not draft.is_full:
        return None
    told = words(
        "Your last message did not fit any more: it would be more than {limit} characters. "
        "What was there is kept.",
        limit=limit,
    )
    return f"⛔ {told}"


def keep(session: Session, context: Context, form: Form, draft: Draft) -> None:
    """Save the requester's draft, with its values encrypted."""
    stored = context.services.cipher.encrypt_fields(draft.as_json(), "values")
    form_drafts.keep(session, context.sender.telegram_id, form.topic, stored, context.now)


async def begin(context: Context, flow: FormFlow, draft: Draft, text: str = "") -> None:
    """Start or go on with a form, with whatever `text` already gives of it."""
    if text.strip():
        # Given with a command, a label is meant, whatever was asked last.
        draft.asked = None
        fill(flow.form, draft, text, context)
    await proceed(context, flow, draft)


async def proceed(
    context: Context,
    flow: FormFlow,
    draft: Draft,
    change: Field | None = None,
    why: str | None = None,
) -> None:
    """Save, then ask for what was refused, is to change, or is missing; else show the whole.

    `why` says above the question why it is asked.
    """
    again = next((flow.form.field(name) for name in draft.refused), None)
    target = again or change or draft.missing(flow.form)
    draft.asked = target.name if target else None
    context.services.ephemeral.settle(context.sender.telegram_id)

    def act(session: Session) -> str:
        keep(session, context, flow.form, draft)
        return flow.asks(session, context.words, target) if target is not None else ""

    asked = await context.write(act)
    if target is None:
        await flow.review(context, draft)
        return
    question = paragraphs(
        not_understood(context.words, flow.form, draft),
        f"⛔ {target.refuse(context.words)}" if again is not None else why,
        asked,
    )
    await context.show(Screen(question, _answers(context.words, flow.form, target)))


def _answers(words: Words, form: Form, target: Field) -> tuple[Row, ...]:
    position = form.fields.index(target)
    rows: tuple[Row, ...] = ()
    if target.choices is not None:
        offered = [
            CHOOSE.button(label, form.topic, position, index)
            for index, (_, label) in enumerate(target.choices(words))
        ]
        rows = in_rows(offered, 2)
    last = [CANCEL.button(f"❌ {words('Cancel')}", form.topic)]
    if target.is_optional:
        last.insert(0, SKIP.button(f"➡️ {words('Skip')}", form.topic, position))
    return (*rows, tuple(last))


def review_rows(words: Words, form: Form, confirm: Button) -> tuple[Row, ...]:
    """The buttons under a preview: confirm, change something, cancel."""
    return (
        (confirm,),
        (
            CHANGE.button(f"✏️ {words('Change')}", form.topic),
            CANCEL.button(f"❌ {words('Cancel')}", form.topic),
        ),
    )


async def load(context: Context, topic: str) -> Draft | None:
    """Read the requester's draft on a topic; None when there is none."""
    telegram_id = context.sender.telegram_id
    row = await context.read(lambda session: form_drafts.about(session, telegram_id, topic))
    return opened(row, context.services.cipher)


async def on_text(context: Context, flows: FormFlows) -> bool:
    """Take what a person typed into the form they are in; False when they are in none."""
    telegram_id = context.sender.telegram_id
    topics = tuple(flows)
    message = _message(context)
    if await context.read(lambda session: form_drafts.has_ended(session, telegram_id, message)):
        # It came again after a kill, and must not answer what is asked elsewhere.
        await context.say(Screen(f"✅ {context.words('Noted.')}"))
        return True
    row = await context.read(lambda session: form_drafts.current(session, telegram_id, topics))
    flow = flows.get(row.topic) if row else None
    draft = opened(row, context.services.cipher)
    if draft is None or flow is None:
        return False
    if message not in draft.heard:
        draft.heard.append(message)
        fill(flow.form, draft, context.arguments, context)
    await proceed(context, flow, draft)
    return True


async def on_file(context: Context, flow: FormFlow, draft: Draft, name: str, value: str) -> bool:
    """Take what was sent, and not typed, as the answer to a field; False when it is not asked."""
    message = _message(context)
    if message not in draft.heard:
        if draft.asked != name:
            return False
        draft.heard.append(message)
        draft.values[name] = value
    await proceed(context, flow, draft)
    return True


def _message(context: Context) -> str:
    return f"{context.chat_id}:{context.event.message_id}"


def end(session: Session, context: Context, form: Form) -> None:
    """Forget a draft whose last answer was typed; that message, come again, is known as taken."""
    who, message = context.sender.telegram_id, _message(context)
    form_drafts.end(session, who, form.topic, message, context.now)


async def on_typed(context: Context, flows: FormFlows) -> None:
    """✏️: the message to which the pressed one replies is taken, now that it is known for what."""
    await context.answer()
    context.services.ephemeral.settle(context.sender.telegram_id)
    asked = context.event.message if isinstance(context.event, Pressed) else None
    typed = (asked or {}).get("reply_to_message") or {}
    if context.place is None or "text" not in typed:
        await context.show(Screen(f"✅ {context.words('Send it once more.')}"))
        return
    await context.erase(context.event.message_id)
    said = Said(context.place, context.sender, int(typed["message_id"]), str(typed["text"]), True)
    await on_text(replace(context, event=said, arguments=said.text), flows)


async def _open(context: Context, flows: FormFlows, topic: str) -> tuple[FormFlow, Draft] | None:
    """Read the form of a button and the requester's draft; without one, show that it ended."""
    flow = flows.get(topic)
    draft = await load(context, topic) if flow is not None else None
    if flow is not None and draft is not None:
        return flow, draft
    await context.answer()
    await context.show(Screen(_gone(context.words)))
    return None


async def on_cancel(context: Context, flows: FormFlows, topic: str) -> None:
    """❌: nothing of the draft is kept."""
    if await _open(context, flows, topic) is not None:
        await context.answer()
        await cancel(context, topic)


async def on_change(context: Context, flows: FormFlows, topic: str) -> None:
    """✏️ under a preview: which field?"""
    if (opened_form := await _open(context, flows, topic)) is not None:
        flow, draft = opened_form
        await context.answer()
        await context.show(_which(context.words, flow.form, draft))


async def on_edit(context: Context, flows: FormFlows, topic: str, position: int) -> None:
    """✏️ with the name of a field: it is asked again."""
    if (opened_form := await _open(context, flows, topic)) is not None:
        flow, draft = opened_form
        target = _field(flow.form, position)
        await context.answer()
        if target is not None:
            await proceed(context, flow, draft, change=target)


async def on_continue(context: Context, flows: FormFlows, topic: str) -> None:
    """⬅️ or ➡️: the form goes on where it stands."""
    if (opened_form := await _open(context, flows, topic)) is not None:
        await context.answer()
        await proceed(context, *opened_form)


async def on_skip(context: Context, flows: FormFlows, topic: str, position: int) -> None:
    """➡️: nothing is given for this field."""
    if (opened_form := await _open(context, flows, topic)) is not None:
        target = _field(opened_form[0].form, position)
        may_skip = target is not None and target.is_optional
        await _give(context, *opened_form, target, "" if may_skip else None)


async def on_choose(
    context: Context, flows: FormFlows, topic: str, position: int, index: int
) -> None:
    """One of the choices that a field offers."""
    if (opened_form := await _open(context, flows, topic)) is not None:
        target = _field(opened_form[0].form, position)
        offered = target.choices(context.words) if target is not None and target.choices else ()
        value = offered[index][0] if index < len(offered) else None
        await _give(context, *opened_form, target, value)


def _field(form: Form, position: int) -> Field | None:
    return form.fields[position] if position < len(form.fields) else None


async def _give(
    context: Context, flow: FormFlow, draft: Draft, target: Field | None, value: str | None
) -> None:
    """Take what a button gives to a field; None for a button that gives nothing."""
    if target is None:
        await context.answer()
        return
    if value is not None and _is_old(draft, target, value):
        await context.refuse(
            context.words("This question was answered since. Go on in the newest message.")
        )
        return
    if value is not None:
        draft.values[target.name] = value
    await context.answer()
    await proceed(context, flow, draft)


def _is_old(draft: Draft, target: Field, value: str) -> bool:
    """Whether a button of an old question would overwrite what was given since."""
    given = draft.values.get(target.name)
    return bool(given) and given != value and draft.asked != target.name


async def cancel(context: Context, topic: str) -> None:
    """Forget a draft and say so."""
    telegram_id = context.sender.telegram_id
    await context.write(lambda session: form_drafts.drop(session, telegram_id, topic))
    await context.show(Screen(f"✅ {context.words('Cancelled. Nothing of it is kept.')}"))


def _which(words: Words, form: Form, draft: Draft) -> Screen:
    offered = [
        EDIT.button(f"✏️ {target.title(words)}", form.topic, position)
        for position, target in enumerate(form.fields)
        if target.is_asked(draft.values)
    ]
    back = CONTINUE.button(f"⬅️ {words('Back')}", form.topic, None)
    return Screen(words("What do you want to change?"), (*in_fitting_rows(offered), (back,)))


def _gone(words: Words) -> str:
    return f"⛔ {words('This was finished or cancelled before. Start again with the command.')}"
