"""Delivers outbox rows at the rate Telegram allows.

No row is lost; one that may have been sent already is sent again with a mark.
"""

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

CLAIM_SIZE: Final = 60
"""Most rows being sent at the same time."""

ATTEMPTS: Final = 150
"""Most attempts for one row: with the pauses in between, about a day of Telegram being away."""

LONGEST_PAUSE: Final = timedelta(minutes=10)
"""Longest pause between two attempts for one row."""

EXACT_WITHIN: Final = 1.0
"""Seconds before a row is due from which on delivery waits for the exact moment.

For later rows it is woken by the alarm, which looks once a second.
"""

LONGEST_WAIT: Final = 10.0
"""Most seconds between two tries to store the result of a row in the database."""

Claimed = tuple[Outgoing, int | None]
"""A row and the Telegram chat it is for; None when its person or group is gone."""


class Delivery:
    """Claims due rows, renders each just before it is sent, sends it, and stores the result."""

    def __init__(
        self,
        services: Services,
        kinds: Sequence[type[Rendered]],
        client: TelegramClient,
        pace: Pace,
        may_deliver: Callable[[Session], bool] = lambda _session: True,
    ) -> None:
        """Render rows of these kinds, send them through `client` at `pace`.

        `may_deliver` is asked in each claiming transaction: whether this process still holds the
        delivery lock. Without it nothing is claimed.
        """
        self._services = services
        self._database = services.database
        self._client = client
        self._kinds = {kind.name: kind for kind in kinds}
        self._pace = pace
        self._may_deliver = may_deliver
        self._now = services.now
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._queues: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self.next_due: datetime | None = None
        self.counts = {"sent": 0, "dropped": 0, "repeated": 0, "failed": 0}

    def wake(self) -> None:
        """Claim again now: something was put in the outbox, or a row is due."""
        self._wake.set()

    async def recover(self) -> None:
        """Make due again, as repeats, the rows that the last holder of the lock left unfinished."""
        count = await self._database.write(outbox.recover)
        if count:
            event(LOGGER, "resent_after_crash", count=count)

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
            if len(claimed) < CLAIM_SIZE:
                await self._wait()

    def abandon(self) -> None:
        """Cancel the sending of claimed rows, after the delivery lock was lost."""
        for task in self._sending:
            task.cancel()

    async def drain(self) -> None:
        """Wait until no row is being sent any more."""
        while self._sending:
            await asyncio.wait(list(self._sending))

    async def _wait(self) -> None:
        """Wait until woken, or until the next row is due if that is within `EXACT_WITHIN`."""
        timeout = None
        if self.next_due is not None:
            left = (self.next_due - self._now()).total_seconds()
            timeout = max(left, 0.0) if left < EXACT_WITHIN else None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._wake.wait()

    async def _claim(self) -> list[Claimed]:
        free = CLAIM_SIZE - len(self._sending)
        if free <= 0:
            await asyncio.wait(list(self._sending), return_when=asyncio.FIRST_COMPLETED)
            return await self._claim()
        now = self._now()

        def act(session: Session) -> tuple[list[Claimed], datetime | None]:
            rows = outbox.claim(session, now, free) if self._may_deliver(session) else []
            return [(row, address(session, row)) for row in rows], outbox.next_due(session)

        self.next_due = await self._database.read(outbox.next_due)
        if self.next_due is None or self.next_due > now:
            return []
        claimed, self.next_due = await self._database.write(act)
        return claimed

    async def _deliver_in_turn(self, row: Outgoing, chat_id: int | None) -> None:
        """Deliver a row after earlier rows of the same private chat; group chats need no order.

        So the messages that belong together are not interrupted by others.
        """
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
            # Rendered only when the chat's turn comes, so that it tells the state at that moment.
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
            # Only reads raise this here, before the row is sent.
            failure(LOGGER, "database_away", error, level=logging.WARNING)
            await self._retry_later(row, timedelta(seconds=2), is_repeat=False)
        except Exception as error:
            # A renderer that fails must not stop the other rows.
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
            await self._retry_later(row, timedelta(0), is_repeat=False)
        except Forbidden:
            await self._settle(
                row, outbox.DROPPED, note=partial(_mark_unreachable, row=row, outgoing=outgoing)
            )
        except RetryAfter as error:
            self._pace.hold(chat_id, seconds(error))
            is_repeat = isinstance(error, BrokenOffError)
            await self._retry_later(row, timedelta(seconds=seconds(error)), is_repeat=is_repeat)
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
        await self._retry_later(row, pause, is_repeat=is_ambiguous(error))

    async def _retry_later(self, row: Outgoing, pause: timedelta, *, is_repeat: bool) -> None:
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
        """Store the result of a row, and retry while the database is away, locked or full.

        A row that was sent and not stored as such would be sent again.
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


def _mark_unreachable(session: Session, row: Outgoing, outgoing: OutgoingMessage) -> None:
    lost(session, row)
    if outgoing.unreachable is not None:
        outgoing.unreachable(session)
