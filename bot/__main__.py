"""The command line: run the bot, try it on localhost, check a set-up, back up, export."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

from bot import logs
from bot.hardening import harden
from bot.rules.languages import CODES
from bot.settings import SettingError, Settings, load

if TYPE_CHECKING:
    from bot.app import App

DOTENV = Path(__file__).resolve().parent.parent / ".env"

OFFLINE = frozenset({"backup", "restore", "export"})
"""Sub-commands that never call Telegram, and so need no token."""

FAILED = 1
REFUSED_SETTING = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a sub-command; return the exit status."""
    options = _parser().parse_args(arguments)
    harden()
    try:
        if options.command == "playground":
            logs.set_up("WARNING")
            return _in_loop(_playground(options.port))
        settings = load(os.environ, DOTENV, token_needed=options.command not in OFFLINE)
    except SettingError as error:
        _say(str(error))
        return REFUSED_SETTING
    _set_up_logs(settings)
    return _in_loop(_subcommand(options, settings))


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
    backup = commands.add_parser(
        "backup",
        help="write everything to one encrypted file, while the bot runs",
        description="Write everything to one encrypted file, while the bot runs. The passphrase is"
        " asked twice, or taken from BACKUP_PASSPHRASE. The file fits SQLite and PostgreSQL.",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="a backup there is replaced")
    restore = commands.add_parser(
        "restore",
        help="put a backup into the database at DATABASE_URL",
        description="Put a backup into the database at DATABASE_URL, upgraded where it is of an"
        " older version. Stop the bot of that database first. Messages and reminders whose time is"
        " past are taken as said by the original and not said again.",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument(
        "--replace", action="store_true", help="even where people are known: they are replaced"
    )
    export = commands.add_parser(
        "export",
        help="write the harvest into a folder, while the bot runs",
        description="Write the harvest, what communities released and figures, into a folder:"
        " a .docx for each community, one .xlsx and one .json for all. The folder is empty, or"
        " holds an earlier harvest, whose files of the same name are replaced.",
    )
    export.add_argument("folder", type=Path, metavar="DIR", help="is made where there is none")
    export.add_argument("--language", choices=CODES, help="of the files (default LANGUAGE)")
    export.add_argument("--community", metavar="NAME", help="this one only")
    return parser


def _subcommand(options: argparse.Namespace, settings: Settings) -> Coroutine[Any, Any, int]:
    match options.command:
        case "doctor":
            return _doctor(settings)
        case "backup":
            return _backup(settings, options.file)
        case "restore":
            return _restore(settings, options.file, replace=options.replace)
        case "export":
            return _export(settings, options)
        case _:
            return _run(settings)


def _set_up_logs(settings: Settings) -> None:
    secret = settings.webhook_secret
    password = make_url(settings.database_url).password
    passphrase = settings.backup_passphrase
    secrets = [
        settings.bot_token.get_secret_value(),
        secret.get_secret_value() if secret else "",
        passphrase.get_secret_value() if passphrase else "",
        settings.text_key.get_secret_value() if settings.text_key else "",
        str(password or ""),
    ]
    logs.set_up(settings.log_level, secrets)


def _in_loop(coroutine: Coroutine[Any, Any, int]) -> int:
    """Run on uvloop where it is installed, which is about 1.5 times as fast."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(coroutine)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(coroutine)


async def _run(settings: Settings) -> int:
    from bot.app import App, CannotStartError
    from bot.telegram.intake import PollingRefusedError

    running = asyncio.create_task(_run_until_cancelled(App(settings)))
    stopping = asyncio.create_task(_stop_event().wait())
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    running.cancel()
    try:
        await running
    except asyncio.CancelledError:
        return 0
    except (PollingRefusedError, CannotStartError) as refusal:
        _say(str(refusal))
        return FAILED
    return 0


async def _run_until_cancelled(app: "App") -> None:
    """Run until cancelled, then finish the updates and messages under way."""
    async with app.alive() as running:
        # The objects made at the start live as long as the program: without freezing them, the
        # garbage collector scanned them again and again, a third of the time of every press.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        await running


def _stop_event() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set, from now on."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _doctor(settings: Settings) -> int:
    from bot.commands.doctor import examine

    return await examine(settings)


async def _backup(settings: Settings, path: Path) -> int:
    from bot.commands.backup import BackupError, back_up

    try:
        print(await back_up(settings, path))
    except BackupError as error:
        _say(str(error))
        return FAILED
    return 0


async def _restore(settings: Settings, path: Path, *, replace: bool) -> int:
    from bot.commands.backup import BackupError, restore

    try:
        print(await restore(settings, path, lambda: datetime.now(UTC), replace=replace))
    except BackupError as error:
        _say(str(error))
        return FAILED
    return 0


async def _export(settings: Settings, options: argparse.Namespace) -> int:
    from bot.commands.export import HarvestError, export

    now = datetime.now(UTC)
    try:
        print(await export(settings, options.folder, options.language, options.community, now))
    except HarvestError as error:
        _say(str(error))
        return FAILED
    return 0


async def _playground(port: int) -> int:
    from bot.app import App
    from bot.playground.clock import MovableClock
    from bot.playground.page_server import NextDue
    from bot.playground.run import open_playground
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

    await open_playground(start_bot, port=port, announce=_say, until=_stop_event())
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
