"""A peopled town for the tests of faults, and what they all ask of it."""

import asyncio
import time
from datetime import timedelta

from sqlmodel import col, select

from bot.playground.model import Message
from bot.playground.people import Person
from handlers.core.outgoing import repeat_mark
from storage.core.outbox import Outgoing
from storage.members import Person as Registered
from storage.rsvp import Answer
from tests.end_to_end.test_meetings import planned
from tests.end_to_end.town import Founded, Town

NUDGE = "2027-01-12 14:00"
EVE = "2027-01-18 14:00"


async def peopled(town: Town, *names: str, language: str = "nl") -> Founded:
    """A community with its moderators, these members, and a meeting on 19 January 2027 at 14:00."""
    founded = await town.community(*names, language=language)
    await planned(town, founded, "/plan 2027-01-19 14:00-16:30 Citisen")
    assert founded.group is not None
    founded.people["Mia"].joins(founded.group)
    await town.settles()
    return founded


async def passes(town: Town, seconds: float) -> None:
    """Let so much time pass by the clock, and everything due be said."""
    town.clock.at += timedelta(seconds=seconds)
    await town.app.look()
    await town.settles()


async def comes(town: Town, moment: str) -> None:
    """Let it be this moment, and everything due be said."""
    await town.moves_to(moment)
    await town.settles()


def heard(person: Person, text: str = "Citisen", since: int = 0) -> list[Message]:
    """The bot's messages to a person with this text, from the so-manieth on."""
    return [one for one in person.chat.messages[since:] if one.sender.is_bot and text in one.text]


def is_marked(town: Town, message: Message) -> bool:
    """Whether a message says that it may be a repeat, in the language of the message."""
    marks = [repeat_mark(town.app.services.locales.words(code)) for code in ("nl", "fr", "en")]
    return any(mark in message.text for mark in marks)


async def waiting(town: Town) -> list[str]:
    """The kinds of what has not been said yet, whenever it is due."""
    asked = select(Outgoing.kind).where(col(Outgoing.state).in_(("due", "sending")))
    return list(await town.app.database.read(lambda session: list(session.exec(asked))))


async def answers_of(town: Town) -> dict[int, str]:
    """The answers that are stored, by Telegram id."""
    asked = select(Registered.telegram_id, Answer.answer).join(
        Answer, col(Answer.person_id) == Registered.id
    )
    return dict(await town.app.database.read(lambda session: list(session.exec(asked))))


async def served(person: Person, times: int) -> float:
    """Have somebody ask for help so often; the 95th percentile of the seconds it took."""
    took = []
    for _ in range(times):
        began = time.monotonic()
        person.says("/help")
        await person.hears("/privacy", within=20)
        took.append(time.monotonic() - began)
        await asyncio.sleep(0.05)
    return sorted(took)[int(len(took) * 0.95) - 1]
