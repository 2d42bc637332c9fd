"""Bringing a case: the danger question, one text, a preview, 📨; or nothing this time.

Both ways end with the same line in the chat and the same trace in the urn, and write nothing else.
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules import cases as rules
from bot.rules.cases import Blank, Bringing, Choices, Content, Group
from bot.rules.cases import Case as InEnvelope
from bot.rules.languages import CODES
from bot.rules.local_time import local_date
from bot.rules.plain_text import clean
from handlers.cases import call, labels, preview
from handlers.cases.door import Door, at_the_door, door, doors, why_not
from handlers.cases.outline import danger, outline, welcome
from handlers.cases.preview import Preview, Written
from handlers.cases.putting import close, pressed_message, put, tidy
from handlers.cases.verbs import GROUPS, RECEIPT
from handlers.core.arrival import guarded
from handlers.core.context import Context, Services
from handlers.core.memory import LASTS, Awaited, Moment
from handlers.core.screens import Screen, lines
from handlers.core.updates import Pressed, Raw, Said
from locales import Words
from storage.cases.envelopes import RECEIPT_WORDS, Receipt, drawn_words
from storage.communities import Community

LEAST = 40
"""Characters below which a text is no case yet."""


def fleetingly(act: Callable[[Context], Awaitable[None]], context: Context) -> Awaitable[bool]:
    """Do something of which nothing may wait in the outbox, not even that it failed."""
    context = replace(context, leaves_no_trace=True)
    return guarded(act(context), context)


async def on_command(context: Context) -> None:
    """`/case`, alone or with the text behind it; the message itself goes from the chat."""
    await fleetingly(_on_command, context)


async def _on_command(context: Context) -> None:
    met = await context.read(partial(doors, context=context))
    typed = context.event.message_id
    may_enter = [one for one in met if one.verdict is Bringing.OK]
    if not may_enter:
        await context.erase(typed)
        await context.show_untraced(_no_entry(context.words, met))
    elif not context.arguments.strip():
        await context.erase(typed)
        places = await _places(context, may_enter)
        await context.show_untraced(welcome(context.words, places))
    elif len(may_enter) == 1:
        await take(context, may_enter[0], context.arguments, in_place_of=None, typed=typed)
    else:
        given = labels.read(context.arguments, _languages(context.services))
        places = await _places(context, may_enter)
        screen = preview.choosing(context.words, clean(given.text), given.choices, places)
        await _shown(context, screen, None, typed)


def _no_entry(words: Words, met: list[Door]) -> Screen:
    """Why nothing can be brought now; what was brought before is still found by its receipt."""
    if not met:
        told = words(
            "You are not registered in a community. Ask a moderator or Brusano for an invitation."
        )
        return Screen(f"⛔ {told}")
    receipt = RECEIPT.button(f"🔑 {words('I have a receipt')}", 0)
    told = words("With your receipt you read here what became of a case.")
    return Screen(lines(f"⛔ {why_not(words, met[0].verdict)}", told), ((receipt,),))


async def _places(context: Context, met: list[Door]) -> list[tuple[int, str]]:
    """The windows, each with the name of its community."""

    def named(session: Session) -> list[tuple[int, str]]:
        return [
            (one.window_id, session.get_one(Community, one.meeting.community_id).name)
            for one in met
            if one.meeting is not None
        ]

    return await context.read(named)


async def on_command_in_group(context: Context) -> None:
    """`/case` in the group: it goes where that is allowed, nothing of it is kept or answered there.

    The one who wrote it hears privately how to do it safely, unless they never wrote to the bot.
    """
    await fleetingly(_in_group, context)


async def _in_group(context: Context) -> None:
    await context.erase(context.event.message_id)
    words = context.services.locales.words(context.requester.language)
    told = words(
        "A case in the group is no longer anonymous. I deleted your message where I may, and kept "
        "nothing of it; if it is still there, delete it yourself. Bring it here with /case."
    )
    await context.patiently(
        context.services.telegram.whisper(context.sender.telegram_id, Screen(f"⛔ {told}"))
    )


async def on_command_by_hidden(services: Services, event: Said, _arguments: str) -> None:
    """The same of an administrator who hides who they are: nobody can be told."""
    await services.telegram.erase(event.place.telegram_id, event.message_id)


async def on_bring(context: Context, window_id: int) -> None:
    """*Bring a case*, on the call."""
    met = await at_the_door(context, window_id)
    if met is not None:
        await context.show_untraced(welcome(context.words, [(met.window_id, "")]))
        await context.answer()


async def on_danger(context: Context, window_id: int) -> None:
    """No case is taken: whom to call."""
    screen = await context.read(partial(danger, words=context.words, window_id=window_id))
    await context.show_untraced(screen)
    await context.answer()


async def on_safe(context: Context, window_id: int) -> None:
    """The eight questions as an outline; the next message that is typed answers them."""
    met = await at_the_door(context, window_id)
    if met is None:
        return
    _expect(context, met.window_id, pressed_message(context))
    await context.show_untraced(outline(context.words, met.window_id))
    await context.answer()


def _expect(context: Context, window_id: int, message_id: int | None) -> None:
    moment = Moment(Awaited.CASE, window_id, message_id, context.now + LASTS)
    context.services.ephemeral.expect(context.sender.telegram_id, moment)


async def on_text(context: Context, moment: Moment) -> None:
    """The typed case: it goes from the chat, and comes back as a preview."""
    met = await context.read(partial(door, context=context, window_id=moment.window_id))
    if met.verdict is not Bringing.OK:
        context.services.ephemeral.drop(context.sender.telegram_id)
        await context.erase(context.event.message_id)
        await context.show_untraced(
            Screen(f"⛔ {why_not(context.words, met.verdict)}"), moment.message_id
        )
        return
    await take(
        context,
        met,
        context.arguments,
        in_place_of=moment.message_id,
        typed=context.event.message_id,
    )


async def on_refused(context: Context, moment: Moment) -> None:
    """A photo, a voice, a file, something forwarded: it goes, and the outline says why."""
    await context.erase(context.event.message_id)
    why = context.words(
        "I take only text that you type here: photos, voice, files and forwarded messages "
        "carry traces of you. I have deleted it. Write it in your own words."
    )
    if moment.what is Awaited.CASE:
        stands = await context.show_untraced(
            outline(context.words, moment.window_id, why), moment.message_id
        )
        _expect(context, moment.window_id, stands or moment.message_id)
    else:
        await context.show_untraced(Screen(f"⛔ {why}"))


async def take(
    context: Context, met: Door, text: str, *, in_place_of: int | None, typed: int | None
) -> None:
    """Make a preview of what was typed; until it is one, what was typed stays to be mended."""
    given = labels.read(text, _languages(context.services))
    await _take(context, met, Written(clean(given.text), ""), given.choices, in_place_of, typed)


async def _take(
    context: Context,
    met: Door,
    given: Written,
    choices: Choices,
    in_place_of: int | None,
    typed: int | None,
) -> None:
    telegram_id = context.sender.telegram_id
    problem = _problem(context.words, given.text)
    if problem is not None:
        if typed is not None:
            context.services.ephemeral.trace(telegram_id, typed)
        mend = outline(context.words, met.window_id, problem)
        stands = await context.show_untraced(mend, in_place_of)
        _expect(context, met.window_id, stands or in_place_of)
        return
    if not context.services.ephemeral.may_write(telegram_id, met.window_id):
        await context.erase(typed)
        await context.refuse(context.words("You have brought enough for this session."))
        return
    receipt = drawn_words(RECEIPT_WORDS, context.words.language, os.urandom)
    shown = _preview(context, met, Written(given.text, receipt), choices)
    stands = await _shown(context, preview.screen(context.words, shown), in_place_of, typed)
    # Who writes once more means this case, and no form that is open beside it.
    _expect(context, met.window_id, stands or in_place_of)


async def _shown(
    context: Context, screen: Screen, in_place_of: int | None, typed: int | None
) -> int | None:
    """Show it, and only then let what was typed go: Telegram may be away in between."""
    stands = await context.show_untraced(screen, in_place_of)
    if typed is not None:
        context.services.ephemeral.trace(context.sender.telegram_id, typed)
    if stands is not None:
        await tidy(context, stands, in_place_of)
    return stands


def _languages(services: Services) -> list[Words]:
    return [services.locales.words(language) for language in CODES]


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


def _preview(context: Context, met: Door, given: Written, choices: Choices) -> Preview:
    return Preview(
        window_id=met.window_id,
        written=given,
        choices=choices,
        group=None,
        names=met.names,
        today=local_date(context.now, context.services.settings.timezone),
    )


async def on_for(context: Context, window_id: int, choices: Choices) -> None:
    """The community of a case that was given at once."""
    met = await at_the_door(context, window_id)
    text = preview.marked(_message(context), "blockquote")
    if met is None:
        return
    if text is None:
        await context.answer(too_old(context.words), alert=True)
        return
    await context.answer()
    await _take(context, met, Written(text, ""), choices, pressed_message(context), None)


async def on_unfold(context: Context, window_id: int, choices: Choices, unfolded: str) -> None:
    """Another group of ticks is unfolded."""
    await _redraw(context, window_id, choices, GROUPS.get(unfolded))


async def on_tick(
    context: Context, window_id: int, choices: Choices, unfolded: str, place: int
) -> None:
    """A tick."""
    group = GROUPS[unfolded]
    await _redraw(context, window_id, rules.toggled(choices, group, place), group)


async def _redraw(context: Context, window_id: int, choices: Choices, group: Group | None) -> None:
    """The preview is drawn anew from itself."""
    met = await at_the_door(context, window_id)
    if met is None:
        return
    read = preview.read(_message(context))
    if read is None:
        await context.answer(too_old(context.words), alert=True)
        return
    shown = replace(_preview(context, met, read, choices), group=group)
    await context.show_untraced(preview.screen(context.words, shown))
    await context.answer()


def _message(context: Context) -> Raw | None:
    return context.event.message if isinstance(context.event, Pressed) else None


def too_old(words: Words) -> str:
    """A preview that Telegram no longer hands back."""
    return f"⛔ {words.plain('This is too old to be read back. Write it anew with /case.')}"


async def on_again(context: Context, window_id: int) -> None:
    """✏️: the outline again; what is sent next takes the preview's place."""
    await on_safe(context, window_id)


async def on_seal(context: Context, window_id: int, choices: Choices) -> None:
    """📨: the envelope is in the urn when the line in the chat says so."""
    met = await at_the_door(context, window_id)
    if met is None:
        return
    message = _message(context)
    read = preview.read(message)
    if read is None or _problem(context.words, read.text) is not None:
        is_unreadable = not message or "text" not in message
        # Else it was pressed again: what was here is sealed and gone.
        await context.answer(too_old(context.words) if is_unreadable else "", alert=is_unreadable)
        return

    def content(receipt: Receipt) -> Content:
        return InEnvelope(read.text, choices, receipt.mark)

    if await put(context, met, content, read.receipt):
        await context.answer(f"✅ {context.words.plain('Sealed. Keep your receipt.')}")
        await close(context, met)


async def on_nothing(context: Context, window_id: int) -> None:
    """*Nothing this time*: the same envelope, the same line, as many messages gone."""
    met = await at_the_door(context, window_id)
    if met is None:
        return
    throwaway = drawn_words(RECEIPT_WORDS, context.words.language, os.urandom)
    if not await put(context, met, lambda _receipt: Blank(), throwaway, once=True):
        return
    await close(context, met)
    await context.answer()


async def on_leave(context: Context, window_id: int) -> None:
    """❌: back to the call, as if nothing had been begun; also when the urn is closed by now."""
    here = context.event.message_id
    met = await context.read(partial(door, context=context, window_id=window_id))
    context.services.ephemeral.drop(context.sender.telegram_id)
    is_call = here is not None and here == met.call_message_id
    if met.verdict is Bringing.OK and is_call:
        await context.show_untraced(await context.read(partial(_call, context=context, met=met)))
        await tidy(context, here)
    else:
        await context.erase(here)
        await tidy(context, met.call_message_id)
    await context.answer()


def _call(session: Session, context: Context, met: Door) -> Screen:
    if met.window is None or met.meeting is None:
        raise LookupError("no window is open")
    return call.screen(session, context.words, met.window, met.meeting, context.services)
