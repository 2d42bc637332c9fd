"""The Bot API over HTTP: `<root>/bot<token>/<method>` and `<root>/file/bot<token>/<path>`."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.playground.faults import Fault, Faults
from bot.playground.methods.account import get_updates
from bot.playground.methods.table import METHODS
from bot.playground.model import Json
from bot.playground.refusals import Refusal
from bot.playground.specification import Method, Upload, specification
from bot.playground.state import Call
from bot.playground.world import World

HTML_ERROR = "<html>\r\n<head><title>{0}</title></head>\r\n<body><h1>{0}</h1></body>\r\n</html>"
UPLOAD_BYTES = 60 * 1024 * 1024


class CutError(Exception):
    """The connection is to be closed with no answer."""


@dataclass(slots=True)
class Api:
    """Answers calls for one token; with `check_fields`, one whose fields do not fit is refused."""

    world: World
    faults: Faults
    token: str
    check_fields: bool = True

    def add_to(self, application: web.Application) -> None:
        """Serve the calls and the files in this application."""
        application.router.add_route("*", "/bot{token:[^/]+}/{method}", self.call)
        application.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.file)

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["path"].rpartition("/")[2]
        stored = self.world.files.get(name)
        if request.match_info["token"] != self.token or stored is None:
            return failure(Refusal(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return failure(Refusal(401, "Unauthorized"))
        name = request.match_info["method"].lower()
        method = specification().methods.get(name)
        if method is None:
            return failure(Refusal(404, "Not Found: method not found"))
        try:
            return await self.answer(method, name, request)
        except CutError:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=502)

    async def answer(self, method: Method, name: str, request: web.Request) -> web.Response:
        raw = await raw_arguments(request)
        chat_id = raw.get("chat_id")
        try:
            fault = await self.apply_faults(name, chat_id)
            if fault and fault.kind == "server error":
                return server_error(fault.status)
            arguments = self.read(method, raw)
            result = await self.run(name, arguments)
        except Refusal as refusal:
            self.log(method.name, chat_id, refusal)
            return failure(refusal)
        self.log(method.name, chat_id, None)
        return after_effect(success(result), fault)

    async def apply_faults(self, name: str, chat_id: Any) -> Fault | None:
        """Apply the faults in force; returns one that takes effect after the call."""
        if delay := self.faults.delay(name):
            await asyncio.sleep(delay)
        if not self.faults.planned:
            return None
        fault = self.faults.due(name, whole(chat_id))
        if fault is None:
            return None
        if fault.kind == "too many":
            raise Refusal(
                429,
                f"Too Many Requests: retry after {fault.retry_after}",
                retry_after=fault.retry_after,
            )
        if fault.kind == "refuse":
            raise Refusal(fault.status, fault.description)
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        if fault.kind in ("hang", "cut before"):
            raise CutError
        return fault

    def read(self, method: Method, raw: Json) -> Json:
        try:
            return specification().read(method, raw, check=self.check_fields)
        except Refusal as refusal:
            self.world.complaints.append(refusal.description)
            raise

    async def run(self, name: str, arguments: Json) -> Any:
        if name == "getupdates":
            return await get_updates(self.world, arguments)
        answer = METHODS.get(name)
        if answer is None:
            return True
        if not self.world.limits.off:
            self.world.limits.spend(name, whole(arguments.get("chat_id")) or 0)
        return answer(self.world, arguments)

    def log(self, method: str, chat_id: Any, refusal: Refusal | None) -> None:
        error = refusal.description if refusal else None
        at = self.world.monotonic()
        self.world.calls.append(Call(method, whole(chat_id) or chat_id, at, refusal is None, error))


def whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


async def raw_arguments(request: web.Request) -> Json:
    """The arguments of a call by query, form, JSON or multipart, not yet converted."""
    raw: Json = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return raw
    kind = request.content_type
    if kind == "application/x-www-form-urlencoded":
        raw.update(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    elif kind == "application/json":
        raw.update(json.loads(await request.read() or b"{}"))
    elif kind == "multipart/form-data":
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                await read_part(part, raw)
    return raw


async def read_part(part: BodyPartReader, raw: Json) -> None:
    content = bytes(await part.read(decode=True))
    name = part.name or ""
    if part.filename is None:
        raw[name] = content.decode()
    else:
        kind = part.headers.get("Content-Type", "application/octet-stream")
        raw[name] = Upload(part.filename, content, kind)


ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def success(result: Any) -> web.Response:
    body = ENCODER.encode({"ok": True, "result": result}).encode()
    return web.Response(body=body, content_type="application/json")


def failure(refusal: Refusal) -> web.Response:
    body: Json = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.Response(
        status=refusal.code, body=ENCODER.encode(body).encode(), content_type="application/json"
    )


def server_error(status: int) -> web.Response:
    title = f"{status} Bad Gateway"
    return web.Response(status=status, text=HTML_ERROR.format(title), content_type="text/html")


def after_effect(response: web.Response, fault: Fault | None) -> web.Response:
    if fault is None:
        return response
    if fault.kind == "cut after":
        raise CutError
    body = response.body
    if isinstance(body, bytes):
        response.body = body[: len(body) // 2]
    return response
