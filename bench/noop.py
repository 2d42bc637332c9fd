"""A client that does nothing but answer, to see what the stand-in alone can do."""

import asyncio
import os
import re
from collections import deque
from typing import cast
from urllib.parse import urlsplit

QUERY = re.compile(rb'"id":"(\d{16})"')
UPDATE = re.compile(rb'"update_id":(\d+)')
CONNECTIONS = 32
HEAD = "POST /bot{token}/{method} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"  # noqa: E501


class Caller(asyncio.Protocol):
    """One connection; gives the body of each answer to `on_answer`."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = int(self.received[:end].rpartition(b"Content-Length: ")[2].split(b"\r\n")[0])
        if len(self.received) >= end + 4 + length:
            body, self.received = self.received[end + 4 :], b""
            self.on_answer(body)

    def on_answer(self, body: bytes) -> None:
        self.answers.put_nowait(body)

    def call(self, method: str, body: str) -> None:
        token = os.environ["BOT_TOKEN"]
        head = HEAD.format(token=token, method=method, length=len(body), body=body)
        self.transport.write(head.encode())


class Answering(Caller):
    """A connection that answers the next press as soon as it is free."""

    def __init__(self, waiting: deque[bytes]) -> None:
        super().__init__()
        self.waiting = waiting
        self.is_busy = False

    def on_answer(self, body: bytes) -> None:
        self.is_busy = False
        self.go_on()

    def go_on(self) -> None:
        if self.waiting and not self.is_busy:
            self.is_busy = True
            query = self.waiting.popleft().decode()
            self.call("answerCallbackQuery", f"callback_query_id={query}&text=%E2%9C%85")


async def main() -> None:
    loop = asyncio.get_running_loop()
    port = urlsplit(os.environ["BOT_API_URL"]).port or 0
    _, polling = await loop.create_connection(Caller, "127.0.0.1", port)
    waiting: deque[bytes] = deque()
    answering = [
        (await loop.create_connection(lambda: Answering(waiting), "127.0.0.1", port))[1]
        for _ in range(CONNECTIONS)
    ]
    offset = 0
    while True:
        polling.call("getUpdates", f"offset={offset}&limit=100&timeout=30")
        body = await polling.answers.get()
        if updates := UPDATE.findall(body):
            offset = int(updates[-1]) + 1
        waiting.extend(QUERY.findall(body))
        for one in answering:
            one.go_on()
        await asyncio.sleep(0)


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
