"""Bringing a case: the danger question, one text, a preview, 📨; or nothing this time.

Both ways end with the same line in the chat and the same trace in the urn, and write nothing else.
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules import cases as rules
from bot.rules.cases import Blank, Bringing, Choices, Content
from bot.rules.cases import Case as InEnvelope
from bot.rules.local_time import local_date
from bot.rules.plain_text import clean
from handlers.cases import call, labels, preview
from handlers.cases.door import Door, at_the_door, door, doors, pressed_door, why_not
from handlers.cases.outline import danger, outline, welcome
from handlers.cases.preview import Preview, Written
from handlers.cases.putting import close, pressed_message, put, tidy
from handlers.cases.views import ROOM
from handlers.core import callback_data
from handlers.core.context import House, Visit
from handlers.core.dispatch import guarded
from handlers.core.memory import LASTS, Awaited, Moment
from handlers.core.screens import Button, Screen, lines
from handlers.core.updates import Pressed, Raw, Said
from locales import LANGUAGES, Words
from storage.cases.envelopes import RECEIPT_WORDS, Receipt, drawn_words
from storage.communities import Community

LEAST = 40
"""Characters below which a text is no case yet."""


def fleetingly(act: Callable[[Visit], Awaitable[None]], visit: Visit) -> Awaitable[bool]:
    """Do something of which nothing may wait in the outbox, not even that it failed."""
    visit = replace(visit, is_fleeting=True)
    return guarded(act(visit), visit)


async def on_command(visit: Visit) -> None:
    """`/case`, alone or with the text behind it; the message itself goes from the chat."""
    await fleetingly(_on_command, visit)


async def _on_command(visit: Visit) -> None:
    met = await visit.read(partial(doors, visit=visit))
    typed = visit.event.message_id
    may_enter = [one for one in met if one.verdict is Bringing.OK]
    if not may_enter:
        await visit.erase(typed)
        await visit.fleeting(_no_entry(visit.words, met))
    elif not visit.arguments.strip():
        await visit.erase(typed)
        places = await _places(visit, may_enter)
        await visit.fleeting(welcome(visit.words, places))
    elif len(may_enter) == 1:
        await take(visit, may_enter[0], visit.arguments, in_place_of=None, typed=typed)
    else:
        given = labels.read(visit.arguments, _languages(visit.house))
        places = await _places(visit, may_enter)
        screen = preview.choosing(visit.words, clean(given.text), given.choices, places)
        await _shown(visit, screen, None, typed)


def _no_entry(words: Words, met: list[Door]) -> Screen:
    """Why nothing can be brought now; what was brought before is still found by its receipt."""
    if not met:
        told = words(
            "You are not registered in a community. Ask a moderator or Brusano for an invitation."
        )
        return Screen(f"⛔ {told}")
    receipt = Button(f"🔑 {words('I have a receipt')}", callback_data.pack(ROOM, "receipt", 0))
    told = words("With your receipt you read here what became of a case.")
    return Screen(lines(f"⛔ {why_not(words, met[0].verdict)}", told), ((receipt,),))


async def _places(visit: Visit, met: list[Door]) -> list[tuple[int, str]]:
    """The windows, each with the name of its community."""

    def named(session: Session) -> list[tuple[int, str]]:
        return [
            (one.window_id, session.get_one(Community, one.meeting.community_id).name)
            for one in met
            if one.meeting is not None
        ]

    return await visit.read(named)


async def on_command_in_group(visit: Visit) -> None:
    """`/case` in the group: it goes where that is allowed, nothing of it is kept or answered there.

    The one who wrote it hears privately how to do it safely, unless they never wrote to the bot.
    """
    await fleetingly(_in_group, visit)


async def _in_group(visit: Visit) -> None:
    await visit.erase(visit.event.message_id)
    words = visit.house.locales.words(visit.asker.language)
    told = words(
        "A case in the group is no longer anonymous. I deleted your message where I may, and kept "
        "nothing of it; if it is still there, delete it yourself. Bring it here with /case."
    )
    await visit.patiently(
        visit.house.speaker.whisper(visit.sender.telegram_id, Screen(f"⛔ {told}"))
    )


async def on_command_by_hidden(house: House, event: Said, _arguments: str) -> None:
    """The same of an administrator who hides who they are: nobody can be told."""
    await house.speaker.erase(event.place.telegram_id, event.message_id)


async def on_bring(visit: Visit) -> None:
    """*Bring a case*, on the call."""
    met = await at_the_door(visit)
    if met is not None:
        await visit.fleeting(welcome(visit.words, [(met.window_id, "")]))
        await visit.pop_up()


async def on_danger(visit: Visit) -> None:
    """No case is taken: whom to call."""
    window_id = callback_data.number(visit.references) or 0
    screen = await visit.read(partial(danger, words=visit.words, window_id=window_id))
    await visit.fleeting(screen)
    await visit.pop_up()


async def on_safe(visit: Visit) -> None:
    """The eight questions as an outline; the next message that is typed answers them."""
    met = await at_the_door(visit)
    if met is None:
        return
    _expect(visit, met.window_id, pressed_message(visit))
    await visit.fleeting(outline(visit.words, met.window_id))
    await visit.pop_up()


def _expect(visit: Visit, window_id: int, message_id: int | None) -> None:
    moment = Moment(Awaited.CASE, window_id, message_id, visit.now + LASTS)
    visit.house.moments.expect(visit.sender.telegram_id, moment)


async def on_text(visit: Visit, moment: Moment) -> None:
    """The typed case: it goes from the chat, and comes back as a preview."""
    met = await visit.read(partial(door, visit=visit, window_id=moment.window_id))
    if met.verdict is not Bringing.OK:
        visit.house.moments.drop(visit.sender.telegram_id)
        await visit.erase(visit.event.message_id)
        await visit.fleeting(Screen(f"⛔ {why_not(visit.words, met.verdict)}"), moment.message_id)
        return
    await take(
        visit,
        met,
        visit.arguments,
        in_place_of=moment.message_id,
        typed=visit.event.message_id,
    )


async def on_refused(visit: Visit, moment: Moment) -> None:
    """A photo, a voice, a file, something forwarded: it goes, and the outline says why."""
    await visit.erase(visit.event.message_id)
    why = visit.words(
        "I take only text that you type here: photos, voice, files and forwarded messages "
        "carry traces of you. I have deleted it. Write it in your own words."
    )
    if moment.what is Awaited.CASE:
        stands = await visit.fleeting(
            outline(visit.words, moment.window_id, why), moment.message_id
        )
        _expect(visit, moment.window_id, stands or moment.message_id)
    else:
        await visit.fleeting(Screen(f"⛔ {why}"))


async def take(
    visit: Visit, met: Door, text: str, *, in_place_of: int | None, typed: int | None
) -> None:
    """Make a preview of what was typed; until it is one, what was typed stays to be mended."""
    given = labels.read(text, _languages(visit.house))
    await _take(visit, met, Written(clean(given.text), ""), given.choices, in_place_of, typed)


async def _take(
    visit: Visit,
    met: Door,
    given: Written,
    choices: Choices,
    in_place_of: int | None,
    typed: int | None,
) -> None:
    telegram_id = visit.sender.telegram_id
    problem = _problem(visit.words, given.text)
    if problem is not None:
        if typed is not None:
            visit.house.moments.trace(telegram_id, typed)
        mend = outline(visit.words, met.window_id, problem)
        stands = await visit.fleeting(mend, in_place_of)
        _expect(visit, met.window_id, stands or in_place_of)
        return
    if not visit.house.moments.may_write(telegram_id, met.window_id):
        await visit.erase(typed)
        await visit.refuse(visit.words("You have brought enough for this session."))
        return
    receipt = drawn_words(RECEIPT_WORDS, visit.words.language, os.urandom)
    shown = _preview(visit, met, Written(given.text, receipt), choices)
    stands = await _shown(visit, preview.screen(visit.words, shown), in_place_of, typed)
    # Who writes once more means this case, and no form that is open beside it.
    _expect(visit, met.window_id, stands or in_place_of)


async def _shown(
    visit: Visit, screen: Screen, in_place_of: int | None, typed: int | None
) -> int | None:
    """Show it, and only then let what was typed go: Telegram may be away in between."""
    stands = await visit.fleeting(screen, in_place_of)
    if typed is not None:
        visit.house.moments.trace(visit.sender.telegram_id, typed)
    if stands is not None:
        await tidy(visit, stands, in_place_of)
    return stands


def _languages(house: House) -> list[Words]:
    return [house.locales.words(language) for language in LANGUAGES]


def _problem(words: Words, text: str) -> str | None:
    """Why a text is no case, with its length; your text stays in the chat until it is one."""
    if len(text) > rules.TEXT_LIMIT:
        return words(
            "This has {number} characters; {limit} fit. Shorten it and send it again.",
            number=len(text),
            limit=rules.TEXT_LIMIT,
        )
    if not preview.fits(text):
        return words("So many signs and emoji don't fit. Shorten it and send it again.")
    if len(text) < LEAST:
        return words("This is very short. Write some sentences in one message.")
    return None


def _preview(visit: Visit, met: Door, given: Written, choices: Choices) -> Preview:
    return Preview(
        window_id=met.window_id,
        written=given,
        choices=choices,
        group=None,
        names=met.names,
        today=local_date(visit.now, visit.house.settings.timezone),
    )


async def on_for(visit: Visit) -> None:
    """The community of a case that was given at once."""
    met = await at_the_door(visit)
    text = preview.marked(_message(visit), "blockquote")
    if met is None:
        return
    if text is None:
        await visit.pop_up(too_old(visit.words), alert=True)
        return
    await visit.pop_up()
    choices = preview.choices_in(visit.references)
    await _take(visit, met, Written(text, ""), choices, pressed_message(visit), None)


async def on_tick(visit: Visit) -> None:
    """A tick, or another group unfolded: the preview is drawn anew from itself."""
    met = await at_the_door(visit)
    if met is None:
        return
    read = preview.read(_message(visit))
    if read is None:
        await visit.pop_up(too_old(visit.words), alert=True)
        return
    choices = preview.choices_in(visit.references)
    group = preview.group_in(visit.references)
    place = callback_data.number(visit.references, 3)
    if visit.verb == "tick" and group is not None and place is not None:
        choices = rules.toggled(choices, group, place)
    shown = replace(_preview(visit, met, read, choices), group=group)
    await visit.fleeting(preview.screen(visit.words, shown))
    await visit.pop_up()


def _message(visit: Visit) -> Raw | None:
    return visit.event.message if isinstance(visit.event, Pressed) else None


def too_old(words: Words) -> str:
    """A preview that Telegram no longer hands back."""
    return f"⛔ {words.plain('This is too old to be read back. Write it anew with /case.')}"


async def on_again(visit: Visit) -> None:
    """✏️: the outline again; what is sent next takes the preview's place."""
    await on_safe(visit)


async def on_seal(visit: Visit) -> None:
    """📨: the envelope is in the urn when the line in the chat says so."""
    met = await at_the_door(visit)
    if met is None:
        return
    message = _message(visit)
    read = preview.read(message)
    if read is None or _problem(visit.words, read.text) is not None:
        is_unreadable = not message or "text" not in message
        # Else it was pressed again: what was here is sealed and gone.
        await visit.pop_up(too_old(visit.words) if is_unreadable else "", alert=is_unreadable)
        return
    choices = preview.choices_in(visit.references)

    def content(receipt: Receipt) -> Content:
        return InEnvelope(read.text, choices, receipt.mark)

    if await put(visit, met, content, read.receipt):
        await visit.pop_up(f"✅ {visit.words.plain('Sealed. Keep your receipt.')}")
        await close(visit, met)


async def on_nothing(visit: Visit) -> None:
    """*Nothing this time*: the same envelope, the same line, as many messages gone."""
    met = await at_the_door(visit)
    if met is None:
        return
    throwaway = drawn_words(RECEIPT_WORDS, visit.words.language, os.urandom)
    if not await put(visit, met, lambda _receipt: Blank(), throwaway, once=True):
        return
    await close(visit, met)
    await visit.pop_up()


async def on_leave(visit: Visit) -> None:
    """❌: back to the call, as if nothing had been begun; also when the urn is closed by now."""
    here = visit.event.message_id
    met = await visit.read(partial(pressed_door, visit=visit))
    visit.house.moments.drop(visit.sender.telegram_id)
    is_call = here is not None and here == met.call_message_id
    if met.verdict is Bringing.OK and is_call:
        await visit.fleeting(await visit.read(partial(_call, visit=visit, met=met)))
        await tidy(visit, here)
    else:
        await visit.erase(here)
        await tidy(visit, met.call_message_id)
    await visit.pop_up()


def _call(session: Session, visit: Visit, met: Door) -> Screen:
    if met.window is None or met.meeting is None:
        raise LookupError("no window is open")
    return call.screen(session, visit.words, met.window, met.meeting, visit.house)
