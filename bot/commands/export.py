"""`export`: writes the harvest into a folder, while the bot runs.

Files are made in a subfolder and moved into place only when all are complete.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import IO, Final, Self

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

import locales
from bot.rules.harvest import Format
from bot.rules.plain_text import fold
from bot.settings import Settings
from handlers.harvest.export import ExportRequest, make
from handlers.harvest.json_writer import FORMAT
from storage import harvest, migrations
from storage.core.database import Database
from storage.core.text_encryption import KeyFileError, TextCipher, read_text_cipher

STAGING_PREFIX: Final = ".harvest-"
"""Prefix of the subfolder in which files are made; one left by a killed export is deleted."""

_ENDINGS: Final = frozenset(f".{one}" for one in Format)


class HarvestError(Exception):
    """A harvest that was not made; `str()` is one plain line."""


async def export(
    settings: Settings, folder: Path, language: str | None, name: str | None, now: datetime
) -> str:
    """Write the harvest of all communities, or of the one named; return a line about it.

    Makes a `.docx` for each community, and one `.xlsx` and `.json` for all. Raises HarvestError;
    then each file in the folder is either unchanged or complete.
    """
    _check_exists(settings.database_url)
    words = locales.load(settings.timezone, settings.language).words(language)
    database = Database(settings.database_url)
    try:
        cipher = _cipher(settings)
        community_id = await database.read(partial(_find, name=name))
        request = ExportRequest(community_id, frozenset(Format), words, words.plain("harvest"))
        with _staging_folder(folder) as files:
            number = await make(request, database.read, cipher, files, now, _ignore_progress)
            count = files.move_to(folder)
    except SQLAlchemyError as error:
        raise HarvestError(f"the database can't be used ({type(error).__name__})") from None
    except OSError as error:
        raise HarvestError(f"{folder}: {error.strerror or type(error).__name__}") from None
    finally:
        await database.close()
    return f"harvest written: {folder}, {number} communities, {count} files"


def _check_exists(url: str) -> None:
    """Refuse a SQLite file that does not exist: opening would create it. Raises HarvestError."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        raise HarvestError("there is no database at DATABASE_URL yet")


async def _ignore_progress(_done: int, _total: int) -> None:
    """Do nothing: on the command line no progress is shown."""


def _cipher(settings: Settings) -> TextCipher:
    if settings.text_key is not None:
        return TextCipher.of(settings.text_key)
    try:
        return read_text_cipher(settings.text_key_file)
    except FileNotFoundError:
        reason = f"TEXT_KEY: there is no key in {settings.text_key_file}; texts can't be read"
        raise HarvestError(reason) from None
    except KeyFileError as error:
        raise HarvestError(str(error)) from None


def _find(session: Session, name: str | None) -> int | None:
    """Return the id of the community of that name; None without a name. Raises HarvestError."""
    if migrations.current(session.connection()) != migrations.newest():
        raise HarvestError("the database is of another version; start the bot once to upgrade it")
    if name is None:
        return None
    found = harvest.by_name(session, fold(name), None)
    if found is None:
        raise HarvestError("there is no community of that name")
    return found.id


@contextmanager
def _staging_folder(folder: Path) -> Iterator["_Files"]:
    """Make files in a subfolder, which is deleted at the end; the folder is made if missing.

    Raises HarvestError and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _lock_folder(folder):
        _check_content(folder)
        for abandoned in folder.glob(f"{STAGING_PREFIX}*"):
            shutil.rmtree(abandoned)
        staging = Path(mkdtemp(prefix=STAGING_PREFIX, dir=folder))
        try:
            with _Files(staging) as files:
                yield files
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Lock the folder against other exports, where the system can. Raises HarvestError."""
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise HarvestError(f"{folder}: another export is writing there") from None
    finally:
        os.close(handle)


def _check_content(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier harvest. Raises HarvestError."""
    others = [one for one in folder.iterdir() if not one.name.startswith(STAGING_PREFIX)]
    are_exports = all(one.is_file() and one.suffix in _ENDINGS for one in others)
    has_record = any(_is_record(one) for one in others if one.suffix == f".{Format.RECORD}")
    if others and not (are_exports and has_record):
        raise HarvestError(f"{folder}: it holds other files; choose an empty folder")


def _is_record(path: Path) -> bool:
    """Whether this is the `.json` of an earlier export."""
    beginning = f'{{"format": "{FORMAT}"'.encode()
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning


class _Files:
    """Writes the files of an export into the staging folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def open(self, name: str) -> IO[bytes]:
        """Return a new file to write into."""
        return self._stack.enter_context((self._folder / name).open("wb"))

    def put(self, name: str, content: bytes) -> None:
        """Take a whole file."""
        with (self._folder / name).open("wb") as file:
            file.write(content)

    def move_to(self, folder: Path) -> int:
        """Sync the files to disk and move them into `folder`; return their number.

        The `.json` comes last, because a later export recognises the folder by it.
        """
        self._stack.close()
        files = sorted(self._folder.iterdir(), key=lambda one: one.suffix == f".{Format.RECORD}")
        for one in files:
            _sync(one)
            one.replace(folder / one.name)
        with suppress(OSError):
            _sync(folder)
        return len(files)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
