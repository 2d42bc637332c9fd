"""A lean stand-in Telegram for measuring: a process of its own, on a core of its own.

It takes no part in the field: it hands out presses that it was given, answers every call, and
keeps what it needs to say afterwards who was answered when and what each chat was shown. A call
takes as long as it was told, half of it on the way here and half on the way back. The parent
drives it by `POST /control/<verb>`, and reads its port from the first line it writes.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import parse_qsl

from bot.playground.rate_limits import Limits
from bot.playground.refusals import Refusal

Json = dict[str, Any]

BOT: Final[Json] = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "Praktijk",
    "username": "praktijkbot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
SHOWN: Final = ("sendmessage", "editmessagetext")
TEXT: Final = (
    "Sessie 3 van 10\nOverdracht tussen diensten\n🗓 dinsdag 19 januari, 14:00-16:30\n"
    "📍 Huis van de wijk, Nieuwstraat 12\n\n✅ 2  Anna, Ben\n❌ 1  Carla\n🤔 0\n"
    "Nog 12 mensen hebben niet geantwoord"
)
FIRST_UPDATE: Final = 500_000_000
FIRST_QUERY: Final = 4_000_000_000_000_000
TRUE: Final = b'{"ok":true,"result":true}'
CONFLICT: Final = b'{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}'  # noqa: E501
REASONS: Final = {
    200: b"OK",
    400: b"Bad Request",
    404: b"Not Found",
    409: b"Conflict",
    429: b"Too Many Requests",
}


class Connection(asyncio.Protocol):
    """One kept-alive connection: its requests are answered one after the other."""

    def __init__(self, telegram: "Telegram") -> None:
        self.telegram = telegram
        self.transport: asyncio.Transport | None = None
        self.received = b""
        self.busy = False
        self.advancing = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.telegram.gone(self)

    def data_received(self, data: bytes) -> None:
        self.received += data
        self.advance()

    def advance(self) -> None:
        if self.advancing:
            return
        self.advancing = True
        while not self.busy and (request := self.next_request()) is not None:
            self.busy = True
            self.telegram.receive(self, *request)
        self.advancing = False

    def next_request(self) -> tuple[str, bytes, bytes] | None:
        """Path, head and body of the next whole request."""
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self.received[:end].lower()
        length, found = 0, head.find(b"\r\ncontent-length:")
        if found >= 0:
            length = int(head[found + 17 :].split(b"\r\n", 1)[0])
        whole = end + 4 + length
        if len(self.received) < whole:
            return None
        path = self.received[: self.received.find(b"\r\n")].split(b" ", 2)[1].decode()
        body = self.received[end + 4 : whole]
        self.received = self.received[whole:]
        return path, head, body

    def reply(self, body: bytes, status: int = 200) -> None:
        if self.transport is not None:
            self.transport.write(
                b"HTTP/1.1 %d %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (status, REASONS[status], len(body), body)
            )
        self.busy = False
        self.advance()


class Telegram:
    """What the stand-in holds between two resets."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.reset({})

    def reset(self, wish: Json) -> Json:
        """Begin anew: `delay` seconds a call [least, most], `limits` of Telegram, `seed`."""
        self.delay: list[float] | None = wish.get("delay")
        self.limits = Limits.like_telegram() if wish.get("limits") else Limits()
        self.random = random.Random(wish.get("seed", 1))
        self.queue: deque[tuple[int, bytes]] = deque()
        self.prepared: list[tuple[int, bytes]] = []
        self.poll: tuple[Connection, int, asyncio.TimerHandle] | None = None
        self.next_update, self.next_query = FIRST_UPDATE, FIRST_QUERY
        self.next_message = 1_000_000
        self.begin_batch()
        self.calls: Counter[str] = Counter()
        self.first_poll = self.last_call = 0.0
        self.cards: dict[int, Json] = {}
        return {}

    def begin_batch(self) -> None:
        self.released: dict[int, float] = {}
        self.answered: dict[int, float] = {}
        self.popped_up: dict[int, str] = {}
        self.twice = self.unknown = 0
        self.refused: Counter[str] = Counter()
        self.shown: dict[int, list[tuple[float, str, str]]] = {}
        self.edited = 0
        self.began = self.last_answer = self.last_edit = 0.0

    # What the subject calls

    def receive(self, connection: Connection, path: str, head: bytes, body: bytes) -> None:
        method = path.rpartition("/")[2].partition("?")[0].lower()
        if path.startswith("/control/"):
            self.control(connection, method, body)
        elif self.delay is None:
            self.take(connection, method, head, path, body, 0.0)
        else:
            half = self.random.uniform(*self.delay) / 2
            self.loop.call_later(half, self.take, connection, method, head, path, body, half)

    def take(
        self, connection: Connection, method: str, head: bytes, path: str, body: bytes, back: float
    ) -> None:
        self.calls[method] += 1
        self.last_call = time.monotonic()
        given = arguments(head, path, body)
        if method == "getupdates":
            self.get_updates(connection, given)
            return
        try:
            answer, status = self.answer(method, given), 200
        except Refusal as refusal:
            self.refused[method] += 1
            answer, status = refused(refusal), refusal.code
        if back:
            self.loop.call_later(back, connection.reply, answer, status)
        else:
            connection.reply(answer, status)

    def answer(self, method: str, given: Json) -> bytes:
        if method == "answercallbackquery":
            return self.pop_up(given)
        if not self.limits.off:
            self.limits.spend(method, int(given.get("chat_id", 0)))
        if method in SHOWN:
            return self.show(method, given)
        if method == "getme":
            return result(BOT)
        return TRUE

    def pop_up(self, given: Json) -> bytes:
        query = int(given["callback_query_id"])
        if query in self.answered:
            self.twice += 1
        elif query not in self.released:
            self.unknown += 1
        else:
            self.last_answer = self.answered[query] = time.monotonic()
            self.popped_up[query] = given.get("text", "")[:1]
        return TRUE

    def show(self, method: str, given: Json) -> bytes:
        chat, text = int(given["chat_id"]), given.get("text", "")
        now = time.monotonic()
        self.shown.setdefault(chat, []).append((now, method, text))
        if method == "editmessagetext":
            message_id = int(given["message_id"])
            self.edited, self.last_edit = self.edited + 1, now
        else:
            self.next_message += 1
            message_id = self.next_message
        markup = given.get("reply_markup")
        return result(
            message(
                chat, message_id, text, json.loads(markup) if isinstance(markup, str) else markup
            )
        )

    def get_updates(self, connection: Connection, given: Json) -> None:
        if not self.first_poll:
            self.first_poll = time.monotonic()
        self.end_poll(CONFLICT, 409)
        offset = int(given.get("offset") or 0)
        while self.queue and self.queue[0][0] < offset:
            self.queue.popleft()
        limit, timeout = int(given.get("limit") or 100), float(given.get("timeout") or 0)
        if self.queue or timeout <= 0:
            self.hand_out(connection, limit)
        else:
            timer = self.loop.call_later(timeout, self.end_poll, result([]), 200)
            self.poll = (connection, limit, timer)

    def hand_out(self, connection: Connection, limit: int) -> None:
        some = [self.queue[index][1] for index in range(min(limit, len(self.queue)))]
        if some and not self.began:
            self.began = time.monotonic()
        body = b'{"ok":true,"result":[' + b",".join(some) + b"]}"
        if self.delay is None:
            connection.reply(body)
        else:
            half = self.random.uniform(*self.delay) / 2
            self.loop.call_later(half, connection.reply, body)

    def end_poll(self, body: bytes, status: int) -> None:
        if self.poll is not None:
            connection, _, timer = self.poll
            self.poll = None
            timer.cancel()
            connection.reply(body, status)

    def gone(self, connection: Connection) -> None:
        if self.poll is not None and self.poll[0] is connection:
            self.poll[2].cancel()
            self.poll = None

    # What the parent calls

    def control(self, connection: Connection, verb: str, body: bytes) -> None:
        verbs: dict[str, Callable[[Json], Json]] = {
            "reset": self.reset,
            "cards": self.set_cards,
            "load": self.load,
            "go": self.go,
            "state": self.state,
            "report": self.report,
        }
        connection.reply(json.dumps(verbs[verb](json.loads(body or b"{}"))).encode())

    def set_cards(self, wish: Json) -> Json:
        """The cards that can be pressed: [chat, message, meeting, start in seconds] each."""
        for number, (chat, message_id, meeting, start) in enumerate(wish["cards"]):
            row = [
                {"text": f"{sign} {word}", "callback_data": f"rsvp:{answer}:{meeting}:{start}"}
                for sign, word, answer in (
                    ("✅", "Ja", "yes"),
                    ("❌", "Nee", "no"),
                    ("🤔", "Misschien", "unsure"),
                )
            ]
            self.cards[number] = {
                "message": encoded(message(chat, message_id, TEXT, {"inline_keyboard": [row]})),
                "data": f"{meeting}:{start}",
            }
        return {}

    def load(self, wish: Json) -> Json:
        """Prepare presses, [card, person, answer] each; what was counted before is forgotten."""
        self.begin_batch()
        self.prepared = []
        first = self.next_query
        for number, person, answer in wish["presses"]:
            card = self.cards[number]
            query = {
                "id": str(self.next_query),
                "from": {"id": person, "is_bot": False, "first_name": "Lid", "language_code": "nl"},
                "chat_instance": str(number * 7919),
                "data": f"rsvp:{answer}:{card['data']}",
            }
            update = b'{"update_id":%d,"callback_query":{"message":%b,%b}' % (
                self.next_update,
                card["message"],
                encoded(query)[1:],
            )
            self.prepared.append((self.next_query, update))
            self.next_query += 1
            self.next_update += 1
        return {"first": first}

    def go(self, wish: Json) -> Json:
        """Let the presses happen: all at once, or each so many seconds from now (`at`)."""
        moments = wish.get("at")
        first = self.next_update - len(self.prepared)
        for number, (query, update) in enumerate(self.prepared):
            if moments:
                self.loop.call_later(moments[number], self.release, query, first + number, update)
            else:
                self.released[query] = time.monotonic()
                self.queue.append((first + number, update))
        self.wake()
        return {"at": time.monotonic()}

    def release(self, query: int, update_id: int, update: bytes) -> None:
        self.released[query] = time.monotonic()
        self.queue.append((update_id, update))
        self.wake()

    def wake(self) -> None:
        if self.poll is not None and self.queue:
            connection, limit, timer = self.poll
            self.poll = None
            timer.cancel()
            self.hand_out(connection, limit)

    def state(self, _wish: Json) -> Json:
        """How far it is; moments are seconds of the machine's monotonic clock."""
        return {
            "first_poll": self.first_poll,
            "last_call": self.last_call,
            "began": self.began,
            "answered": len(self.answered),
            "edited": self.edited,
            "last_answer": self.last_answer,
            "last_edit": self.last_edit,
            "shown": sum(map(len, self.shown.values())),
            "refused": sum(self.refused.values()),
            "processor": time.process_time(),
        }

    def report(self, _wish: Json) -> Json:
        """Everything since the last load; latencies are seconds from a press to its pop-up."""
        return self.state({}) | {
            "calls": dict(self.calls),
            "refused_by_method": dict(self.refused),
            "twice": self.twice,
            "unknown": self.unknown,
            "latencies": [at - self.released[query] for query, at in self.answered.items()],
            "popped_up": {str(query): sign for query, sign in self.popped_up.items()},
            "last_press": max(self.released.values(), default=0.0),
            "shown_in": {str(chat): all_shown for chat, all_shown in self.shown.items()},
        }


def arguments(head: bytes, path: str, body: bytes) -> Json:
    if body and b"application/json" in head:
        found: Json = json.loads(body)
        return found
    _, _, query = path.partition("?")
    return dict(parse_qsl(body.decode() or query, keep_blank_values=True))


def message(chat: int, message_id: int, text: str, markup: Json | None) -> Json:
    kind = {"type": "private", "first_name": "Lid"}
    if chat < 0:
        kind = {"type": "supergroup", "title": "Praktijkgemeenschap"}
    body: Json = {
        "message_id": message_id,
        "from": BOT,
        "chat": {"id": chat, **kind},
        "date": 1_780_000_000,
        "text": text,
        "entities": [{"type": "bold", "offset": 0, "length": min(15, len(text))}],
    }
    return body | {"reply_markup": markup} if markup else body


def encoded(thing: Any) -> bytes:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()


def result(thing: Any) -> bytes:
    return b'{"ok":true,"result":%b}' % encoded(thing)


def refused(refusal: Refusal) -> bytes:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return encoded(body)


async def main() -> None:
    """Serve on a free loopback port until the parent closes the standard input."""
    loop = asyncio.get_running_loop()
    telegram = Telegram(loop)
    server = await loop.create_server(lambda: Connection(telegram), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
