"""A small HTTP client for the most frequent call, `answerCallbackQuery`, on kept connections.

Only the status of the response is needed, and a full client does much more: with aiohttp this one
call costs more time than everything else about a press together.
All other calls go through `bot.telegram.ptb_request`.
"""

import asyncio
import ssl
from typing import Final, cast
from urllib.parse import urlsplit

import httptools
from telegram.error import NetworkError, TimedOut

TIMEOUT: Final = 20.0
"""Seconds for connecting, and again for an answer."""

CONNECTIONS: Final = 64
"""Most connections at the same time; further calls wait."""


class AnswerClient:
    """Makes POST requests to one root over a pool of connections, one call at a time on each."""

    def __init__(self, root: str) -> None:
        """Prepare for calls below an http or https root; nothing is opened yet."""
        address = urlsplit(root)
        self._host = address.hostname or ""
        is_https = address.scheme == "https"
        # Made once, because reading the root certificates takes 28 ms of processor time.
        self._tls = ssl.create_default_context() if is_https else None
        self._port = address.port or (443 if is_https else 80)
        self._path = address.path
        self._head = (
            f"Host: {address.netloc.rpartition('@')[2]}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: "
        )
        self._idle: list[_Connection] = []
        self._slots = asyncio.Semaphore(CONNECTIONS)

    async def post(self, path: str, body: bytes) -> int:
        """Post a form to a path below the root; return the HTTP status.

        An idle connection may have been closed at the other end: then the call is made once more
        on a new one, so it must be idempotent. Raises TimedOut, NetworkError.
        """
        request = (
            f"POST {self._path}{path} HTTP/1.1\r\n{self._head}{len(body)}\r\n\r\n".encode() + body
        )
        async with self._slots:
            if self._idle:
                try:
                    return await self._call(self._idle.pop(), request)
                except NetworkError as error:
                    if isinstance(error, TimedOut):
                        raise
            return await self._call(await self._connect(), request)

    def close(self) -> None:
        """Close the idle connections; calls under way end by themselves."""
        while self._idle:
            self._idle.pop().close()

    async def _call(self, connection: "_Connection", request: bytes) -> int:
        status = await connection.call(request)
        if connection.is_open:
            self._idle.append(connection)
        return status

    async def _connect(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(TIMEOUT):
                _, connection = await loop.create_connection(
                    _Connection, self._host, self._port, ssl=self._tls
                )
        except TimeoutError:
            raise TimedOut from None
        except OSError as error:
            raise NetworkError(f"connection failed: {type(error).__name__}") from None
        return connection


class _Connection(asyncio.Protocol):
    """One connection; `call` must not be used while another call is under way."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self.is_open = False

    async def call(self, request: bytes) -> int:
        loop = asyncio.get_running_loop()
        if self._transport is None or not self.is_open:
            raise NetworkError("the connection was closed")
        self._answer = loop.create_future()
        timer = loop.call_later(TIMEOUT, self._fail, TimedOut())
        self._transport.write(request)
        try:
            return await self._answer
        except asyncio.CancelledError:
            self.close()
            raise
        finally:
            timer.cancel()
            self._answer = None

    def close(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast("asyncio.WriteTransport", transport)
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(NetworkError(f"no HTTP: {type(error).__name__}"))

    def connection_lost(self, _error: Exception | None) -> None:
        self.is_open = False
        self._fail(NetworkError("the connection was closed"))

    def on_message_complete(self) -> None:
        """Called by the parser when a response is complete."""
        status = self._parser.get_status_code()
        if not self._parser.should_keep_alive():
            self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)

    def _fail(self, error: NetworkError) -> None:
        self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
