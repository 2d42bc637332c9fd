"""Sends what the outbox holds, at the pace Telegram allows; nothing forgotten, repeats marked."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from weakref import WeakValueDictionary

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.logs import event, failure
from bot.telegram.intake import seconds
from bot.telegram.rate_limits import Pace
from handlers.communities.group import follow
from handlers.core.context import Services
from handlers.core.outgoing import (
    BrokenOffError,
    Dropped,
    Note,
    OutgoingMessage,
    Rendered,
    address,
    lost,
)
from handlers.core.telegram_client import TelegramClient, is_ambiguous, is_passing
from storage.core import outbox
from storage.core.outbox import Outgoing

LOGGER: Final = logging.getLogger(__name__)

AT_ONCE: Final = 60
"""Rows claimed in one transaction."""

ATTEMPTS: Final = 150
"""Of one row: with the pauses in between Telegram may be away for a day and nothing is lost."""

LONGEST_PAUSE: Final = timedelta(minutes=10)

SOON: Final = 1.0
"""Seconds within which a row's time is awaited here, more exactly than the clock looks."""

LONGEST_WAIT: Final = 10.0
"""Seconds between two tries to note in the database what became of a row."""


Claimed = tuple[Outgoing, int | None]
"""A row and the Telegram chat it is for; None when its person or group is gone."""


class Delivery:
    """Claims due rows, renders each at the last moment, sends, and notes the end."""

    def __init__(
        self,
        services: Services,
        kinds: Sequence[type[Rendered]],
        client: TelegramClient,
        pace: Pace,
        is_our_turn: Callable[[Session], bool] = lambda _session: True,
    ) -> None:
        """Render rows of these kinds, send them through `client` at `pace`.

        Nothing is claimed in a transaction in which it is no longer our turn to deliver.
        """
        self._services = services
        self._database = services.database
        self._client = client
        self._kinds = {kind.name: kind for kind in kinds}
        self._pace = pace
        self._is_our_turn = is_our_turn
        self._now = services.now
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._queues: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self.next_due: datetime | None = None
        self.counts = {"sent": 0, "dropped": 0, "repeated": 0, "failed": 0}

    def wake(self) -> None:
        """Look again now: something was put in the outbox, or the clock has moved."""
        self._wake.set()

    async def recover(self) -> None:
        """At the start of a turn: what was being sent when the last ended is due again, marked."""
        again = await self._database.write(outbox.recover)
        if again:
            event(LOGGER, "resent_after_crash", count=again)

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            self._wake.clear()
            try:
                claimed = await self._claim()
            except DBAPIError as error:
                failure(LOGGER, "database_away", error, level=logging.WARNING)
                await asyncio.sleep(1)
                continue
            for row, chat_id in claimed:
                task = asyncio.create_task(self._deliver_in_turn(row, chat_id))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            if len(claimed) < AT_ONCE:
                await self._rest()

    def abandon(self) -> None:
        """Send nothing more of what is in hand: it is no longer our turn to deliver."""
        for task in self._sending:
            task.cancel()

    async def drain(self) -> None:
        """Wait for what is being sent."""
        while self._sending:
            await asyncio.wait(list(self._sending))

    async def _rest(self) -> None:
        """Sleep until woken: by the outbox, by the clock every second, or for what is due soon."""
        soon = None
        if self.next_due is not None:
            left = (self.next_due - self._now()).total_seconds()
            soon = max(left, 0.0) if left < SOON else None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(soon):
                await self._wake.wait()

    async def _claim(self) -> list[Claimed]:
        room = AT_ONCE - len(self._sending)
        if room <= 0:
            await asyncio.wait(list(self._sending), return_when=asyncio.FIRST_COMPLETED)
            return await self._claim()
        now = self._now()

        def act(session: Session) -> tuple[list[Claimed], datetime | None]:
            rows = outbox.claim(session, now, room) if self._is_our_turn(session) else []
            return [(row, address(session, row)) for row in rows], outbox.next_due(session)

        self.next_due = await self._database.read(outbox.next_due)
        if self.next_due is None or self.next_due > now:
            return []
        claimed, self.next_due = await self._database.write(act)
        return claimed

    async def _deliver_in_turn(self, row: Outgoing, chat_id: int | None) -> None:
        """What one person gets comes in order, and nothing between the messages of one thing."""
        if chat_id is None or chat_id < 0:
            await self._deliver(row, chat_id)
            return
        queue = self._queues.setdefault(chat_id, asyncio.Lock())
        async with queue:
            await self._deliver(row, chat_id)

    async def _deliver(self, row: Outgoing, chat_id: int | None) -> None:
        try:
            if chat_id is None:
                await self._settle(row, outbox.DROPPED)
                return
            # Rendered only when it is the chat's turn: then it says what is true by then.
            await self._pace.turn(chat_id)
            outgoing = await self._database.read(lambda session: self._render(session, row))
            if isinstance(outgoing, Dropped):
                event(
                    LOGGER, "outbox_row_dropped", level=logging.DEBUG, kind=row.kind, why=outgoing
                )
                await self._settle(row, outbox.DROPPED)
                return
            await self._send(row, chat_id, outgoing)
        except DBAPIError as error:
            # Only reading fails here, and only before the row is sent.
            failure(LOGGER, "database_away", error, level=logging.WARNING)
            await self._again(row, timedelta(seconds=2), is_repeat=False)
        except Exception as error:
            # A renderer that fails must not take the others with it.
            failure(LOGGER, "outbox_row_failed", error, kind=row.kind)
            await self._settle(row, outbox.DROPPED, "failed")

    def _render(self, session: Session, row: Outgoing) -> OutgoingMessage | Dropped:
        current = session.get(Outgoing, row.id)
        if current is None or (
            current.useful_until is not None and self._now() >= current.useful_until
        ):
            return Dropped.OUTDATED
        row.version = current.version
        return self._kinds[row.kind].of(current).render(session, self._services)

    async def _send(self, row: Outgoing, chat_id: int, outgoing: OutgoingMessage) -> None:
        screen = outgoing.screen
        if row.is_repeat and outgoing.is_new:
            self.counts["repeated"] += 1
            screen = replace(screen, text=f"{screen.text}\n\n<i>{outgoing.repeat_mark}</i>")
        try:
            async with self._pace.slot():
                message_id = await outgoing.send(self._client, chat_id, screen)
        except ChatMigrated as moved:
            new_id = moved.new_chat_id
            await self._note(partial(follow, old_id=chat_id, new_id=new_id, now=self._now()))
            await self._again(row, timedelta(0), is_repeat=False)
        except Forbidden:
            await self._settle(row, outbox.DROPPED, note=partial(_lost, row=row, outgoing=outgoing))
        except RetryAfter as error:
            self._pace.hold(chat_id, seconds(error))
            is_repeat = isinstance(error, BrokenOffError)
            await self._again(row, timedelta(seconds=seconds(error)), is_repeat=is_repeat)
        except BadRequest as error:
            failure(LOGGER, "call_refused", error, kind=row.kind)
            await self._settle(row, outbox.DROPPED, "failed", outgoing.refused)
        except TelegramError as error:
            await self._failed(row, error)
        else:
            await self._sent(row, outgoing, message_id)

    async def _sent(self, row: Outgoing, outgoing: OutgoingMessage, message_id: int | None) -> None:
        self.counts["sent"] += 1

        def act(session: Session) -> None:
            if outgoing.sent is not None:
                outgoing.sent(session, message_id)
            if not self._kinds[row.kind].is_kept:
                outbox.erase(session, row)
            outbox.settle(session, row.id, row.version, outbox.SENT)

        await self._note(act)

    async def _failed(self, row: Outgoing, error: TelegramError) -> None:
        if row.attempts >= ATTEMPTS or not is_passing(error):
            failure(LOGGER, "outbox_row_given_up", error, kind=row.kind)
            await self._settle(row, outbox.DROPPED, "failed")
            return
        pause = min(timedelta(seconds=2 ** min(row.attempts, 9)), LONGEST_PAUSE)
        await self._again(row, pause, is_repeat=is_ambiguous(error))

    async def _again(self, row: Outgoing, pause: timedelta, *, is_repeat: bool) -> None:
        until = self._now() + pause
        await self._note(
            lambda session: outbox.postpone(session, row.id, until, is_repeat=is_repeat)
        )
        self.wake()

    async def _settle(
        self, row: Outgoing, state: str, count: str = "dropped", note: Note | None = None
    ) -> None:
        self.counts[count] += 1

        def act(session: Session) -> None:
            if note is not None:
                note(session)
            outbox.settle(session, row.id, row.version, state)

        await self._note(act)

    async def _note(self, act: Note) -> None:
        """Write what became of a row, as soon as the database takes it: it may be locked or full.

        What was sent and could not be noted would be sent again.
        """
        pause = 0.1
        while True:
            try:
                await self._database.write(act)
            except DBAPIError as error:
                failure(LOGGER, "database_away", error, level=logging.WARNING)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_WAIT)
            else:
                return


def _lost(session: Session, row: Outgoing, outgoing: OutgoingMessage) -> None:
    lost(session, row)
    if outgoing.unreachable is not None:
        outgoing.unreachable(session)
