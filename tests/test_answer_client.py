"""The client for answers to presses, against a server that behaves, closes, cuts and stalls."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram.error import NetworkError, TimedOut

from bot.telegram import answer_client
from bot.telegram.answer_client import AnswerClient

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def raw_server(serve: Serve) -> AsyncIterator[AnswerClient]:
    serving: set[asyncio.Task[None]] = set()

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await serve(reader, writer)
        finally:
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(attend, "127.0.0.1", 0)
    line = AnswerClient(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        yield line
    finally:
        line.close()
        server.close()
        await server.wait_closed()
        await asyncio.gather(*serving)


async def request_of(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length)


@asynccontextmanager
async def aiohttp_server(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/root/bot1:a/answer", handler)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/root"
    finally:
        await runner.cleanup()


async def test_a_form_arrives_below_the_root_and_the_status_comes_back() -> None:
    seen: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(str((await request.post())["text"]))
        return web.Response(status=400 if len(seen) > 1 else 200, text="{}")

    async with aiohttp_server(answer) as root:
        line = AnswerClient(root)
        assert await line.post("/bot1:a/answer", b"text=caf%C3%A9") == 200
        assert await line.post("/bot1:a/answer", b"text=b") == 400
        line.close()
    assert seen == ["café", "b"]


async def test_an_answer_in_chunks_is_read_to_its_end() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        for _ in range(3):
            await response.write(b"x" * 1000)
        await response.write_eof()
        return response

    async with aiohttp_server(answer) as root:
        line = AnswerClient(root)
        assert [await line.post("/bot1:a/answer", b"") for _ in range(3)] == [200, 200, 200]
        line.close()


async def test_many_calls_at_once_share_the_connections_and_all_are_answered() -> None:
    peers = set()

    async def answer(request: web.Request) -> web.Response:
        peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        return web.Response(text="{}")

    async with aiohttp_server(answer) as root:
        line = AnswerClient(root)
        calls = [line.post("/bot1:a/answer", b"") for _ in range(300)]
        assert set(await asyncio.gather(*calls)) == {200}
        line.close()
    assert len(peers) <= answer_client.CONNECTIONS


async def test_a_connection_closed_while_idle_is_opened_anew() -> None:
    served = 0

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        await request_of(reader)
        served += 1
        writer.write(OK)
        writer.close()

    async with raw_server(once) as line:
        assert [await line.post("/a", b"x") for _ in range(3)] == [200, 200, 200]
    assert served == 3


async def test_an_answer_that_asks_to_close_is_the_last_on_its_connection() -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        await writer.drain()
        writer.close()

    async with raw_server(once) as line:
        assert [await line.post("/a", b"x") for _ in range(2)] == [200, 200]


async def test_a_connection_cut_before_the_answer_is_a_network_error() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(OK[:20])
        writer.close()

    async with raw_server(cut) as line:
        with pytest.raises(NetworkError):
            await line.post("/a", b"x")


async def test_what_is_no_http_is_a_network_error() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(b"SSH-2.0-OpenSSH\r\n")
        writer.close()

    async with raw_server(babble) as line:
        with pytest.raises(NetworkError):
            await line.post("/a", b"x")


async def test_an_answer_that_never_comes_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_client, "TIMEOUT", 0.05)

    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with raw_server(stall) as line:
        with pytest.raises(TimedOut):
            await line.post("/a", b"x")


async def test_a_host_that_is_not_there_is_a_network_error() -> None:
    with pytest.raises(NetworkError):
        await AnswerClient("http://127.0.0.1:1").post("/a", b"x")


async def test_the_certificates_are_read_once_and_not_for_every_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ssl.SSLContext] = []

    def make(read: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> ssl.SSLContext:
        made.append(read())
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", make)
    connections = 0

    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        client = AnswerClient(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        for _ in range(3):
            with pytest.raises(NetworkError):
                await client.post("/a", b"x")
    assert connections == 3
    assert len(made) == 1
