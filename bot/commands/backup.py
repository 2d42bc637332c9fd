"""`backup` and `restore`: write the database into one encrypted file, and put it back.

The file holds rows, not a database's own pages, so a backup of SQLite can be restored into
PostgreSQL and the reverse; nothing is written to disk in plain text. Envelopes with cases are in
no table, so they are in no backup. A restore is refused while the bot runs, because the bot would
deliver from a database that is being replaced.
"""

import asyncio
import getpass
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from pydantic import SecretStr
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import backup_encryption
from bot.commands.backup_encryption import EncryptedFileError
from bot.settings import Settings, parse_passphrase
from storage import snapshot
from storage.core.database import Database
from storage.core.delivery_lock import delivery_lock
from storage.snapshot import Record, UnreadableError

Result = TypeVar("Result")


class BackupError(Exception):
    """A backup or a restore that did not happen; `str()` is one plain line."""


async def back_up(settings: Settings, path: Path) -> str:
    """Write a consistent snapshot of the database to an encrypted file; return a line about it.

    Works while the bot runs. Raises BackupError.
    """
    file = _file_of(settings.database_url)
    if file is not None and not file.exists():
        raise BackupError("there is no database at DATABASE_URL yet")
    passphrase = _passphrase(settings, "Passphrase for this backup: ", is_new=True)

    def write(engine: Engine) -> str:
        records = _RowCounter(snapshot.take(engine))
        size = backup_encryption.write(path, _lines(records), passphrase)
        return f"backup written: {path}, {records.rows} rows, {size} bytes"

    return await _with_database(settings, path, write)


async def restore(
    settings: Settings, path: Path, now: Callable[[], datetime], *, replace: bool
) -> str:
    """Replace the content of the database by a backup; return a line about it.

    Without `replace` only where the database holds no people. Old messages and reminders are not
    sent again, see `snapshot.put_back`. Raises BackupError; then nothing has changed.
    """
    passphrase = _passphrase(settings, "Passphrase of this backup: ", is_new=False)
    # The whole file is read and verified before anything is changed.
    await asyncio.to_thread(_with_plain_errors, path, lambda: _verify(path, passphrase))

    def put_back(engine: Engine) -> str:
        if not replace and snapshot.has_people(engine):
            raise BackupError(
                "the database at DATABASE_URL already holds people;"
                " --replace puts the backup in their place"
            )
        restored = snapshot.put_back(engine, _records(path, passphrase), now())
        return (
            f"restored: {restored.rows} rows; the original said {restored.messages} messages and"
            f" {restored.reminders} reminders, which are not said again"
        )

    return await _with_database(settings, path, put_back, is_exclusive=True)


async def _with_database(
    settings: Settings, path: Path, act: Callable[[Engine], str], *, is_exclusive: bool = False
) -> str:
    database = Database(settings.database_url)
    lock = delivery_lock(database.engine)
    try:
        if is_exclusive and not await lock.try_take():
            raise BackupError("the bot is running on this database; stop it first")
        return await asyncio.to_thread(_with_plain_errors, path, lambda: act(database.engine))
    except psycopg.Error as error:
        raise BackupError(f"the database can't be used ({type(error).__name__})") from None
    finally:
        await lock.release()
        await database.close()


def _with_plain_errors(path: Path, act: Callable[[], Result]) -> Result:
    """Run `act`; turn its errors into BackupError, one plain line without values."""
    try:
        return act()
    except (EncryptedFileError, UnreadableError) as error:
        raise BackupError(f"{path}: {error}") from None
    except SQLAlchemyError as error:
        raise BackupError(f"the database can't be used ({type(error).__name__})") from None
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror or type(error).__name__}") from None


def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _passphrase(settings: Settings, question: str, *, is_new: bool) -> SecretStr:
    """Read the passphrase from BACKUP_PASSPHRASE, the terminal, or a line of standard input.

    A new one is asked twice on a terminal, and must be long enough. Raises BackupError.
    """
    if settings.backup_passphrase is not None:
        return settings.backup_passphrase
    typed = _read_passphrase(question)
    if is_new and sys.stdin.isatty() and _read_passphrase("Once more: ") != typed:
        raise BackupError("the two passphrases differ")
    if not typed:
        raise BackupError("no passphrase: set BACKUP_PASSPHRASE, or type it on the terminal")
    try:
        return parse_passphrase(typed) if is_new else SecretStr(typed)
    except ValueError as problem:
        raise BackupError(f"the passphrase {problem}") from None


def _read_passphrase(question: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        return getpass.getpass(question)
    except EOFError:
        return ""


class _RowCounter:
    """Passes records on, and counts the rows in them."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.rows = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.rows += len(record.get("rows", ()))
            yield record


def _lines(records: Iterable[Record]) -> Iterator[bytes]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _records(path: Path, passphrase: SecretStr) -> Iterator[dict[str, Any]]:
    rest = b""
    for piece in backup_encryption.read(path, passphrase):
        *lines, rest = (rest + piece).split(b"\n")
        yield from map(json.loads, lines)


def _verify(path: Path, passphrase: SecretStr) -> None:
    for _ in _records(path, passphrase):
        pass
