"""Reminders that fall due while the program is killed, and which of them people got."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from bot.playground.model import Chat
from bot.rules.rhythm import Step
from storage.communities import Community
from storage.core.database import Database
from storage.meetings import Meeting
from storage.reminders import steps
from storage.reminders.steps import Reminder
from tests.idle import is_waiting


def spread(session: Session, start: datetime, every: timedelta) -> int:
    """Let one reminder of each meeting but the next fall due, one after another; how many."""
    session.exec(delete(Reminder))
    count = 0
    for place, community in enumerate(session.exec(select(Community))):
        meetings = session.exec(
            select(Meeting)
            .where(Meeting.community_id == community.id)
            .order_by(col(Meeting.starts_at))
        )
        for number, meeting in enumerate(list(meetings)[1:]):
            step = Step.EVE if number % 3 == 2 else Step.NUDGE
            due_at = start + every * (number + place / 3)
            session.add(Reminder(meeting_id=meeting.id or 0, step=step.value, due_at=due_at))
            count += 1
    return count


@dataclass
class Received:
    """What reached people of the reminders they should get."""

    wanted: int = 0
    lost: list[str] = field(default_factory=list)
    repeats: int = 0
    unmarked: list[str] = field(default_factory=list)


def received(chats: list[tuple[Chat, list[str]]], mark: str) -> Received:
    """Look in each chat for the venues it must have been reminded of: once, or marked."""
    found = Received()
    for chat, venues in chats:
        title = chat.title or (chat.person.first_name if chat.person else "")
        seen: Counter[str] = Counter()
        for message in chat.messages:
            if message.sender.is_bot and message.service is None:
                for venue in re.findall(r"Zaal-\w+", message.text):
                    seen[venue] += 1
                    if seen[venue] > 1:
                        found.repeats += 1
                        if mark not in message.text:
                            found.unmarked.append(f"{title}: {venue}")
        found.wanted += len(venues)
        found.lost += [f"{title}: {venue}" for venue in venues if not seen[venue]]
    return found


async def all_said(database: Database, now: datetime) -> bool:
    """Whether every reminder has fallen due and nothing waits to be said."""

    def ask(session: Session) -> bool:
        is_done = session.exec(steps.earliest_step()).first() is None
        return is_done and not is_waiting(session, now)

    return await database.read(ask)
