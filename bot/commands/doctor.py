"""`doctor`: checks settings, database, text key, token, webhook and rights in each group."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.intake import REFUSED
from bot.telegram.ptb_request import AiohttpRequest
from handlers.core.telegram_client import rights_of
from storage import migrations
from storage.communities import Chat, Community
from storage.core.form_drafts import FormDraft
from storage.core.text_encryption import (
    SEALED,
    KeyFileError,
    OtherKeyError,
    TextCipher,
    read_text_cipher,
)
from storage.handover import Handover

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""The bits of a file's mode for everyone but its owner."""

MOST_DRAFTS = 50
"""Most drafts that are searched for an encrypted one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `is_well` is False for a problem."""

    subject: str
    says: str
    is_well: bool = True


async def examine(settings: Settings) -> int:
    """Print a line for each subject; return the exit status: 0 when all is well, else 1."""
    is_well = True
    async for finding in _findings(settings):
        sign = "ok     " if finding.is_well else "problem"
        sys.stdout.write(f"{sign}  {finding.subject}: {finding.says}\n")
        is_well = is_well and finding.is_well
    return 0 if is_well else 1


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding("settings", "every one is readable")
    database, groups = await asyncio.to_thread(_check_database, settings.database_url)
    yield database
    yield await asyncio.to_thread(_text_key, settings)
    for finding in await asyncio.to_thread(_file_modes, settings):
        yield finding
    # Durations come as timedelta: PTB's plain numbers are deprecated and warn at each use.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    request = AiohttpRequest()
    root = settings.bot_api_url
    bot = Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{root}/bot",
        request=request,
        get_updates_request=request,
    )
    await request.initialize()
    try:
        token = await _token(bot)
        yield token
        if token.is_well:
            yield await _webhook(bot, settings.webhook_url)
            for name, chat in groups:
                yield await _group(bot, name, chat)
    finally:
        await request.shutdown()


def _check_database(url: str) -> tuple[Finding, list[tuple[str, Chat]]]:
    """Return the database's line, and each community's name and group.

    A SQLite file that does not exist is not created.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return Finding("database", "does not exist yet; the first start creates it"), []
    engine = create_engine(parsed, hide_parameters=True)
    try:
        return _schema(engine), list(_groups(engine))
    except SQLAlchemyError as error:
        return Finding("database", f"can't be used ({type(error).__name__})", is_well=False), []
    finally:
        engine.dispose()


def _file_modes(settings: Settings) -> list[Finding]:
    """Return a line for each file or folder of the database or the urns that others can reach."""
    parsed = make_url(settings.database_url)
    beside = [settings.urns_folder]
    if parsed.get_backend_name() == "sqlite":
        beside += [Path(f"{parsed.database}{suffix}") for suffix in ("", "-wal", "-shm")]
    files = (one for path in beside if path.exists() for one in (path, *path.glob("*")))
    return [
        Finding(
            "file",
            f"{file} is open to others than its owner; close it with chmod go-rwx",
            is_well=False,
        )
        for file in files
        if file.stat().st_mode & OTHERS
    ]


def _text_key(settings: Settings) -> Finding:
    """Check where the text key is, who may read it, and whether it decrypts the newest text."""
    subject, file = "text key", settings.text_key_file
    encrypted = _encrypted_text(settings.database_url)
    if settings.text_key is not None:
        return _check_cipher(subject, "is in TEXT_KEY", TextCipher.of(settings.text_key), encrypted)
    try:
        cipher = read_text_cipher(file)
        is_private = not file.stat().st_mode & OTHERS
    except FileNotFoundError:
        if encrypted is None:
            return Finding(subject, f"does not exist yet; the first start makes it in {file}")
        says = f"{file} is missing, and texts in the database are sealed with it; put it back"
        return Finding(subject, says, is_well=False)
    except KeyFileError:
        return Finding(subject, f"{file} holds no key; put back what was there", is_well=False)
    except OSError as error:
        says = f"{file} can't be read ({error.strerror or type(error).__name__})"
        return Finding(subject, says, is_well=False)
    if not is_private:
        says = f"{file} is open to others than its owner; close it with chmod 600"
        return Finding(subject, says, is_well=False)
    return _check_cipher(subject, f"is in {file}, for its owner only", cipher, encrypted)


def _check_cipher(subject: str, where: str, cipher: TextCipher, encrypted: str | None) -> Finding:
    if encrypted is None:
        return Finding(subject, where)
    try:
        cipher.decrypt(encrypted)
    except OtherKeyError:
        says = f"{where}, but another key sealed the texts in the database; put that one back"
        return Finding(subject, says, is_well=False)
    return Finding(subject, f"{where}; it opens what is sealed")


def _encrypted_text(url: str) -> str | None:
    """Return the newest encrypted text of the database; None without one or if unreadable."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return None
    engine = create_engine(parsed, hide_parameters=True)
    try:
        with Session(engine) as session:
            newest = select(FormDraft).order_by(col(FormDraft.touched_at).desc())
            drafts = (row.draft for row in session.exec(newest.limit(MOST_DRAFTS)))
            encrypted = next((str(draft[SEALED]) for draft in drafts if SEALED in draft), None)
            notes = select(Handover.note).where(col(Handover.note).is_not(None))
            return encrypted or session.exec(notes.order_by(col(Handover.id).desc())).first()
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()


def _schema(engine: Engine) -> Finding:
    if not inspect(engine).has_table("alembic_version"):
        return Finding("database", "is empty; the first start fills it")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    newest = migrations.newest()
    if found == newest:
        return Finding("database", f"answers; its schema is the newest ({newest})")
    says = f"its schema is {found}, this program needs {newest}; the next start upgrades it"
    return Finding("database", says, is_well=False)


def _groups(engine: Engine) -> Iterator[tuple[str, Chat]]:
    if not inspect(engine).has_table(str(Chat.__tablename__)):
        return
    with Session(engine) as session:
        rows = session.exec(
            select(Community, Chat)
            .where(Chat.community_id == Community.id)
            .order_by(Community.name)
        )
        yield from ((community.name, chat) for community, chat in rows)


async def _token(bot: Bot) -> Finding:
    try:
        me = await bot.get_me()
    except InvalidToken:
        return Finding("token", REFUSED, is_well=False)
    except TelegramError as error:
        says = f"Telegram can't be asked at BOT_API_URL ({type(error).__name__})"
        return Finding("token", says, is_well=False)
    return Finding("token", f"belongs to @{me.username}")


async def _webhook(bot: Bot, wanted: str | None) -> Finding:
    try:
        found = (await bot.get_webhook_info()).url
    except TelegramError as error:
        return Finding("webhook", f"can't be read ({type(error).__name__})", is_well=False)
    if found == (wanted or ""):
        return Finding("webhook", "is set as configured" if wanted else "none, as configured")
    says = "is not the one of WEBHOOK_URL" if wanted else "is set, but WEBHOOK_URL is empty"
    return Finding("webhook", f"{says}; the next start puts it right", is_well=False)


async def _group(bot: Bot, name: str, chat: Chat) -> Finding:
    subject = f"group of {name}"
    if not chat.is_present:
        return Finding(subject, "the bot was removed from it", is_well=False)
    try:
        rights = await rights_of(bot, chat.telegram_id)
    except TelegramError as error:
        return Finding(subject, f"can't be looked into ({type(error).__name__})", is_well=False)
    given = {
        "pin messages": rights.can_pin,
        "invite people": rights.can_invite,
        "delete messages": rights.can_delete,
    }
    missing = [right for right, is_given in given.items() if not is_given]
    if missing:
        return Finding(subject, f"the bot lacks the right to {', '.join(missing)}", is_well=False)
    return Finding(subject, "the bot has all its rights")
