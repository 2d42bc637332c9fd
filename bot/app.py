"""The composition root: the only module that imports every part and puts them together."""

import asyncio
import contextlib
import errno
import hmac
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

import handlers
import locales
from bot import health
from bot.logs import event, failure
from bot.settings import Settings
from bot.telegram import intake
from bot.telegram.answer_client import AnswerClient
from bot.telegram.delivery import Delivery
from bot.telegram.intake import Intake, Polling, PollingRefusedError
from bot.telegram.ptb_request import AiohttpRequest
from bot.telegram.rate_limits import Pace, Paces
from bot.ticker import Alarm
from handlers.cases import schedule as cases_due
from handlers.cases.covering import Covering
from handlers.closing import schedule
from handlers.core import menus
from handlers.core.context import Services
from handlers.core.memory import EphemeralState
from handlers.core.telegram_client import TelegramClient
from storage import cases, migrations, personal_data
from storage.cases.envelopes import Cost
from storage.cases.urn import UrnError, Urns
from storage.core import outbox
from storage.core.database import Database
from storage.core.delivery_lock import delivery_lock
from storage.core.text_encryption import KeyFileError, TextCipher, text_cipher

LOGGER: Final = logging.getLogger(__name__)

STALE: Final = 90.0
"""Seconds without a successful poll after which `/healthz` reports an error."""

LONGEST_PAUSE: Final = 30.0
"""Most seconds between two tries of a call that the start needs."""


class CannotStartError(Exception):
    """Something that a setting names can't be used; `str()` is one line that names the setting."""


def system_clock() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)


class App:
    """The running program. `start`, then `run` until it is cancelled, then `stop`."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = system_clock,
        paces: Paces | None = None,
        cost: Cost | None = None,
    ) -> None:
        """Put the program together; nothing is opened yet."""
        # Durations come as timedelta: PTB's plain numbers are deprecated and warn at each use.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self.settings = settings
        self._now = clock
        self._covering = Covering()
        self._urns = Urns(settings.urns_folder, cost or Cost())
        self._request = AiohttpRequest()
        root = settings.bot_api_url
        self.bot = Bot(
            settings.bot_token.get_secret_value(),
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._pace = Pace(time.monotonic, paces)
        self._answering = AnswerClient(root)
        self._telegram = TelegramClient(self.bot, self._pace.noted, self._answer)
        self._locales = locales.load(settings.timezone, settings.language)
        self.database = Database(settings.database_url)
        self._lock = delivery_lock(self.database.engine)
        self._tasks: list[asyncio.Task[Any]] = []
        self._runner: web.AppRunner | None = None
        self._is_started = False
        self._cleaned_on: date | None = None
        self._has_leftovers = False
        """Whether bytes of what was erased may still lie in the database's files."""

    async def start(self) -> None:
        """Begin to listen, upgrade the schema, ask Telegram who the bot is, and start the clock.

        Raises PollingRefusedError when Telegram does not know the token, CannotStartError when the
        port is taken, or the database or the key of the texts cannot be opened.
        """
        await self._listen()
        await self._open_database()
        cipher = await self._open_text_key()
        await self._request.initialize()
        await self._retry_while_away(self.bot.initialize)
        self.services = Services(
            self.database,
            self._telegram,
            self._locales,
            self.settings,
            self._now,
            self.bot.username,
            cipher,
            self._urns,
            EphemeralState(),
            handlers.WHEN_REACHABLE,
        )
        await self._clean_up_urns()
        # Delivery counts a message itself when it waits for its turn; this client must not again.
        paced = TelegramClient(self.bot, lambda _chat_id: None, self._answer)
        self.delivery = Delivery(
            self.services,
            handlers.OUTBOX_KINDS,
            paced,
            self._pace,
            self._lock.is_held,
        )
        self.intake = Intake(self._handle)
        self.polling = Polling(self.intake, self._fetch, time.monotonic)
        self.database.on_said(self.delivery.wake)
        self.database.on_said(self._lock.said)
        self._is_started = True
        self._alarm = Alarm(self.look)
        self._alarm.start()

    @asynccontextmanager
    async def alive(self) -> AsyncIterator["asyncio.Task[None]"]:
        """Run while the block lasts, then finish what is under way; yields the running task."""
        running: asyncio.Task[None] | None = None
        try:
            await self.start()
            running = asyncio.create_task(self.run())
            yield running
        finally:
            if running is not None:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                await self.stop()
            if self._runner is not None:
                await self._runner.cleanup()
            self._answering.close()
            await self._request.shutdown()
            await self.database.close()

    async def run(self) -> None:
        """Handle updates and deliver until cancelled. Raises PollingRefusedError."""
        event(LOGGER, "started", webhook=self.settings.webhook_url is not None)
        self._tasks = [
            asyncio.create_task(self._deliver_while_locked(), name="delivery"),
            asyncio.create_task(self._menus(), name="menus"),
        ]
        if self.settings.webhook_url is None:
            await self._poll()
        else:
            await self._retry_while_away(self._set_webhook)
            await asyncio.Event().wait()

    async def stop(self) -> None:
        """Accept no more updates, and finish the updates and messages under way."""
        self._alarm.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        await self.intake.drain()
        await self._telegram.drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.delivery.drain()
        with contextlib.suppress(TelegramError):
            await self.polling.confirm()
        event(LOGGER, "stopped")

    async def look(self) -> None:
        """Do what is due by now; called every second by the alarm.

        Turns due steps into outbox rows and wakes delivery; once a day erases expired data and
        destroys urns. Does nothing while the database is away.
        """
        now = self._now()
        with contextlib.suppress(SQLAlchemyError):
            due = await self.database.read(handlers.next_due)
            if due is not None and due <= now:
                await self.database.write(
                    lambda session: handlers.fall_due(session, self.services, now)
                )
            if self.delivery.next_due is not None and self.delivery.next_due <= now:
                self.delivery.wake()
            await self._covering.look(self.services, now)
            if self._cleaned_on != now.date():
                self._cleaned_on = now.date()
                keep_for = self.settings.retention
                await self.database.write(
                    lambda session: schedule.close_forgotten(session, self.settings, keep_for, now)
                )
                self._has_leftovers |= await self.database.write(
                    lambda session: personal_data.erase_expired(session, keep_for, now)
                )
                await self._destroy_urns()
                await self.database.write(
                    lambda session: cases_due.begin_missed_anywhere(session, self.settings, now)
                )
            if self._has_leftovers:
                await self._compact()

    async def _compact(self) -> None:
        """Compact the database, so that no bytes of erased rows stay; after an error, once more."""
        self._has_leftovers = False
        try:
            await self.database.compact()
        except SQLAlchemyError:
            self._has_leftovers = True
            raise

    async def next_due(self) -> datetime | None:
        """When the next step or outbox row is due; None without any."""
        steps = await self.database.read(handlers.next_due)
        rows = await self.database.read(outbox.next_due)
        return min((moment for moment in (steps, rows) if moment is not None), default=None)

    async def is_well(self) -> bool:
        """Whether updates are being handled and the database answers."""
        if not self._is_started:
            return False
        if self.settings.webhook_url is None:
            last = self.polling.last_success
            if last is None or time.monotonic() - last > STALE:
                return False
        try:
            await self.database.read(lambda session: session.connection().execute(text("SELECT 1")))
        except SQLAlchemyError:
            return False
        return True

    async def _open_database(self) -> None:
        try:
            await asyncio.to_thread(migrations.upgrade, self.database.engine)
        except migrations.NewerSchemaError:
            reason = "DATABASE_URL: a newer version of this program has upgraded the database"
            raise CannotStartError(reason) from None
        except SQLAlchemyError as error:
            failure(LOGGER, "database_away", error)
            reason = f"DATABASE_URL: the database cannot be opened ({type(error).__name__})"
            raise CannotStartError(reason) from None

    async def _clean_up_urns(self) -> None:
        """Do what the last run could not: destroy urns, and begin anew where an urn was lost."""
        await self._destroy_urns()
        now = self._now()
        await self.database.write(lambda session: cases_due.begin_lost(session, now))

    async def _destroy_urns(self) -> None:
        is_open = await self.database.read(cases.windows_by_state)
        with contextlib.suppress(UrnError):
            await asyncio.to_thread(self._urns.destroy_others, is_open)

    async def _open_text_key(self) -> TextCipher:
        file = self.settings.text_key_file
        try:
            return await asyncio.to_thread(text_cipher, self.settings.text_key, file)
        except KeyFileError as error:
            raise CannotStartError(str(error)) from None
        except OSError as error:
            why = error.strerror or type(error).__name__
            reason = f"TEXT_KEY: the key can't be kept in {file} ({why})"
            raise CannotStartError(reason) from None

    async def _retry_while_away(self, call: Callable[[], Awaitable[object]]) -> None:
        """Repeat a call that the start needs until it succeeds, with pauses up to `LONGEST_PAUSE`.

        Raises PollingRefusedError for a token that Telegram does not know.
        """
        pause = 0.5
        while True:
            try:
                await call()
            except InvalidToken:
                raise PollingRefusedError(intake.REFUSED) from None
            except TelegramError as error:
                failure(LOGGER, "telegram_away", error, level=logging.WARNING)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _handle(self, update: intake.Raw) -> None:
        await handlers.handle(self.services, update)
        self._covering.noted(update, self._now())

    async def _fetch(self, parameters: dict[str, Any], wait: float) -> list[dict[str, Any]]:
        url = f"{self.bot.base_url}/getUpdates"
        updates = await self._request.fetch(url, parameters, wait)
        return list(updates)

    async def _answer(self, fields: dict[str, str]) -> int:
        path = f"/bot{self.settings.bot_token.get_secret_value()}/answerCallbackQuery"
        return await self._answering.post(path, urlencode(fields).encode())

    async def _deliver_while_locked(self) -> None:
        """Deliver while this process holds the delivery lock, and stop at once when it is lost."""
        while True:
            await self._lock.take()
            event(LOGGER, "delivery_lock_acquired")
            work = asyncio.create_task(self._deliver())
            turn = asyncio.create_task(self._lock.lost(self.delivery.wake))
            try:
                await asyncio.wait([work, turn], return_when=asyncio.FIRST_COMPLETED)
                self.delivery.abandon()
            finally:
                work.cancel()
                turn.cancel()
                await asyncio.gather(work, turn, return_exceptions=True)
                await self.delivery.drain()
                await self._lock.release()

    async def _deliver(self) -> None:
        try:
            await self.delivery.recover()
            await self.delivery.run()
        except Exception as error:
            # Rows left in 'sending' are recovered by the process that takes the lock next.
            failure(LOGGER, "delivery_stopped", error)
            await asyncio.sleep(1)

    async def _poll(self) -> None:
        with contextlib.suppress(TelegramError):
            await self.bot.delete_webhook()
        await self.polling.run()

    async def _set_webhook(self) -> None:
        secret = self.settings.webhook_secret
        await self.bot.set_webhook(
            str(self.settings.webhook_url),
            secret_token=secret.get_secret_value() if secret else None,
            allowed_updates=intake.ALLOWED,
            max_connections=100,
        )

    async def _menus(self) -> None:
        def act(session: Session) -> None:
            for telegram_id in self.settings.coordinators:
                menus.change(session, telegram_id, self._now())

        await self.database.write(act)
        await menus.publish(self.bot, self._locales, handlers.COMMANDS)

    async def _listen(self) -> None:
        if self.settings.port is None:
            return
        web_app = web.Application()
        web_app.on_response_prepare.append(_without_server_header)
        health.add_routes(web_app.router, self.is_well, self._counts)
        if self.settings.webhook_url is not None:
            path = urlsplit(self.settings.webhook_url).path or "/"
            receive = intake.webhook(self._take, self._is_secret)
            web_app.router.add_post(path, receive)
        self._runner = web.AppRunner(web_app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.settings.bind, self.settings.port).start()
        except OSError as error:
            setting = "BIND" if error.errno == errno.EADDRNOTAVAIL else "PORT"
            reason = f"{setting}: nothing can be served there ({error.strerror})"
            raise CannotStartError(reason) from None

    def _take(self, update: intake.Raw) -> "asyncio.Task[None] | None":
        if not self._is_started:
            raise intake.NotYetError
        return self.intake.take(update)

    def _is_secret(self, given: str) -> bool:
        secret = self.settings.webhook_secret
        return secret is not None and hmac.compare_digest(
            given.encode(errors="surrogateescape"), secret.get_secret_value().encode()
        )

    def _counts(self) -> dict[str, int]:
        if not self._is_started:
            return {}
        return {
            "updates_handled": self.intake.taken,
            "updates_skipped": self.intake.skipped,
            **{f"messages_{name}": count for name, count in self.delivery.counts.items()},
        }


async def _without_server_header(_request: web.Request, response: web.StreamResponse) -> None:
    """Do not tell the world which libraries and versions answer."""
    response.headers.pop("Server", None)
