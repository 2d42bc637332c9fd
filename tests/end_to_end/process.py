"""The real program as a process of its own, against the stand-in over HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.telegram import Telegram
from bot.playground.waiting import PATIENCE
from tests.end_to_end.town import COORDINATOR, TEXT_KEY, is_file

ROOT = Path(__file__).parents[2]
STARTED = "event=started"


class Program:
    """A running program: its exit status and what it wrote to the standard error."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())

    async def writes(self, text: str, within: float = PATIENCE) -> None:
        """Wait until a line holds this text."""
        async with asyncio.timeout(within):
            while not any(text in line for line in self.lines):
                await asyncio.sleep(0.01)

    async def ends(self, within: float = PATIENCE) -> int:
        """Wait for the end; the exit status."""
        async with asyncio.timeout(within):
            status = await self.process.wait()
            await self._reader
        return status

    async def told(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        return await self.ends()


def environment(telegram: Telegram, database_url: str, **more: str) -> dict[str, str]:
    """The settings of a program on the stand-in, in an otherwise bare environment."""
    return {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": telegram.token,
        "BOT_API_URL": telegram.url,
        "DATABASE_URL": database_url.replace("postgresql+psycopg://", "postgresql://"),
        "COORDINATORS": str(COORDINATOR),
        "TEXT_KEY": "" if is_file(database_url) else TEXT_KEY,
        "QUIET_HOURS": "",
        "LOG_LEVEL": "DEBUG",
        **more,
    }


@asynccontextmanager
async def program(
    environ: dict[str, str], *arguments: str, module: str = "bot"
) -> AsyncIterator[Program]:
    """Start `python -m bot`, or another module; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        env=environ,
        stderr=asyncio.subprocess.PIPE,
        stdin=asyncio.subprocess.DEVNULL,
    )
    running = Program(process)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
            await running.ends()
