"""python-telegram-bot's requests over aiohttp.

PTB's own transport, httpx, scans its whole pool of connections at each request and makes a fifth
as many requests a second.
"""

from typing import Any, Final

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

CONNECT: Final = 10.0
"""Seconds to wait for a connection, by default."""

READ: Final = 20.0
"""Seconds to wait for data of a response, by default."""

CONNECTIONS: Final = 128
"""Most connections at the same time."""


class AiohttpRequest(BaseRequest):
    """Makes PTB's requests; connections are kept alive, so that few calls need a TLS handshake."""

    def __init__(self) -> None:
        """Prepare; the session is opened by `initialize`, in the running loop."""
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer when a call names none."""
        return READ

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=75)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; return status and body. Raises TimedOut, NetworkError without the URL."""
        if self._session is None:
            raise NetworkError("the transport is closed")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, CONNECT),
            sock_read=_seconds(read_timeout, READ),
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            # The message of these errors may hold the URL, and the URL holds the token.
            raise NetworkError(f"connection failed: {type(error).__name__}") from None

    async def fetch(self, url: str, parameters: dict[str, Any], read_timeout: float) -> Any:
        """Call a URL and return the JSON result, which PTB's own methods would parse strictly.

        Raises the errors of `telegram.error`.
        """
        given = [RequestParameter(name, value, None) for name, value in parameters.items()]
        return await self.post(url, RequestData(given), read_timeout=read_timeout)


def _seconds(given: ODVInput[float], default: float) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _body(data: RequestData | None) -> Any:
    if data is None or (not data.parameters and not data.multipart_data):
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return form
