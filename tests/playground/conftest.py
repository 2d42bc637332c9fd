"""A stand-in Telegram, and PTB's own Bot as its client."""

import struct
import zlib
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.playground.model import Chat
from bot.playground.people import Person
from bot.playground.telegram import Telegram


@pytest.fixture(autouse=True)
def _intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """PTB warns of its coming change to timedeltas unless it may make it now."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram.start() as started:
        yield started


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    made = Bot(
        telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
    )
    async with made:
        yield made


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    """A person who has pressed Start."""
    person = telegram.world.person("Anna")
    person.opens()
    return person


@pytest.fixture
def group(telegram: Telegram, anna: Person) -> Chat:
    """A supergroup with Anna as its owner and the bot as a plain member."""
    made = telegram.world.group("PG Noord", [anna])
    anna.adds_bot(made)
    return made


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xb0\x60\x30" * width) * height
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
