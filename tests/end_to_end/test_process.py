"""The program as a process: settings, signals, a kill in the middle, health, and its log."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import create_engine, text

from bot.playground.people import Person
from bot.playground.telegram import Telegram
from bot.telegram.intake import JUST_STARTED
from tests.end_to_end.process import ROOT, STARTED, environment, program
from tests.end_to_end.town import COORDINATOR

SECRET_NAME = "Zwaluwstaart"
SECRET_TEXT = "Kwikstaartje"


async def founds(telegram: Telegram, name: str) -> tuple[Person, str]:
    els = telegram.world.person("Els", user_id=COORDINATOR, language_code="nl")
    els.says(f"/community\nnaam: {name}\nzone: Zuid\ntaal: fr")
    return els, (await els.hears("✅")).text


async def test_a_missing_token_ends_the_program_with_status_2_and_one_line(tmp_path: Path) -> None:
    async with program({"PATH": "/usr/bin", "HOME": str(tmp_path)}) as running:
        assert await running.ends() == 2
    assert len(running.lines) == 1
    assert running.lines[0].startswith("BOT_TOKEN")


async def test_it_starts_on_an_empty_database_and_runs_until_sigterm(
    telegram: Telegram, empty_database_url: str
) -> None:
    async with program(environment(telegram, empty_database_url)) as running:
        await founds(telegram, "Zuid")
        assert await running.told(signal.SIGTERM) == 0


async def test_a_killed_program_takes_up_again_what_it_was_sent(
    telegram: Telegram, database_url: str
) -> None:
    environ = environment(telegram, database_url)
    async with program(environ) as running:
        await running.writes(STARTED)
        await founds(telegram, "Zuid")
        running.process.kill()
        await running.ends()
    els = telegram.world.person("Bo", language_code="nl")
    els.says("/help")
    async with program(environ):
        await els.hears("/privacy")


async def test_a_token_that_telegram_does_not_know_ends_with_one_clear_line(
    telegram: Telegram, sqlite_url: str
) -> None:
    environ = environment(telegram, sqlite_url, BOT_TOKEN="123:unknown")
    async with program(environ) as running:
        assert await running.ends() == 1
    assert "BOT_TOKEN" in running.lines[-1]
    assert "unknown" not in "".join(running.lines)


async def test_a_second_program_that_polls_ends_with_one_clear_line(
    telegram: Telegram, sqlite_url: str
) -> None:
    environ = environment(telegram, sqlite_url)
    async with program(environ) as first:
        await first.writes(STARTED)
        els, _ = await founds(telegram, "Zuid")
        await asyncio.sleep(JUST_STARTED)
        async with program(environ) as second:
            assert await second.ends() == 1
        assert "another program polls" in second.lines[-1]
        els.says("/help")
        await els.hears("/privacy")
        assert first.process.returncode is None


async def test_healthz_and_metrics_answer_once_updates_are_handled(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    environ = environment(telegram, sqlite_url, PORT=str(unused_tcp_port))
    async with program(environ) as running, aiohttp.ClientSession() as client:
        await running.writes(STARTED)
        await founds(telegram, "Zuid")
        async with client.get(f"http://127.0.0.1:{unused_tcp_port}/healthz") as answer:
            assert answer.status == 200
            assert (await answer.json())["ok"] is True
        async with client.get(f"http://127.0.0.1:{unused_tcp_port}/metrics") as answer:
            assert "updates_handled_total 1.0" in await answer.text()
            assert "Server" not in answer.headers
        for header in ("X-Forwarded-For", "via", "FORWARDED", "x-real-ip"):
            headers = {header: "198.51.100.7"}
            async with client.get(
                f"http://127.0.0.1:{unused_tcp_port}/metrics", headers=headers
            ) as answer:
                assert answer.status == 404


async def test_it_listens_on_the_address_of_bind_alone(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    environ = environment(telegram, sqlite_url, PORT=str(unused_tcp_port), BIND="127.0.0.2")
    async with program(environ) as running:
        await running.writes(STARTED)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", unused_tcp_port)
        _, writer = await asyncio.open_connection("127.0.0.2", unused_tcp_port)
        writer.close()


async def test_an_address_of_another_machine_ends_the_program_with_one_plain_line(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    environ = environment(telegram, sqlite_url, PORT=str(unused_tcp_port), BIND="203.0.113.9")
    async with program(environ) as running:
        assert await running.ends() != 0
        assert running.lines[-1].startswith("BIND: ")


async def test_updates_come_by_webhook_with_the_secret_only(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    address = f"http://127.0.0.1:{unused_tcp_port}/hook"
    environ = environment(
        telegram,
        sqlite_url,
        PORT=str(unused_tcp_port),
        WEBHOOK_URL=address,
        WEBHOOK_SECRET="abc-123",
    )
    async with program(environ) as running, aiohttp.ClientSession() as client:
        await running.writes(STARTED)
        await founds(telegram, "Zuid")
        async with client.post(address, json={"update_id": 1}) as answer:
            assert answer.status == 403


async def test_a_webhook_that_cannot_be_set_at_once_is_set_later(
    telegram: Telegram, sqlite_url: str, unused_tcp_port: int
) -> None:
    environ = environment(
        telegram,
        sqlite_url,
        PORT=str(unused_tcp_port),
        WEBHOOK_URL=f"http://127.0.0.1:{unused_tcp_port}/hook",
        WEBHOOK_SECRET="abc-123",
    )
    telegram.faults.next("server error", "setWebhook", times=2)
    async with program(environ) as running:
        await running.writes(STARTED)
        await founds(telegram, "Zuid")


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_no_level_logs_a_text_a_name_or_the_token(
    telegram: Telegram, sqlite_url: str, level: str
) -> None:
    environ = environment(telegram, sqlite_url, LOG_LEVEL=level)
    async with program(environ) as running:
        els, answer = await founds(telegram, SECRET_NAME)
        link = next(word for word in answer.split() if "?start=" in word)
        anna = telegram.world.person(SECRET_NAME, language_code="nl")
        anna.opens(link)
        await anna.hears(SECRET_NAME)
        anna.forges("rsvp:yes:Kwikstaartje", anna.chat.messages[-1])
        anna.says(f"/start {SECRET_TEXT}\nnaam: {SECRET_TEXT}")
        await anna.hears("⛔")
        telegram.faults.next("truncated", "sendMessage")
        els.says("/help")
        await els.hears("/")
        telegram.faults.poison({"message": {"text": SECRET_TEXT}})
        await telegram.handled()
        assert await running.told(signal.SIGINT) == 0
    written = "".join(running.lines)
    token = link.partition("start=")[2]
    for hidden in (SECRET_NAME, SECRET_TEXT, telegram.token, token, "Kwik"):
        assert hidden not in written


@pytest.mark.parametrize("kind", ["a folder that cannot be made", "a newer schema"])
async def test_a_database_that_cannot_be_used_ends_the_program_with_one_plain_line(
    telegram: Telegram, sqlite_url: str, kind: str
) -> None:
    if kind == "a newer schema":
        engine = create_engine(sqlite_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        url = sqlite_url
    else:
        url = "sqlite:////dev/null/folder/bot.db"
    async with program(environment(telegram, url)) as running:
        assert await running.ends() == 1
        assert running.lines[-1].startswith("DATABASE_URL: ")
        assert not any("uncaught" in line or "Traceback" in line for line in running.lines)


def core_limits(pid: int) -> list[str]:
    """The soft and the hard limit of a process for core files."""
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()
    (core,) = [line.split() for line in limits if line.startswith("Max core file")]
    return core[4:6]


async def test_its_files_are_for_their_owner_alone_and_it_leaves_no_core(
    telegram: Telegram, tmp_path: Path
) -> None:
    before = os.umask(0o022)
    try:
        environ = environment(telegram, f"sqlite:///{tmp_path}/data/new.db")
        async with program(environ) as running:
            await running.writes(STARTED)
            core = core_limits(running.process.pid)
    finally:
        os.umask(before)

    made = [*(tmp_path / "data").rglob("*"), tmp_path / "data"]
    assert {one.name for one in made} >= {"new.db", "new.db.key", "data"}
    assert [one for one in made if one.stat().st_mode & 0o077] == []
    assert core == ["0", "0"]


def test_its_memory_is_not_dumped() -> None:
    asked = (
        "from bot.hardening import harden; import ctypes; "
        "before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0); harden(); "
        "print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert said.stdout.split() == ["1", "0"]
