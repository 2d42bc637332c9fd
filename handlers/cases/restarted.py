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
from handlers.cases.views import ROOM, SIGN
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.screens import Button, Row, Screen
from handlers.core.updates import Pressed, Raw, Said
from storage.cases.envelopes import RECEIPT_WORDS, RELEASE_WORDS, words_in
from storage.core import form_drafts


async def take(visit: Visit, event: Said) -> bool:
    """Take a typed message of which nobody knows what it answers; False when a form may have it."""
    moments, telegram_id = visit.house.moments, visit.sender.telegram_id
    is_lost = moments.may_be_lost(telegram_id, visit.now)
    if event.answers == ROOM or is_secret(event.text):
        await fleetingly(_lost, visit)
        return True
    may_matter = is_lost or not moments.is_settled(telegram_id)
    if not may_matter or not event.is_plain or len(event.text) < LEAST:
        return False
    may_be_case, has_form = await visit.read(partial(_what_it_may_be, visit=visit))
    # A form that asked before the start may not take it, however long ago the start is.
    is_asked = may_be_case and (is_lost or has_form)
    if is_asked:
        await fleetingly(partial(_ask, has_form=has_form), visit)
    return is_asked


def is_secret(text: str) -> bool:
    """Whether a text is the words of a receipt or of a key."""
    return any(words_in(text, number) for number in (RECEIPT_WORDS, RELEASE_WORDS))


def _what_it_may_be(session: Session, visit: Visit) -> tuple[bool, bool]:
    telegram_id = visit.sender.telegram_id
    message = f"{visit.chat_id}:{visit.event.message_id}"
    if form_drafts.has_ended(session, telegram_id, message):
        return False, False
    may_bring = any(one.verdict is Bringing.OK for one in doors(session, visit))
    return may_bring, form_drafts.current(session, telegram_id) is not None


async def _lost(visit: Visit) -> None:
    await visit.erase(visit.event.message_id)
    told = visit.words(
        "I no longer know what this answers, and keep nothing of it: begin again with /case or "
        "/cases."
    )
    await visit.fleeting(Screen(f"⛔ {told}"))


async def _ask(visit: Visit, has_form: bool) -> None:
    words = visit.words
    met = await visit.read(partial(doors, visit=visit))
    rows: list[Row] = [
        (Button(f"{SIGN} {words('A case')}", callback_data.pack(ROOM, "typed", one.window_id)),)
        for one in met
        if one.verdict is Bringing.OK
    ]
    if has_form:
        label = words("For what I was filling in")
        rows.append((Button(f"✏️ {label}", callback_data.pack(forms.ROOM, "typed")),))
    rows.append((Button(f"🗑 {words('Delete it')}", callback_data.pack(ROOM, "untyped")),))
    told = words("I was restarted in between, and have not taken this in. What is it?")
    ask = visit.house.speaker.send_patiently(
        visit.chat_id, Screen(f"{SIGN} {told}", tuple(rows)), visit.event.message_id
    )
    await visit.quietly(ask)


async def on_case(visit: Visit) -> None:
    """It was a case: its preview, and the text goes."""
    met = await visit.read(
        partial(door, visit=visit, window_id=callback_data.number(visit.references))
    )
    typed = _typed(visit)
    if met.verdict is not Bringing.OK or "text" not in typed:
        await on_nothing(visit)
        return
    await visit.pop_up()
    await take_case(
        visit,
        met,
        str(typed["text"]),
        in_place_of=pressed_message(visit),
        typed=int(typed["message_id"]),
    )


async def on_nothing(visit: Visit) -> None:
    """It goes, and what was asked about it."""
    visit.house.moments.drop(visit.sender.telegram_id)
    await visit.pop_up()
    await visit.erase(_typed(visit).get("message_id"), visit.event.message_id)


def _typed(visit: Visit) -> Raw:
    asked = visit.event.message if isinstance(visit.event, Pressed) else None
    return (asked or {}).get("reply_to_message") or {}
