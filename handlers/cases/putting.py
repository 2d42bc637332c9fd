"""Putting an envelope in, and what stands in the chat afterwards: one line, the same for all."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress

from telegram.error import TelegramError

from bot.rules.cases import Content, written
from handlers.cases.door import Door
from handlers.core.context import Visit
from handlers.core.screens import Screen
from handlers.core.updates import Pressed
from locales import Words
from storage.cases import CaseWindow
from storage.cases.envelopes import Receipt, seal
from storage.cases.urn import Problem, UrnError
from storage.meetings import Meeting


async def put(
    visit: Visit,
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
    if not visit.house.moments.may_put(visit.sender.telegram_id, window.id or 0):
        await visit.refuse(visit.words("You have brought enough for this session."))
        return False
    try:
        await asyncio.to_thread(_put, visit, window, met.person_id, content, words_drawn, once)
    except UrnError as error:
        await visit.refuse(trouble(visit.words, error.problem))
    except OSError:
        await visit.refuse(trouble(visit.words, Problem.UNWRITABLE))
    else:
        return True
    return False


def _put(
    visit: Visit,
    window: CaseWindow,
    person_id: int,
    content: Callable[[Receipt], Content],
    words_drawn: str,
    once: bool,
) -> None:
    receipt = Receipt.of(words_drawn, window.salt_bytes, visit.house.urns.cost)
    box = seal(written(content(receipt)), window.key, os.urandom)
    urn = visit.house.urns.of(window.id or 0)
    urn.put(receipt.envelope_id, box, person_id, unless_answered=once)


def trouble(words: Words, problem: Problem) -> str:
    """What is wrong with the urn, for who brings something."""
    if problem is Problem.CLOSED:
        return words("The urn was closed this moment. Nothing of yours was kept.")
    if problem is Problem.MISSING:
        return words("The urn is not where it should be. Nothing was kept; tell your moderators.")
    return words("The urn could not be written just now. Nothing was lost: press again later.")


async def close(visit: Visit, met: Door) -> None:
    """One neutral line stays, whichever way was taken; every other trace goes from the chat."""
    visit.house.moments.drop(visit.sender.telegram_id)
    line = Screen(f"✅ {neutral(visit.words, met.meeting)}")
    await visit.patiently(_closed(visit, line, met.call_message_id))


async def _closed(visit: Visit, line: Screen, call_message_id: int | None) -> None:
    here = visit.event.message_id
    speaker, chat_id = visit.house.speaker, visit.chat_id
    stands = None
    with suppress(TelegramError):
        for place in (call_message_id, here):
            if place is not None and await speaker.replace(chat_id, place, line):
                stands = place
                break
        else:
            stands = await speaker.send_patiently(chat_id, line)
    traces = visit.house.moments.traces(visit.sender.telegram_id)
    gone = {here, *traces} - {stands, call_message_id, None}
    await visit.erase(*sorted(one for one in gone if one is not None))
    # The numbers of messages that went are missing for good: as many for whatever was answered.
    for _ in range(visit.house.moments.lacking(visit.sender.telegram_id)):
        await visit.gap()


def neutral(words: Words, meeting: Meeting | None) -> str:
    """What stays in the chat of everyone who answered."""
    if meeting is None:
        return words("Done.")
    return words(
        "Your answer to the call for session {number} is in the urn, sealed like everyone's.",
        number=meeting.number,
    )


async def tidy(visit: Visit, *staying: int | None) -> None:
    """Take what is no longer needed from the chat, but for what stays until the end."""
    moments, telegram_id = visit.house.moments, visit.sender.telegram_id
    traces = moments.traces(telegram_id)
    for message_id in traces:
        if message_id in staying:
            moments.trace(telegram_id, message_id)
    await visit.erase(*(one for one in traces if one not in staying))


def pressed_message(visit: Visit) -> int | None:
    """The message whose button was pressed."""
    return visit.event.message_id if isinstance(visit.event, Pressed) else None
