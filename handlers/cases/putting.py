"""Putting an envelope in, and what stands in the chat afterwards: one line, the same for all."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress

from telegram.error import TelegramError

from bot.rules.cases import Content, written
from handlers.cases.door import Door
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.core.updates import Pressed
from locales import Words
from storage.cases import CaseWindow
from storage.cases.envelopes import Receipt, seal
from storage.cases.urn import Problem, UrnError
from storage.meetings import Meeting


async def put(
    context: Context,
    met: Door,
    content: Callable[[Receipt], Content],
    words_drawn: str,
    *,
    once: bool = False,
) -> bool:
    """Seal and put an envelope in; False when it could not be, which the person hears."""
    window = met.window
    if window is None:
        return False
    if not context.services.ephemeral.may_put(context.sender.telegram_id, window.id or 0):
        await context.refuse(context.words("You have brought enough for this session."))
        return False
    try:
        await asyncio.to_thread(_put, context, window, met.person_id, content, words_drawn, once)
    except UrnError as error:
        await context.refuse(trouble(context.words, error.problem))
    except OSError:
        await context.refuse(trouble(context.words, Problem.UNWRITABLE))
    else:
        return True
    return False


def _put(
    context: Context,
    window: CaseWindow,
    person_id: int,
    content: Callable[[Receipt], Content],
    words_drawn: str,
    once: bool,
) -> None:
    receipt = Receipt.of(words_drawn, window.salt_bytes, context.services.urns.cost)
    box = seal(written(content(receipt)), window.key, os.urandom)
    urn = context.services.urns.of(window.id or 0)
    urn.put(receipt.envelope_id, box, person_id, unless_answered=once)


def trouble(words: Words, problem: Problem) -> str:
    """What is wrong with the urn, for who brings something."""
    if problem is Problem.CLOSED:
        return words("The urn was closed this moment. Nothing of yours was kept.")
    if problem is Problem.MISSING:
        return words("The urn is not where it should be. Nothing was kept; tell your moderators.")
    return words("The urn could not be written just now. Nothing was lost: press again later.")


async def close(context: Context, met: Door) -> None:
    """One neutral line stays, whichever way was taken; every other trace goes from the chat."""
    context.services.ephemeral.drop(context.sender.telegram_id)
    line = Screen(f"✅ {neutral(context.words, met.meeting)}")
    await context.patiently(_closed(context, line, met.call_message_id))


async def _closed(context: Context, line: Screen, call_message_id: int | None) -> None:
    here = context.event.message_id
    speaker, chat_id = context.services.telegram, context.chat_id
    stands = None
    with suppress(TelegramError):
        for place in (call_message_id, here):
            if place is not None and await speaker.replace(chat_id, place, line):
                stands = place
                break
        else:
            stands = await speaker.send_patiently(chat_id, line)
    traces = context.services.ephemeral.traces(context.sender.telegram_id)
    gone = {here, *traces} - {stands, call_message_id, None}
    await context.erase(*sorted(one for one in gone if one is not None))
    # The numbers of messages that went are missing for good: as many for whatever was answered.
    for _ in range(context.services.ephemeral.lacking(context.sender.telegram_id)):
        await context.gap()


def neutral(words: Words, meeting: Meeting | None) -> str:
    """What stays in the chat of everyone who answered."""
    if meeting is None:
        return words("Done.")
    return words(
        "Your answer to the call for session {number} is in the urn, sealed like everyone's.",
        number=meeting.number,
    )


async def tidy(context: Context, *staying: int | None) -> None:
    """Take what is no longer needed from the chat, but for what stays until the end."""
    moments, telegram_id = context.services.ephemeral, context.sender.telegram_id
    traces = moments.traces(telegram_id)
    for message_id in traces:
        if message_id in staying:
            moments.trace(telegram_id, message_id)
    await context.erase(*(one for one in traces if one not in staying))


def pressed_message(context: Context) -> int | None:
    """The message whose button was pressed."""
    return context.event.message_id if isinstance(context.event, Pressed) else None
