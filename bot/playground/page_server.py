"""Serves the page with the phones, sends it what changes, and carries out its requests."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.playground.clock import MovableClock
from bot.playground.methods.content import picture_size
from bot.playground.model import Json
from bot.playground.page_actions import perform
from bot.playground.page_views import Cast, news, world_view
from bot.playground.refusals import ImpossibleError
from bot.playground.telegram import Telegram

KINDS = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
LONGEST_MOVE = timedelta(days=400)
NextDue = Callable[[], Awaitable[datetime | None]]
Reset = Callable[[], Awaitable[None]]


class Page:
    """The page of one Telegram. `busy` names what the story is doing, by a key of the page."""

    def __init__(
        self,
        telegram: Telegram,
        clock: MovableClock,
        cast: Cast,
        *,
        reset: Reset,
        next_due: NextDue | None = None,
    ) -> None:
        self.telegram = telegram
        self.clock = clock
        self.cast = cast
        self.reset = reset
        self.next_due = next_due
        self.busy: str | None = None
        self.readers: set[asyncio.Queue[str]] = set()
        self.closing = asyncio.Event()
        clock.on_move.append(self.tell_clock)

    def add_to(self, application: web.Application) -> None:
        """Serve the page's routes in this application."""
        routes = application.router
        routes.add_get("/", self.index)
        routes.add_get("/page/{name:[a-z_]+\\.[a-z]+}", self.static)
        routes.add_get("/files/{id}", self.file)
        routes.add_get("/state", self.state)
        routes.add_get("/events", self.events)
        routes.add_post("/gesture", self.gesture)
        routes.add_post("/clock", self.move_clock)
        routes.add_post("/reset", self.start_again)

    def watch(self) -> None:
        """Watch the present world for changes."""
        self.telegram.world.watchers.append(self.on_change)

    # Sending to pages

    def on_change(self, kind: str, thing: Any) -> None:
        if self.readers:
            told = news(self.telegram.world, self.cast, kind, thing)
            if told:
                self.tell(told)

    def tell(self, told: Json) -> None:
        """Send something to every open page."""
        line = json.dumps(told, ensure_ascii=False)
        for reader in self.readers:
            reader.put_nowait(line)

    def tell_clock(self) -> None:
        self.tell({"kind": "clock", "now": self.clock().isoformat()})

    def tell_busy(self, busy: str | None) -> None:
        """Show what the story is doing; None when it has ended."""
        self.busy = busy
        self.tell({"kind": "busy", "busy": busy})

    def tell_renewed(self) -> None:
        """Have every page read the whole state again."""
        self.tell({"kind": "renewed"})

    # Serving

    async def index(self, request: web.Request) -> web.Response:
        check_local(request)
        return static_file("index.html")

    async def static(self, request: web.Request) -> web.Response:
        check_local(request)
        return static_file(request.match_info["name"])

    async def file(self, request: web.Request) -> web.Response:
        check_local(request)
        stored = self.telegram.world.files.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        picture = picture_size(stored.content) is not None
        headers = {"X-Content-Type-Options": "nosniff"}
        if not picture:
            headers["Content-Disposition"] = attachment(stored.name)
        image = "image/png" if stored.content.startswith(b"\x89PNG") else "image/jpeg"
        kind = image if picture else "application/octet-stream"
        return web.Response(body=stored.content, content_type=kind, headers=headers)

    async def state(self, request: web.Request) -> web.Response:
        check_local(request)
        body = world_view(self.telegram.world, self.cast) | {
            "now": self.clock().isoformat(),
            "busy": self.busy,
            "knows_next": self.next_due is not None,
        }
        return web.json_response(body)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events, one JSON a line, until the page goes."""
        check_local(request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        reader: asyncio.Queue[str] = asyncio.Queue()
        self.readers.add(reader)
        try:
            await response.write(b": open\n\n")
            await self.stream(response, reader)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.readers.discard(reader)
        return response

    async def stream(self, response: web.StreamResponse, reader: asyncio.Queue[str]) -> None:
        while not self.closing.is_set():
            try:
                async with asyncio.timeout(10):
                    line = await reader.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            await response.write(f"data: {line}\n\n".encode())

    def close(self) -> None:
        """End the open event streams."""
        self.closing.set()
        for reader in self.readers:
            reader.put_nowait("{}")

    # Requests of pages

    async def gesture(self, request: web.Request) -> web.Response:
        wish = await wish_of(request)
        try:
            answer = perform(self.telegram.world, wish)
        except ImpossibleError as impossible:
            return web.json_response({"problem": str(impossible)}, status=409)
        return web.json_response(answer)

    async def move_clock(self, request: web.Request) -> web.Response:
        """`hours` moves by so many; `to` goes to a local date and time; `next` to what is due."""
        wish = await wish_of(request)
        target = await self.target(wish)
        if target is None:
            return web.json_response({"problem": "nothing to go to"}, status=409)
        if abs(target - self.clock()) > LONGEST_MOVE:
            return web.json_response({"problem": "too far"}, status=409)
        self.clock.move_to(target)
        return web.json_response({"now": self.clock().isoformat()})

    async def target(self, wish: Json) -> datetime | None:
        if wish.get("next"):
            return await self.next_due() if self.next_due else None
        try:
            if "to" in wish:
                moment = datetime.fromisoformat(str(wish["to"]))
                return moment if moment.tzinfo else None
            return self.clock() + timedelta(hours=float(wish.get("hours", 0)))
        except (ValueError, OverflowError):
            return None

    async def start_again(self, request: web.Request) -> web.Response:
        await wish_of(request)
        await self.reset()
        return web.json_response({})


def check_local(request: web.Request) -> None:
    """Refuse a request that does not come from a page of this machine, by `Host` and `Origin`."""
    host = request.headers.get("Host", "").rpartition(":")[0] or request.headers.get("Host", "")
    if host not in LOCAL_NAMES:
        raise web.HTTPForbidden
    origin = request.headers.get("Origin")
    if origin and origin.removeprefix("http://") != request.headers.get("Host"):
        raise web.HTTPForbidden


async def wish_of(request: web.Request) -> Json:
    """The JSON object a page sent; other sites cannot send one without being asked first."""
    check_local(request)
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        wish = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(wish, dict):
        raise web.HTTPBadRequest
    return wish


def static_file(name: str) -> web.Response:
    source = files("bot.playground").joinpath("page", name)
    kind = KINDS.get(name.rpartition(".")[2])
    if kind is None or not source.is_file():
        raise web.HTTPNotFound
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
    return web.Response(
        body=source.read_bytes(), content_type=kind, charset="utf-8", headers=headers
    )


def attachment(name: str) -> str:
    """The header by which a browser saves a file under its own name (RFC 6266)."""
    return f"attachment; filename=\"{safe_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def safe_name(name: str) -> str:
    return "".join(
        one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name
    )
