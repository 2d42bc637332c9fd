"""What was typed for a case when the program that asked for it is gone, with all it remembered.

No form may take such a text in, and none may lose one of its own: so who typed it is asked.
"""

from functools import partial

from sqlmodel import Session

from bot.rules.cases import Bringing
from handlers.cases.bringing import LEAST, fleetingly
from handlers.cases.bringing import take as take_case
from handlers.cases.door import door, doors
from handlers.cases.putting import pressed_message
from handlers.cases.verbs import BRINGING, TYPED, UNTYPED
from handlers.cases.views import SIGN
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.screens import Row, Screen
from handlers.core.updates import Pressed, Raw, Said
from storage.cases.envelopes import RECEIPT_WORDS, RELEASE_WORDS, words_in
from storage.core import form_drafts


async def take(context: Context, event: Said) -> bool:
    """Take a typed message of which nobody knows what it answers; False when a form may have it."""
    moments, telegram_id = context.services.ephemeral, context.sender.telegram_id
    is_lost = moments.may_be_lost(telegram_id, context.now)
    if event.answers == BRINGING.name or is_secret(event.text):
        await fleetingly(_lost, context)
        return True
    may_matter = is_lost or not moments.is_settled(telegram_id)
    if not may_matter or not event.is_plain or len(event.text) < LEAST:
        return False
    may_be_case, has_form = await context.read(partial(_what_it_may_be, context=context))
    # A form that asked before the start may not take it, however long ago the start is.
    is_asked = may_be_case and (is_lost or has_form)
    if is_asked:
        await fleetingly(partial(_ask, has_form=has_form), context)
    return is_asked


def is_secret(text: str) -> bool:
    """Whether a text is the words of a receipt or of a key."""
    return any(words_in(text, number) for number in (RECEIPT_WORDS, RELEASE_WORDS))


def _what_it_may_be(session: Session, context: Context) -> tuple[bool, bool]:
    telegram_id = context.sender.telegram_id
    message = f"{context.chat_id}:{context.event.message_id}"
    if form_drafts.has_ended(session, telegram_id, message):
        return False, False
    may_bring = any(one.verdict is Bringing.OK for one in doors(session, context))
    return may_bring, form_drafts.current(session, telegram_id) is not None


async def _lost(context: Context) -> None:
    await context.erase(context.event.message_id)
    told = context.words(
        "I no longer know what this answers, and keep nothing of it: begin again with /case or "
        "/cases."
    )
    await context.show_untraced(Screen(f"⛔ {told}"))


async def _ask(context: Context, has_form: bool) -> None:
    words = context.words
    met = await context.read(partial(doors, context=context))
    rows: list[Row] = [
        (TYPED.button(f"{SIGN} {words('A case')}", one.window_id),)
        for one in met
        if one.verdict is Bringing.OK
    ]
    if has_form:
        label = words("For what I was filling in")
        rows.append((forms.TYPED.button(f"✏️ {label}"),))
    rows.append((UNTYPED.button(f"🗑 {words('Delete it')}"),))
    told = words("I was restarted in between, and have not taken this in. What is it?")
    ask = context.services.telegram.send_patiently(
        context.chat_id, Screen(f"{SIGN} {told}", tuple(rows)), context.event.message_id
    )
    await context.quietly(ask)


async def on_case(context: Context, window_id: int) -> None:
    """It was a case: its preview, and the text goes."""
    met = await context.read(partial(door, context=context, window_id=window_id))
    typed = _typed(context)
    if met.verdict is not Bringing.OK or "text" not in typed:
        await on_nothing(context)
        return
    await context.answer()
    await take_case(
        context,
        met,
        str(typed["text"]),
        in_place_of=pressed_message(context),
        typed=int(typed["message_id"]),
    )


async def on_nothing(context: Context) -> None:
    """It goes, and what was asked about it."""
    context.services.ephemeral.drop(context.sender.telegram_id)
    await context.answer()
    await context.erase(_typed(context).get("message_id"), context.event.message_id)


def _typed(context: Context) -> Raw:
    asked = context.event.message if isinstance(context.event, Pressed) else None
    return (asked or {}).get("reply_to_message") or {}
