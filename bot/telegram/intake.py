"""Takes updates in and confirms each only when it has been handled: a kill re-delivers it.

PTB's own polling confirms before handling, and one update that it cannot parse stops it for
ever; so this loop works on raw JSON, by long polling or behind a webhook.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from aiohttp import web
from sqlalchemy.exc import DBAPIError
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.logs import event, failure
from handlers.core.updates import lane
from storage.core.database import is_away

LOGGER: Final = logging.getLogger(__name__)

ALLOWED: Final = ["message", "callback_query", "my_chat_member", "chat_member", "chat_join_request"]
LIMIT: Final = 100
LONG_POLL: Final = 30
"""Seconds that Telegram holds a poll open while nothing happens."""

PATIENCE: Final = 0.25
"""Seconds to wait for slow updates before looking for new ones beside them."""

REMEMBERED: Final = 10_000
"""Handled updates remembered by id: ids restart at random after a quiet week, so no 'greater'."""

QUIET_WEEK: Final = 6 * 24 * 3600.0
"""Seconds without an update after which their ids may restart at random: a week, less a day."""

TRIES: Final = 3
"""Of an update that the database refuses for what is in it; more would not help."""

SPARE: Final = 15.0
LONGEST_PAUSE: Final = 30.0

UNREADABLE: Final = (LookupError, TypeError, ValueError, AttributeError)
"""What reading JSON raises that is not of the shape Telegram documents."""

Raw = Mapping[str, Any]
Handle = Callable[[Raw], Awaitable[None]]
Fetch = Callable[[dict[str, Any], float], Awaitable[list[dict[str, Any]]]]
"""Calls `getUpdates` with these parameters, waiting at most that many seconds."""


REFUSED: Final = "Telegram does not accept BOT_TOKEN; ask @BotFather for the right one"
TWO_POLL: Final = "another program polls with this bot's token; stop it, or use a webhook"

NEWCOMER: Final = 2.0
"""Seconds since its first poll in which a program that meets a conflict is the newcomer, and ends.
Telegram cuts off the elder, which asks again and so cuts off the newcomer in its turn.
"""

CONFLICTS: Final = 5
"""Conflicts in a row that an elder bears."""


class NotYetError(Exception):
    """The program is still starting; Telegram is to try again."""


class TurnedAwayError(Exception):
    """Telegram will not let this program poll; `str()` is one plain line."""


class Intake:
    """Handles updates in order within a lane, different lanes side by side."""

    def __init__(self, handle: Handle) -> None:
        """Give every update to `handle`."""
        self._handle = handle
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._handled: OrderedDict[int, None] = OrderedDict()
        self.skipped = 0
        self.taken = 0

    def take(self, update: Raw) -> "asyncio.Task[None] | None":
        """Begin to handle an update, behind others of its lane; None when that was done before."""
        update_id = int(update["update_id"])
        if update_id in self._handled:
            return None
        if (running := self._running.get(update_id)) is not None:
            return running
        key = _lane(update)
        task = asyncio.create_task(self._in_order(update, self._lanes.get(key)))
        self._lanes[key] = self._running[update_id] = task
        task.add_done_callback(lambda done: self._finish(update_id, key, done))
        return task

    async def _in_order(self, update: Raw, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await asyncio.wait([before])
        pause = 0.1
        tries = 0
        while True:
            tries += 1
            try:
                await self._handle(update)
            except DBAPIError as error:
                if tries >= TRIES and not is_away(error):
                    self._skip(update, error)
                    return
                # The database is locked, full or away: the update stays unconfirmed until it is
                # back, and other chats are served as far as they can be.
                failure(LOGGER, "database_away", error, level=logging.WARNING)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except UNREADABLE as error:
                self._skip(update, error)
                return
            else:
                return

    def _skip(self, update: Raw, error: Exception) -> None:
        self.skipped += 1
        failure(LOGGER, "update_skipped", error, level=logging.WARNING, kind=_kind(update))

    def _finish(self, update_id: int, key: int, task: "asyncio.Task[None]") -> None:
        self._running.pop(update_id, None)
        if self._lanes.get(key) is task:
            del self._lanes[key]
        if task.cancelled():
            return
        if error := task.exception():
            failure(LOGGER, "handler_failed", error)
        self.taken += 1
        self._handled[update_id] = None
        if len(self._handled) > REMEMBERED:
            self._handled.popitem(last=False)

    async def drain(self) -> None:
        """Wait until everything taken in has been handled."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    def unfinished(self) -> list["asyncio.Task[None]"]:
        """What is being handled now."""
        return list(self._running.values())

    def first_unfinished(self) -> int | None:
        """The lowest id that is not yet handled: everything below may be confirmed."""
        return min(self._running, default=None)


class Polling:
    """Long polling: asks from the first update that is not yet handled."""

    def __init__(self, intake: Intake, fetch: Fetch, now: Callable[[], float]) -> None:
        """Fetch with `fetch`; `now` gives seconds of a clock that only goes forward."""
        self._intake = intake
        self._fetch = fetch
        self._now = now
        self._next: int | None = None
        self._last_update = now()
        self._first_success: float | None = None
        self._conflicts = 0
        self.last_success: float | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises TurnedAwayError when Telegram refuses this program."""
        pause = 0.5
        while True:
            try:
                await self._poll()
                pause = 0.5
            except InvalidToken:
                raise TurnedAwayError(REFUSED) from None
            except Conflict:
                self._conflicts += 1
                if self._is_newcomer() or self._conflicts > CONFLICTS:
                    raise TurnedAwayError(TWO_POLL) from None
                await asyncio.sleep(1)
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
            except (TelegramError, *UNREADABLE) as error:
                failure(LOGGER, "poll_failed", error, level=logging.WARNING)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def confirm(self) -> None:
        """Tell Telegram what was handled, so that it is not sent again after a restart."""
        if self._next is not None:
            await self._fetch({"offset": self._offset(), "limit": 1, "timeout": 0}, SPARE)

    def _is_newcomer(self) -> bool:
        return self._first_success is None or self._now() - self._first_success < NEWCOMER

    def _offset(self) -> int | None:
        if self._now() - self._last_update > QUIET_WEEK:
            # All of it was confirmed long ago, and Telegram may begin to count anew, lower.
            self._next = None
        first = self._intake.first_unfinished()
        return self._next if first is None else first

    async def _poll(self) -> None:
        # The first poll does not wait: its answer shows that updates come through.
        waits = LONG_POLL if self.last_success and not self._intake.unfinished() else 0
        asked: dict[str, Any] = {"limit": LIMIT, "timeout": waits, "allowed_updates": ALLOWED}
        if (offset := self._offset()) is not None:
            asked["offset"] = offset
        updates = list(await self._fetch(asked, waits + SPARE))
        self.last_success = self._now()
        if self._first_success is None:
            self._first_success = self.last_success
        self._conflicts = 0
        for update in updates:
            self._begin(update)
        if unfinished := self._intake.unfinished():
            await asyncio.wait(unfinished, timeout=PATIENCE)

    def _begin(self, update: Any) -> None:
        update_id = update.get("update_id") if isinstance(update, Mapping) else None
        if not isinstance(update_id, int):
            self._intake.skipped += 1
            event(LOGGER, "update_skipped", level=logging.WARNING, kind="no_id")
            return
        self._intake.take(update)
        self._last_update = self._now()
        self._next = update_id + 1 if self._next is None else max(self._next, update_id + 1)


def webhook(
    take: Callable[[Raw], "asyncio.Task[None] | None"], is_secret: Callable[[str], bool]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler for Telegram's POSTs: 2xx only when the update has been handled."""

    async def receive(request: web.Request) -> web.Response:
        if not is_secret(request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")):
            return web.Response(status=403)
        try:
            task = take(await request.json())
        except NotYetError:
            return web.Response(status=503)
        except (ValueError, TypeError, KeyError) as error:
            # Telegram would repeat it for ever; it can never be understood.
            failure(LOGGER, "update_skipped", error, level=logging.WARNING)
            return web.Response()
        if task is not None:
            await asyncio.wait([task])
        return web.Response()

    return receive


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _lane(update: Raw) -> int:
    try:
        return lane(update)
    except UNREADABLE:
        return 0


def _kind(update: Raw) -> str:
    return next((str(key) for key in update if key != "update_id"), "empty")
