"""Blanks of the program's own, among which somebody's second envelope does not stand out.

Who changes their mind, answers a question or withdraws puts in an envelope without a new mark in
the register: copies of the urn would show its moment, and what else that person did then would
name them. So after what anybody does, now and then, a blank follows that nobody put in.
"""

import asyncio
import logging
import os
import secrets
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlmodel import Session

from bot.logs import failure
from bot.rules.cases import Blank, written
from handlers.cases.verbs import BRINGING
from handlers.core import callback_data
from handlers.core.context import Services
from handlers.core.updates import Raw
from storage import cases, members
from storage.cases import CaseWindow
from storage.cases.envelopes import seal
from storage.cases.urn import ID_SIZE, UrnError

LOGGER: Final = logging.getLogger(__name__)

ONE_IN: Final = 4
"""Of so many things that people do, one is followed by a blank."""

WITHIN: Final = timedelta(minutes=10)

LAST_PRESSES: Final = ("seal", "nothing")
"""With which an answer to the call ends, one way or the other."""

MOST_A_DAY: Final = 200
"""Blanks in one urn: nobody fills it by pressing."""

LOOKS_AGAIN: Final = timedelta(minutes=1)
"""How often it is seen whether any window is open."""


class Covering:
    """What is still to be put in; in memory, for what is lost at a restart harms nobody."""

    def __init__(self) -> None:
        self._due: dict[int, datetime] = {}
        self._is_needed = False
        self._looked: datetime | None = None
        self._day: date | None = None
        self._put_in: Counter[int | None] = Counter()

    def noted(self, raw: Raw, now: datetime) -> None:
        """Somebody did something."""
        if self._is_needed and _counts(raw) and not secrets.randbelow(ONE_IN):
            telegram_id = _sender(raw)
            if telegram_id is not None:
                wait = secrets.randbelow(int(WITHIN.total_seconds()))
                self._due.setdefault(telegram_id, now + timedelta(seconds=wait))

    async def look(self, services: Services, now: datetime) -> None:
        """Put in what is due by now."""
        if self._looked is None or abs(now - self._looked) >= LOOKS_AGAIN:
            self._looked = now
            self._is_needed = await services.database.read(cases.is_any_open)
        due = [telegram_id for telegram_id, at in self._due.items() if at <= now]
        if due:
            for telegram_id in due:
                del self._due[telegram_id]
            # Beside everything else: what the clock brings must not wait for it.
            services.telegram.keep(asyncio.create_task(self._put(services, due, now)))

    async def _put(self, services: Services, due: list[int], now: datetime) -> None:
        if self._day != now.date():
            self._day, self._put_in = now.date(), Counter()
        for telegram_id in due:
            find = partial(_windows, telegram_id=telegram_id, now=now)
            for window in await services.database.read(find):
                if self._put_in[window.id] < MOST_A_DAY:
                    self._put_in[window.id] += 1
                    await asyncio.to_thread(_cover, services, window)


def _counts(raw: Raw) -> bool:
    """Who brings a case presses and types more than who brings none: of both one press counts."""
    if "callback_query" not in raw:
        return False
    room, verb, _ = callback_data.unpack(str(raw["callback_query"].get("data", "")))
    return room != BRINGING.name or verb in LAST_PRESSES


def _sender(raw: Raw) -> int | None:
    for kind in ("callback_query", "message"):
        if kind in raw:
            sender = raw[kind].get("from") or {}
            return int(sender["id"]) if "id" in sender else None
    return None


def _windows(session: Session, telegram_id: int, now: datetime) -> list[CaseWindow]:
    """The open windows of the communities this person is in."""
    own = members.memberships(session, telegram_id)
    found = (cases.open_window(session, membership.community_id, now) for membership in own)
    return [window for window in found if window is not None]


def _cover(services: Services, window: CaseWindow) -> None:
    # An id drawn at once looks like one made of words, and costs nothing.
    box = seal(written(Blank()), window.key, os.urandom)
    try:
        services.urns.of(window.id or 0).put(os.urandom(ID_SIZE), box, None)
    except (UrnError, OSError) as error:
        # No promise to anybody hangs on this one blank.
        failure(LOGGER, "cover_traffic_failed", error, level=logging.WARNING)
