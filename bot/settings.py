"""The settings: read once from the environment and `.env` into a frozen `Settings`.

A new setting is one line in `Settings`, with its parser, and one in `.env.example`. A missing or
malformed one raises `SettingError`, whose text is one line that names it. That line never repeats
the value, which may be the token or a password put into the wrong setting.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import SecretStr

from bot.rules.languages import CODES

Parsed = TypeVar("Parsed")

_DEFAULT_RHYTHM: Mapping[str, timedelta] = MappingProxyType(
    {
        "case": timedelta(days=30),
        "agenda": timedelta(days=14),
        "nudge": timedelta(days=7),
        "eve": timedelta(days=1),
        "after": timedelta(days=1),
        "prompt": timedelta(days=14),
    }
)

_EMPTY_MEANS_OFF = "QUIET_HOURS"  # elsewhere an empty text means the default
_PLAYGROUND_READS = ("TIMEZONE", "LANGUAGE", "QUIET_HOURS", "RHYTHM", "LOG_LEVEL", "RETENTION")
_TELEGRAM = "https://api.telegram.org"
_LAST_PORT = 65535
_SHORTEST_PASSPHRASE = 8
_LONGEST_STEP = timedelta(days=365)
_SHORTEST_RETENTION = timedelta(days=7)  # the last session's note must be written and read
_LONGEST_RETENTION = timedelta(days=3650)
_TEXT_KEY_BYTES = 32
_LAST_USER_ID = 2**52  # Telegram: ids have at most 52 significant bits

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SQLITE_FILE = "sqlite:///"
_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>[^?#]+)")
_POSTGRESQL = re.compile(
    r"postgres(?:ql)?(?:\+\w+)?://"
    r"(?P<rest>(?:[^:/@?]*(?::[^@]*)?@)?"  # user and password
    r"(?:\[[0-9A-Fa-f:.]+\]|[^:/@?\[\]]*)(?::[0-9]{1,5})?"  # host and port
    r"/[^/?#@]+(?:\?[^#]*)?)"  # database and options
)
_INTERVAL = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")
_AMOUNT = re.compile(r"([0-9]{1,6})\s*(d|h|min|m)")
_DAYS = re.compile(r"([0-9]{1,6})\s*d")
_UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
}


class SettingError(ValueError):
    """A setting that is missing or malformed; `str()` is one plain line without any value."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        self.problem = problem
        super().__init__(f"{name}: {problem}")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours, in local time, in which nothing scheduled is sent; `end` may be the next day."""

    start: time
    end: time


def _parse_token(text: str) -> SecretStr:
    if not text:
        raise ValueError("is missing; @BotFather on Telegram gives it")
    if not _TOKEN.fullmatch(text):
        raise ValueError("is no bot token; it must be digits, a colon, then letters and digits")
    return SecretStr(text)


def _parse_webhook_secret(text: str) -> SecretStr:
    if not _WEBHOOK_SECRET.fullmatch(text):
        raise ValueError("must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
    return SecretStr(text)


def parse_web_address(text: str) -> str:
    """Return an http or https address without a slash at its end. Raises ValueError."""
    try:
        address = urlsplit(text)
        _ = address.port  # reading it checks it
    except ValueError:
        raise ValueError("is no web address") from None
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ValueError("must be a web address that begins with https:// or http://")
    if address.query or address.fragment or any(mark.isspace() for mark in text):
        raise ValueError("must be a web address without spaces, ? or #")
    return text.rstrip("/")


def parse_database_url(text: str) -> str:
    """Return SQLAlchemy's URL, with the driver that this program installs. Raises ValueError."""
    if (sqlite := _SQLITE.fullmatch(text)) and ":memory:" not in text:
        return f"{_SQLITE_FILE}{sqlite['path']}"
    if postgresql := _POSTGRESQL.fullmatch(text):
        return f"postgresql+psycopg://{postgresql['rest']}"
    raise ValueError(
        "must be sqlite:///path or postgresql://user:password@host/database"
        " (in a password write @ as %40, / as %2F, : as %3A)"
    )


def parse_coordinators(text: str) -> frozenset[int]:
    """Return Telegram user ids out of a list separated by commas."""
    return frozenset(_user_id(position, entry) for position, entry in _entries(text))


def _user_id(position: int, entry: str) -> int:
    if not (entry.isascii() and entry.isdigit()) or not 0 < int(entry[:20]) < _LAST_USER_ID:
        raise ValueError(f"number {position} in the list is no Telegram user id (digits only)")
    return int(entry)


def _entries(text: str) -> Iterator[tuple[int, str]]:
    for position, entry in enumerate(text.split(","), start=1):
        if entry.strip():
            yield position, entry.strip()


def parse_timezone(text: str) -> ZoneInfo:
    """Return a zone of the IANA database."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # an unknown name, a path out of it, a folder
        raise ValueError("is no known time zone; write it like Europe/Brussels") from None


def parse_language(text: str) -> str:
    """Return one of the languages that the program speaks."""
    if (language := text.lower()) not in CODES:
        raise ValueError(f"must be {', '.join(CODES[:-1])} or {CODES[-1]}")
    return language


def parse_port(text: str) -> int:
    """Return a port number; 0 lets the system choose a free one."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > _LAST_PORT:
        raise ValueError(f"must be a number from 0 to {_LAST_PORT}")
    return int(text)


def parse_bind(text: str) -> str:
    """Return an IP address of this machine; 0.0.0.0 and :: stand for all of them."""
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("must be an IP address, such as 127.0.0.1 or 0.0.0.0") from None


def parse_quiet_hours(text: str) -> QuietHours | None:
    """Return the interval, or None for an empty text, which switches them off."""
    if not text.strip():
        return None
    interval = _INTERVAL.fullmatch(text.strip())
    if interval is None:
        raise ValueError("must be two times like 20:00-08:00, or empty to switch them off")
    hours = [int(number) for number in interval.groups()]
    try:
        quiet = QuietHours(time(hours[0], hours[1]), time(hours[2], hours[3]))
    except ValueError:
        raise ValueError("holds a time that does not exist; 00:00 to 23:59 do") from None
    if quiet.start == quiet.end:
        raise ValueError("begins and ends at the same time; leave it empty to switch it off")
    return quiet


def parse_rhythm(text: str) -> Mapping[str, timedelta]:
    """Return each step's distance from the meeting; steps not named keep their default."""
    steps = {**_DEFAULT_RHYTHM, **parse_steps(text)}
    return MappingProxyType({step: amount for step, amount in steps.items() if amount})


def parse_steps(text: str) -> Mapping[str, timedelta | None]:
    """Return the distance of each step that is named; None for one that is switched off."""
    named: dict[str, timedelta | None] = {}
    for position, entry in _entries(text):
        step, amount = _step(position, entry)
        if step in named:
            raise ValueError(f"step {position} names {step} a second time")
        named[step] = amount
    return named


def _step(position: int, entry: str) -> tuple[str, timedelta | None]:
    name, _, amount = (part.strip().lower() for part in entry.partition("="))
    if name not in _DEFAULT_RHYTHM:
        raise ValueError(f"step {position} is none of {', '.join(_DEFAULT_RHYTHM)}")
    if amount == "off":
        return name, None
    match = _AMOUNT.fullmatch(amount)
    distance = int(match[1]) * _UNITS[match[2]] if match else timedelta()
    if not timedelta() < distance <= _LONGEST_STEP:
        raise ValueError(f"{name} must be a number with d, h or m, like 7d, up to 365d, or off")
    return name, distance


def parse_log_level(text: str) -> str:
    """Return the name of a level of Python's logging."""
    if (level := text.upper()) not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ValueError("must be DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return level


def parse_passphrase(text: str) -> SecretStr:
    """Return the passphrase of backups; short ones are refused because they can be guessed."""
    if len(text) < _SHORTEST_PASSPHRASE:
        raise ValueError(f"must have at least {_SHORTEST_PASSPHRASE} characters")
    return SecretStr(text)


def text_key_bytes(text: str) -> bytes:
    """Return the 32 bytes of a key that is written in base64."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != _TEXT_KEY_BYTES:
        raise ValueError(f"must be {_TEXT_KEY_BYTES} bytes in base64 (44 characters)")
    return key


def _parse_text_key(text: str) -> SecretStr:
    text_key_bytes(text)
    return SecretStr(text)


def parse_retention(text: str) -> timedelta:
    """Return how long texts are kept, in whole days."""
    match = _DAYS.fullmatch(text.lower())
    kept = timedelta(days=int(match[1])) if match else None
    if kept is None or not _SHORTEST_RETENTION <= kept <= _LONGEST_RETENTION:
        raise ValueError("must be a number of days with d, like 30d, from 7d up to 3650d")
    return kept


def setting(parse: Callable[[str], Parsed], default: str, *, is_shown: bool = True) -> Parsed:
    """Declare a field of `Settings`: the parser of its text, and the default text."""
    declared: Any = field(repr=is_shown, metadata={"parse": parse, "default": default})
    return cast("Parsed", declared)  # dataclasses and mypy take this as the field's default


def optional(parse: Callable[[str], Parsed]) -> Parsed | None:
    """Declare a field of `Settings` that is None when nothing is given."""
    return setting(lambda text: parse(text) if text else None, "")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, in the order of `.env.example`; in the environment its name is in capitals.

    `port` is None when neither `PORT` nor a webhook is set: then nothing listens.
    `rhythm` holds the steps that exist; one that is switched off is absent.
    `database_url` names SQLAlchemy's driver and may hold a password, so it is not shown.
    """

    bot_token: SecretStr = setting(_parse_token, "")
    bot_api_url: str = setting(parse_web_address, _TELEGRAM)
    database_url: str = setting(
        parse_database_url, "sqlite:///data/praktijkgemeenschap.db", is_shown=False
    )
    coordinators: frozenset[int] = setting(parse_coordinators, "")
    timezone: ZoneInfo = setting(parse_timezone, "Europe/Brussels")
    language: str = setting(parse_language, "nl")
    webhook_url: str | None = optional(parse_web_address)
    webhook_secret: SecretStr | None = optional(_parse_webhook_secret)
    port: int | None = setting(parse_port, "8080")
    bind: str = setting(parse_bind, "127.0.0.1")
    quiet_hours: QuietHours | None = setting(parse_quiet_hours, "20:00-08:00")
    rhythm: Mapping[str, timedelta] = setting(
        parse_rhythm, ",".join(f"{step}={away.days}d" for step, away in _DEFAULT_RHYTHM.items())
    )
    log_level: str = setting(parse_log_level, "INFO")
    backup_passphrase: SecretStr | None = optional(parse_passphrase)
    text_key: SecretStr | None = optional(_parse_text_key)
    retention: timedelta = setting(parse_retention, "30d")

    @property
    def text_key_file(self) -> Path:
        """The file of the text key, used when `TEXT_KEY` is empty."""
        if self.database_url.startswith(_SQLITE_FILE):
            return Path(f"{self.database_url.removeprefix(_SQLITE_FILE)}.key")
        return Path("data/text.key")

    @property
    def urns_folder(self) -> Path:
        """The folder of the urns, one file each; no backup contains them."""
        if self.database_url.startswith(_SQLITE_FILE):
            return Path(f"{self.database_url.removeprefix(_SQLITE_FILE)}.urns")
        # Two programs in one folder must not destroy each other's urns as leftovers.
        address = urlsplit(self.database_url)
        where = f"{address.hostname}:{address.port}{address.path}?{address.query}"
        return Path("data/urns") / hashlib.blake2b(where.encode(), digest_size=8).hexdigest()

    @classmethod
    def for_playground(
        cls,
        environ: Mapping[str, str],
        *,
        bot_token: str,
        bot_api_url: str,
        database_url: str,
        coordinators: frozenset[int],
    ) -> Self:
        """Settings of a bot on localhost; never the real token, database or webhook."""
        chosen = {name: environ[name] for name in _PLAYGROUND_READS if name in environ}
        chosen |= {
            "BOT_TOKEN": bot_token,
            "BOT_API_URL": bot_api_url,
            "DATABASE_URL": database_url,
            "COORDINATORS": ",".join(map(str, sorted(coordinators))),
        }
        return cls.of(chosen)

    @classmethod
    def of(cls, given: Mapping[str, str], *, token_needed: bool = True) -> Self:
        """Check every text; the first that is missing or malformed raises `SettingError`."""
        texts = {name: text.strip() for name, text in given.items()}
        values = {one.name: _value(one, texts, token_needed=token_needed) for one in fields(cls)}
        if values["webhook_url"] is None and not texts.get("PORT"):
            values["port"] = None
        settings = cls(**values)
        _check_webhook(settings)
        return settings


DEFAULTS: Mapping[str, str] = MappingProxyType(
    {one.name.upper(): one.metadata["default"] for one in fields(Settings)}
)
"""The default text of every setting, by its name in the environment."""


def load(environ: Mapping[str, str], dotenv: Path | None, *, token_needed: bool = True) -> Settings:
    """Read the settings from `.env`, then the environment, which wins.

    `token_needed=False` is for work that never speaks to Telegram, such as a backup.
    Raises `SettingError` for the first setting that is missing or malformed.
    """
    return Settings.of(_read_dotenv(dotenv) | dict(environ), token_needed=token_needed)


def _value(one: "Field[Any]", texts: Mapping[str, str], *, token_needed: bool) -> Any:
    name = one.name.upper()
    if name == "BOT_TOKEN" and not token_needed and not texts.get(name):
        return SecretStr("")
    text = texts.get(name)
    if text is None or (not text and name != _EMPTY_MEANS_OFF):
        text = DEFAULTS[name]
    try:
        return one.metadata["parse"](text)
    except ValueError as problem:
        raise SettingError(name, str(problem)) from None


def _check_webhook(settings: Settings) -> None:
    if settings.webhook_url is None:
        return
    if settings.webhook_secret is None:
        raise SettingError("WEBHOOK_SECRET", "is missing; it is required with WEBHOOK_URL")
    if settings.bot_api_url == _TELEGRAM and not settings.webhook_url.startswith("https://"):
        raise SettingError("WEBHOOK_URL", "must begin with https://, Telegram takes no other")


def _read_dotenv(dotenv: Path | None) -> dict[str, str]:
    if dotenv is None or not dotenv.is_file():
        return {}
    try:
        # utf-8-sig: Notepad begins its files with a byte order mark.
        given = dotenv_values(dotenv, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingError(dotenv.name, "this file is not UTF-8 text") from None
    except OSError:
        raise SettingError(dotenv.name, "this file cannot be read") from None
    return {name: text for name, text in given.items() if text is not None}
