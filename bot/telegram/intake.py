"""Receives updates by long polling or webhook; confirms each only when it has been handled.

So Telegram sends an update again if the program is killed. PTB's own polling confirms before
handling, and stops for ever at one update that it cannot parse; so this one works on raw JSON.
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
"""Most updates in one answer: Telegram's maximum."""
LONG_POLL: Final = 30
"""Seconds that Telegram keeps a poll open while there is no update."""

PATIENCE: Final = 0.25
"""Seconds to wait for slow updates before polling for new ones."""

REMEMBERED: Final = 10_000
"""Number of handled updates whose ids are remembered.

A set of ids, not the greatest one: Telegram restarts ids at random after a week without updates.
"""

IDS_MAY_RESTART: Final = 6 * 24 * 3600.0
"""Seconds without an update after which ids may restart at random: a week, less a day."""

TRIES: Final = 3
"""Most tries of an update whose values the database refuses."""

POLL_MARGIN: Final = 15.0
"""Seconds that a call of `getUpdates` may take beyond the time Telegram keeps it open."""

LONGEST_PAUSE: Final = 30.0
"""Most seconds between two tries while Telegram or the database is away."""

MALFORMED: Final = (LookupError, TypeError, ValueError, AttributeError)
"""The errors of reading JSON that does not follow Telegram's schema."""

Raw = Mapping[str, Any]
Handle = Callable[[Raw], Awaitable[None]]
Fetch = Callable[[dict[str, Any], float], Awaitable[list[dict[str, Any]]]]
"""Calls `getUpdates` with these parameters, waiting at most that many seconds."""

REFUSED: Final = "Telegram does not accept BOT_TOKEN; ask @BotFather for the right one"
TWO_POLL: Final = "another program polls with this bot's token; stop it, or use a webhook"

JUST_STARTED: Final = 2.0
"""Seconds since the first successful poll in which a program that gets a conflict ends.

Two programs that poll with one token interrupt each other's polls. The one that started last
gives up, so that the other keeps running.
"""

MOST_CONFLICTS: Final = 5
"""Most conflicts in a row that a program tolerates which has polled for longer."""


class NotYetError(Exception):
    """The program is still starting; Telegram should send the update again later."""


class PollingRefusedError(Exception):
    """Telegram refuses the token, or another program polls with it; `str()` is one plain line."""


class Intake:
    """Handles updates of one lane in order, and different lanes concurrently.

    A lane is the person who pressed or the chat that wrote, see `handlers.core.updates.lane`.
    """

    def __init__(self, handle: Handle) -> None:
        """Handle each update with `handle`."""
        self._handle = handle
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._handled: OrderedDict[int, None] = OrderedDict()
        self.skipped = 0
        self.taken = 0

    def take(self, update: Raw) -> "asyncio.Task[None] | None":
        """Handle an update in a task, after others of its lane; None if it was handled before.

        Raises LookupError, TypeError or ValueError for an update without a numeric `update_id`.
        """
        update_id = int(update["update_id"])
        if update_id in self._handled:
            return None
        if (running := self._running.get(update_id)) is not None:
            return running
        key = _lane(update)
        task = asyncio.create_task(self._handle_after(update, self._lanes.get(key)))
        self._lanes[key] = self._running[update_id] = task
        task.add_done_callback(lambda done: self._finish(update_id, key, done))
        return task

    async def _handle_after(self, update: Raw, previous: "asyncio.Task[None] | None") -> None:
        if previous is not None:
            await asyncio.wait([previous])
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
                # The database is locked, full or away: the update stays unconfirmed and is tried
                # again, while other lanes go on.
                failure(LOGGER, "database_away", error, level=logging.WARNING)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except MALFORMED as error:
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
        """Wait until all updates that were taken have been handled."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    def unfinished(self) -> list["asyncio.Task[None]"]:
        """The tasks of the updates being handled."""
        return list(self._running.values())

    def first_unfinished(self) -> int | None:
        """The lowest id that is not yet handled: all ids below it may be confirmed."""
        return min(self._running, default=None)


class Polling:
    """Long polling, with the first update that is not yet handled as the offset."""

    def __init__(self, intake: Intake, fetch: Fetch, now: Callable[[], float]) -> None:
        """Fetch with `fetch`; `now` returns the seconds of a monotonic clock."""
        self._intake = intake
        self._fetch = fetch
        self._now = now
        self._next: int | None = None
        self._last_update = now()
        self._first_success: float | None = None
        self._conflicts = 0
        self.last_success: float | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises PollingRefusedError when Telegram refuses this program."""
        pause = 0.5
        while True:
            try:
                await self._poll()
                pause = 0.5
            except InvalidToken:
                raise PollingRefusedError(REFUSED) from None
            except Conflict:
                self._conflicts += 1
                if self._has_just_started() or self._conflicts > MOST_CONFLICTS:
                    raise PollingRefusedError(TWO_POLL) from None
                await asyncio.sleep(1)
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
            except (TelegramError, *MALFORMED) as error:
                failure(LOGGER, "poll_failed", error, level=logging.WARNING)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def confirm(self) -> None:
        """Confirm the handled updates, so that they are not sent again after a restart."""
        if self._next is not None:
            await self._fetch({"offset": self._offset(), "limit": 1, "timeout": 0}, POLL_MARGIN)

    def _has_just_started(self) -> bool:
        return self._first_success is None or self._now() - self._first_success < JUST_STARTED

    def _offset(self) -> int | None:
        if self._now() - self._last_update > IDS_MAY_RESTART:
            # Everything was confirmed long ago, and Telegram may restart its ids at a lower number.
            self._next = None
        first = self._intake.first_unfinished()
        return self._next if first is None else first

    async def _poll(self) -> None:
        # The first poll does not wait, so that its success is known at once.
        timeout = LONG_POLL if self.last_success and not self._intake.unfinished() else 0
        parameters: dict[str, Any] = {
            "limit": LIMIT,
            "timeout": timeout,
            "allowed_updates": ALLOWED,
        }
        if (offset := self._offset()) is not None:
            parameters["offset"] = offset
        updates = list(await self._fetch(parameters, timeout + POLL_MARGIN))
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
    """Make the handler of Telegram's POST requests: 2xx only once the update is handled."""

    async def receive(request: web.Request) -> web.Response:
        if not is_secret(request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")):
            return web.Response(status=403)
        try:
            task = take(await request.json())
        except NotYetError:
            return web.Response(status=503)
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
            # A malformed update: with an error status Telegram would repeat it for ever.
            failure(LOGGER, "update_skipped", error, level=logging.WARNING)
            return web.Response()
        if task is not None:
            await asyncio.wait([task])
        return web.Response()

    return receive


def seconds(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _lane(update: Raw) -> int:
    try:
        return lane(update)
    except MALFORMED:
        return 0


def _kind(update: Raw) -> str:
    return next((str(key) for key in update if key != "update_id"), "empty")
