"""Sends what the outbox holds, at the pace Telegram allows; nothing forgotten, repeats marked."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.intake import seconds
from bot.logs import event, failure
from bot.pace import Pace
from handlers.outgoing import Composer, Note, Parcel, address, as_new, lost
from handlers.speaker import is_ambiguous, is_passing
from handlers.visit import House
from storage import communities, outbox
from storage.outbox import Outgoing

LOGGER: Final = logging.getLogger(__name__)

AT_ONCE: Final = 60
"""Rows claimed in one transaction."""

ATTEMPTS: Final = 12
LONGEST_PAUSE: Final = timedelta(minutes=10)


class Delivery:
    """Claims due rows, composes each at the last moment, sends, and notes the end."""

    def __init__(
        self,
        house: House,
        composers: Mapping[str, Composer],
        pace: Pace,
    ) -> None:
        """Compose by kind with `composers`, send with what the house has, at `pace`."""
        self._house = house
        self._database = house.database
        self._speaker = house.speaker
        self._composers = composers
        self._pace = pace
        self._now = house.now
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self.next_due: datetime | None = None
        self.counts = {"sent": 0, "dropped": 0, "repeated": 0, "failed": 0}

    def wake(self) -> None:
        """Look again now: something was put in the outbox, or the clock has moved."""
        self._wake.set()

    async def recover(self) -> None:
        """At start: what was being sent when the program stopped is due again, marked."""
        again = await self._database.write(outbox.recover)
        if again:
            event(LOGGER, "repeats", count=again)

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
            for row in claimed:
                task = asyncio.create_task(self._deliver(row))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            if len(claimed) < AT_ONCE:
                await self._rest()

    async def drain(self) -> None:
        """Wait for what is being sent."""
        while self._sending:
            await asyncio.wait(list(self._sending))

    async def is_idle(self) -> bool:
        """Whether nothing that is due by now waits or is being sent."""
        now = self._now()
        return not self._sending and not await self._database.read(
            lambda session: outbox.is_waiting(session, now)
        )

    async def _rest(self) -> None:
        """Sleep until woken; the clock wakes when the next row falls due."""
        await self._wake.wait()

    async def _claim(self) -> list[Outgoing]:
        room = AT_ONCE - len(self._sending)
        if room <= 0:
            await asyncio.wait(list(self._sending), return_when=asyncio.FIRST_COMPLETED)
            return await self._claim()
        now = self._now()

        def act(session: Session) -> tuple[list[Outgoing], datetime | None]:
            return outbox.claim(session, now, room), outbox.next_due(session)

        found = await self._database.read(lambda session: outbox.is_due(session, now))
        if not found:
            self.next_due = await self._database.read(outbox.next_due)
            return []
        claimed, self.next_due = await self._database.write(act)
        return claimed

    async def _deliver(self, row: Outgoing) -> None:
        try:
            chat_id = await self._database.read(lambda session: address(session, row))
            if chat_id is None:
                await self._settle(row, outbox.DROPPED)
                return
            # Composed only when it is the chat's turn: then it says what is true by then.
            await self._pace.turn(chat_id, is_group=chat_id < 0)
            parcel = await self._database.read(lambda session: self._compose(session, row))
            if parcel is None:
                await self._settle(row, outbox.DROPPED)
                return
            await self._send(row, chat_id, parcel)
        except DBAPIError as error:
            failure(LOGGER, "database_away", error, level=logging.WARNING)
            await self._again(row, timedelta(seconds=2), is_repeat=True)
        except Exception as error:
            # A composer that fails must not take the others with it.
            failure(LOGGER, "delivery_failed", error, kind=row.kind)
            await self._settle(row, outbox.DROPPED, "failed")

    def _compose(self, session: Session, row: Outgoing) -> Parcel | None:
        current = session.get(Outgoing, row.id)
        if current is None or (
            current.useful_until is not None and self._now() >= current.useful_until
        ):
            return None
        row.version = current.version
        return self._composers[row.kind](session, current, self._house)

    async def _send(self, row: Outgoing, chat_id: int, parcel: Parcel) -> None:
        screen = parcel.screen
        if row.is_repeat and parcel.send is as_new:
            self.counts["repeated"] += 1
            screen = replace(screen, text=f"{screen.text}\n\n<i>{parcel.repeat_mark}</i>")
        try:
            message_id = await parcel.send(self._speaker, chat_id, screen)
        except ChatMigrated as moved:
            follow = partial(communities.move_chat, old_id=chat_id, new_id=moved.new_chat_id)
            await self._database.write(follow)
            await self._again(row, timedelta(0), is_repeat=False)
        except Forbidden:
            await self._settle(row, outbox.DROPPED, note=lambda session: lost(session, row))
        except RetryAfter as error:
            self._pace.hold(chat_id, seconds(error))
            await self._again(row, timedelta(seconds=seconds(error)), is_repeat=False)
        except BadRequest as error:
            failure(LOGGER, "refused", error, kind=row.kind)
            await self._settle(row, outbox.DROPPED, "failed", parcel.refused)
        except TelegramError as error:
            await self._failed(row, error)
        else:
            await self._sent(row, parcel, message_id)

    async def _sent(self, row: Outgoing, parcel: Parcel, message_id: int | None) -> None:
        self.counts["sent"] += 1

        def act(session: Session) -> None:
            if parcel.sent is not None:
                parcel.sent(session, message_id)
            outbox.settle(session, row.id, row.version, outbox.SENT)

        await self._database.write(act)

    async def _failed(self, row: Outgoing, error: TelegramError) -> None:
        if row.attempts >= ATTEMPTS or not is_passing(error):
            failure(LOGGER, "given_up", error, kind=row.kind)
            await self._settle(row, outbox.DROPPED, "failed")
            return
        pause = min(timedelta(seconds=2 ** min(row.attempts, 9)), LONGEST_PAUSE)
        await self._again(row, pause, is_repeat=is_ambiguous(error))

    async def _again(self, row: Outgoing, pause: timedelta, *, is_repeat: bool) -> None:
        until = self._now() + pause
        await self._database.write(
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

        await self._database.write(act)
