"""The command line: run the program, try it on localhost, check a set-up."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import make_url

from bot import logs
from bot.settings import SettingError, Settings, load

DOTENV = Path(__file__).resolve().parent.parent / ".env"

FAILED = 1
REFUSED_SETTING = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a sub-command; the exit status."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "playground":
            logs.set_up("WARNING")
            return _in_loop(_playground(given.port))
        settings = load(os.environ, DOTENV)
    except SettingError as error:
        _say(str(error))
        return REFUSED_SETTING
    _prepare(settings)
    return _in_loop(_doctor(settings) if given.command == "doctor" else _run(settings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="praktijkgemeenschap", description="A Telegram bot for communities of practice."
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("run", help="run the bot until it is told to stop (the default)")
    playground = commands.add_parser(
        "playground", help="try everything on this machine, with no token"
    )
    playground.add_argument("--port", type=int, default=8081, help="of the page (default 8081)")
    commands.add_parser("doctor", help="check settings, database, token, rights in each group")
    return parser


def _prepare(settings: Settings) -> None:
    secret = settings.webhook_secret
    password = make_url(settings.database_url).password
    secrets = [settings.bot_token.reveal(), secret.reveal() if secret else "", str(password or "")]
    logs.set_up(settings.log_level, secrets)


def _in_loop(work: Coroutine[Any, Any, int]) -> int:
    """Run on uvloop where it is installed: it is half as fast again."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def _run(settings: Settings) -> int:
    from bot.app import App
    from bot.intake import TurnedAwayError

    try:
        async with App(settings).alive() as running:
            await _until_told(running)
    except TurnedAwayError as refusal:
        _say(str(refusal))
        return FAILED
    return 0


async def _until_told(running: "asyncio.Task[None]") -> None:
    """Wait for SIGINT or SIGTERM; raises what ended the program before that."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if running.done():
        running.result()


async def _doctor(settings: Settings) -> int:
    from bot.doctor import examine

    return await examine(settings)


async def _playground(port: int) -> int:
    from bot.app import App
    from bot.playground.clock import MovableClock
    from bot.playground.opening import open_playground
    from bot.playground.server import NextDue
    from bot.playground.telegram import Telegram

    @asynccontextmanager
    async def start_bot(
        telegram: Telegram, clock: MovableClock, coordinators: frozenset[int]
    ) -> AsyncIterator[NextDue | None]:
        with TemporaryDirectory() as folder:
            settings = Settings.for_playground(
                os.environ,
                bot_token=telegram.token,
                bot_api_url=telegram.url,
                database_url=f"sqlite:///{folder}/playground.db",
                coordinators=coordinators,
            )
            app = App(settings, clock)
            async with app.alive():
                yield app.next_due

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await open_playground(start_bot, port=port, announce=_say, until=stop)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
