"""Updates that come broken, again, or out of order, and polls that are refused."""

import asyncio
import random
import signal
from collections import Counter
from typing import Any, Final

import aiohttp
import pytest

import bot.telegram.intake
from bot.app import App
from bot.playground.state import Webhook
from bot.playground.telegram import Telegram
from bot.playground.webhook import SECRET_HEADER
from bot.telegram.intake import Intake, Polling, PollingRefusedError
from tests.end_to_end.process import STARTED, environment, program
from tests.end_to_end.town import COORDINATOR, Clock, Town, settings_for, wall
from tests.faults.around import answers_of, heard, peopled, served, waiting

REFUSALS = [(401, "Unauthorized", "BOT_TOKEN"), (404, "Not Found", "BOT_TOKEN")]


@pytest.mark.parametrize(("status", "description", "named"), REFUSALS)
async def test_a_401_or_404_on_polling_ends_the_program_with_one_clear_line(
    telegram: Telegram, sqlite_url: str, status: int, description: str, named: str
) -> None:
    async with program(environment(telegram, sqlite_url)) as running:
        await running.writes(STARTED)
        telegram.faults.next(
            "refuse", "getUpdates", times=None, status=status, description=description
        )
        telegram.world.person("Bo").says("/help")
        assert await running.ends() == 1
    assert named in running.lines[-1]
    assert "Traceback" not in "".join(running.lines)
    assert telegram.waiting(), "what was not handled is still with Telegram"


async def test_conflicts_in_a_row_end_a_program_that_has_polled_and_one_alone_does_not(
    telegram: Telegram, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.telegram.intake, "JUST_STARTED", 0.0)
    app = App(settings_for(telegram, sqlite_url), Clock(wall("2026-09-01 10:00")))
    bo = telegram.world.person("Bo")
    async with app.alive() as running:
        bo.says("/help")
        await bo.hears("/privacy")
        telegram.faults.next("refuse", "getUpdates", status=409, description="Conflict: other")
        bo.says("/help")
        await bo.hears("/privacy")
        telegram.faults.next(
            "refuse", "getUpdates", times=None, status=409, description="Conflict: other"
        )
        bo.says("/help")
        await asyncio.wait([running], timeout=10)
        telegram.faults.none()
        error = running.exception()
    assert isinstance(error, PollingRefusedError)
    assert "another program polls" in str(error)


BROKEN_POLLS: list[tuple[Any, dict[str, Any]]] = [
    ("too many", {"retry_after": 1}),
    ("server error", {"status": 502}),
    ("truncated", {}),
    ("cut before", {}),
    ("cut after", {}),
]


@pytest.mark.parametrize(("kind", "details"), BROKEN_POLLS)
async def test_a_broken_poll_is_asked_again_and_loses_nothing(
    town: Town, kind: Any, details: dict[str, Any]
) -> None:
    bo = town.telegram.world.person("Bo")
    town.telegram.faults.next(kind, "getUpdates", times=2, **details)
    bo.says("/help")
    await bo.hears("/privacy")


NOT_UPDATES: list[Any] = [None, {}, {"a": 1}, "x", 7, [None], ["x"], [[]], [{"update_id": "x"}]]


@pytest.mark.parametrize("answer", NOT_UPDATES, ids=str)
async def test_a_poll_answered_with_anything_but_updates_does_not_end_the_program(
    answer: Any,
) -> None:
    good = {"update_id": 5, "message": {"chat": {"id": 1}}}
    answers: list[Any] = [answer, [good]]
    handled = asyncio.Event()

    async def handle(_update: Any) -> None:
        handled.set()

    async def fetch(_parameters: Any, _patience: float) -> Any:
        if not answers:
            await asyncio.sleep(10)
        return answers.pop(0)

    polling = asyncio.create_task(Polling(Intake(handle), fetch, lambda: 0.0).run())
    try:
        async with asyncio.timeout(5):
            await handled.wait()
        assert not polling.done()
    finally:
        polling.cancel()


POISON: list[dict[str, Any]] = [
    {"message": {}},
    {"message": "text"},
    {"message": None},
    {"message": {"message_id": 1, "chat": {"id": "x", "type": "private"}, "text": "x"}},
    {"message": {"message_id": "?", "chat": {"id": 1, "type": "private"}, "from": {}}},
    {"callback_query": []},
    {"callback_query": {"id": "1", "from": None, "data": 5}},
    {"my_chat_member": {"chat": {"id": 1}}},
    {"chat_member": [1]},
    {"chat_join_request": {"from": {"id": []}}},
    {"something_new": {"a": 1}},
    {},
]


async def test_updates_that_cannot_be_read_are_passed_over_and_others_are_served(
    town: Town,
) -> None:
    bo = town.telegram.world.person("Bo")
    for update in POISON:
        town.telegram.faults.poison(update)
        bo.says("/help")
    await town.settles()

    assert len(heard(bo, "/privacy")) == len(POISON)
    assert town.app.intake.skipped > 0
    assert town.telegram.waiting() == []


async def test_the_same_update_ten_times_has_one_effect(town: Town) -> None:
    founded = await peopled(town, "Anna")
    anna, els = founded.people["Anna"], town.brusano
    town.telegram.faults.repeat_updates(9)
    await anna.presses("✅", chat=founded.group)
    anna.says("/help")
    els.says("/community\nname: Twice\nzone: North\nlanguage: en")
    await town.settles()
    town.telegram.faults.none()

    assert (await answers_of(town))[anna.id] == "yes"
    assert len(heard(anna, "/privacy")) == 1
    assert len([one for one in els.chat.messages if "Twice" in one.text and one.sender.is_bot]) == 1
    assert await waiting(town) == []


def hooked(telegram: Telegram, database_url: str, port: int) -> dict[str, str]:
    return environment(
        telegram,
        database_url,
        PORT=str(port),
        WEBHOOK_URL=f"http://127.0.0.1:{port}/hook",
        WEBHOOK_SECRET="abc-123",
    )


async def test_updates_out_of_order_and_repeated_by_webhook_all_count_once(
    telegram: Telegram, database_url: str, unused_tcp_port: int
) -> None:
    environ = hooked(telegram, database_url, unused_tcp_port)
    els = telegram.world.person("Els", user_id=COORDINATOR, language_code="en")
    people = [telegram.world.person(f"P{number}") for number in range(5)]
    chance = random.Random(3)  # noqa: S311 - an order to be repeated
    async with program(environ) as running, aiohttp.ClientSession() as client:
        await running.writes(STARTED)
        await els.state.wait_for_change(5)
        telegram.world.webhook = Webhook()  # from here on the test is the courier
        await asyncio.sleep(0.6)
        for number, person in enumerate(people):
            person.says("/help")
            els.says(f"/community\nname: K{number}\nzone: North\nlanguage: en")
        posts = telegram.waiting() * 10
        telegram.world.updates.clear()
        chance.shuffle(posts)

        async def post(update: Any) -> int:
            headers = {SECRET_HEADER: "abc-123"}
            async with client.post(environ["WEBHOOK_URL"], json=update, headers=headers) as answer:
                return answer.status

        assert set(await asyncio.gather(*map(post, posts))) == {200}
        for number in range(5):
            await els.sees(f"K{number} ")
        assert await running.told(signal.SIGTERM) == 0

    assert [len(heard(person, "/privacy")) for person in people] == [1] * 5
    founded = Counter(
        one.text.split()[1]
        for one in els.chat.messages
        if one.sender.is_bot and one.text.startswith("✅")
    )
    assert founded == Counter({f"K{number}": 1 for number in range(5)})


JSON: Final = "application/json"

HOSTILE_BODIES: Final[dict[str, tuple[bytes, str]]] = {
    "cut": (b'{"update_id": 1, "mess', JSON),
    "empty": (b"", JSON),
    "a list": (b"[]", JSON),
    "null": (b"null", JSON),
    "a string": (b'"x"', JSON),
    "no id": (b"{}", JSON),
    "a list as id": (b'{"update_id": []}', JSON),
    "an endless id": (b'{"update_id": 1e400}', JSON),
    "no number as id": (b'{"update_id": NaN}', JSON),
    "no text": (b"\xff\xfe\x00", JSON),
    "an unknown charset": (b"{}", f"{JSON}; charset=klingon"),
    "another type": (b"{}", "text/html"),
    "100,000 deep": (b"[" * 100_000, JSON),
    "100,000 deep in an update": (b'{"update_id": 1, "message": ' + b'{"a":' * 100_000, JSON),
}


async def test_a_webhook_body_that_is_no_update_is_taken_and_skipped(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    environ = hooked(telegram, sqlite_url, unused_tcp_port)
    bo = telegram.world.person("Bo")
    async with program(environ) as running, aiohttp.ClientSession() as client:
        await running.writes(STARTED)
        for name, (body, kind) in HOSTILE_BODIES.items():
            headers = {SECRET_HEADER: "abc-123", "Content-Type": kind}
            async with client.post(environ["WEBHOOK_URL"], data=body, headers=headers) as answer:
                assert answer.status == 200, name
                assert "Server" not in answer.headers
        assert await served(bo, 3) < 2
        assert not [line for line in running.lines if "level=error" in line.lower()]


async def test_a_webhook_request_without_the_secret_is_turned_away_whatever_it_holds(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    environ = hooked(telegram, sqlite_url, unused_tcp_port)
    bo = telegram.world.person("Bo")
    async with program(environ) as running:
        await running.writes(STARTED)
        for secret in (b"", b"abc-124", b"\xff\xfe", "é".encode(), b"a" * 5000):
            reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
            writer.write(
                b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
                + SECRET_HEADER.encode()
                + b": "
                + secret
                + b"\r\n\r\n{}"
            )
            assert (await reader.read()).split(b" ", 2)[1] == b"403", secret
            writer.close()
        assert await served(bo, 3) < 2
        assert not [line for line in running.lines if "level=error" in line.lower()]
