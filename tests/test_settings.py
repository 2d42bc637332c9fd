import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import (
    DEFAULTS,
    QuietHours,
    SettingError,
    Settings,
    load,
    parse_database_url,
    parse_quiet_hours,
    parse_rhythm,
)

TOKEN = "123456:AbC-dEf_gHi"
TEXT_KEY = "c2VhbGVkIHdpdGggdGhpcyBrZXkgb2YgMzIgYnl0ZXM="
ENVIRONMENT = {"BOT_TOKEN": TOKEN}
ROOT = Path(__file__).parents[1]


def test_the_token_alone_is_enough() -> None:
    settings = load(ENVIRONMENT, None)

    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///data/praktijkgemeenschap.db"
    assert settings.coordinators == frozenset()
    assert settings.timezone.key == "Europe/Brussels"
    assert settings.language == "nl"
    assert settings.webhook_url is None
    assert settings.port is None
    assert settings.quiet_hours == QuietHours(time(20), time(8))
    assert settings.rhythm == {
        "case": timedelta(days=30),
        "agenda": timedelta(days=14),
        "nudge": timedelta(days=7),
        "eve": timedelta(days=1),
        "after": timedelta(days=1),
        "prompt": timedelta(days=14),
    }
    assert settings.log_level == "INFO"
    assert settings.text_key is None
    assert settings.retention == timedelta(days=30)


def test_every_setting_is_read() -> None:
    settings = load(
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": "http://127.0.0.1:8081/",
            "DATABASE_URL": "postgresql://bot:p%40ss@db/pg",
            "COORDINATORS": "7000000002, 12 ,",
            "TIMEZONE": "Asia/Tokyo",
            "LANGUAGE": "FR",
            "WEBHOOK_URL": "https://example.org/hook",
            "WEBHOOK_SECRET": "s3cret_-",
            "PORT": "0",
            "BIND": "::1",
            "QUIET_HOURS": "12:30-13:30",
            "RHYTHM": "eve=36h, nudge=90m",
            "LOG_LEVEL": "debug",
            "TEXT_KEY": TEXT_KEY,
            "RETENTION": "7D",
            "HOME": "/somewhere",
        },
        None,
    )

    assert settings.bot_api_url == "http://127.0.0.1:8081"
    assert settings.database_url == "postgresql+psycopg://bot:p%40ss@db/pg"
    assert settings.coordinators == {7000000002, 12}
    assert settings.timezone.key == "Asia/Tokyo"
    assert settings.language == "fr"
    assert settings.webhook_url == "https://example.org/hook"
    assert settings.webhook_secret == SecretStr("s3cret_-")
    assert settings.port == 0
    assert settings.bind == "::1"
    assert settings.quiet_hours == QuietHours(time(12, 30), time(13, 30))
    assert settings.rhythm["eve"] == timedelta(hours=36)
    assert settings.rhythm["nudge"] == timedelta(minutes=90)
    assert settings.rhythm["after"] == timedelta(days=1)
    assert settings.log_level == "DEBUG"
    assert settings.text_key == SecretStr(TEXT_KEY)
    assert settings.retention == timedelta(days=7)


MALFORMED = {
    "BOT_TOKEN": ["", "no-colon", "12 34:abc", f"{TOKEN}/getMe", f"bot{TOKEN}"],
    "BOT_API_URL": ["api.telegram.org", "ftp://host", "https://", "http://h:port", "https://h/?a"],
    "DATABASE_URL": [
        "mysql://host/db",
        "data.db",
        "sqlite://data.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql://host",
        "postgresql://host:port/db",
        "postgresql://user:p@ss@host/db",
    ],
    "COORDINATORS": ["@els", "12;13", "-100123", "1.5", "0", "9" * 30, "٣"],
    "TIMEZONE": ["Brussels", "Europe", "../etc/passwd", "/etc/passwd"],
    "LANGUAGE": ["xx", "nl+fr"],
    "WEBHOOK_URL": ["example.org", "https://", "http://example.org/hook"],
    "WEBHOOK_SECRET": ["with space", "a" * 257, "é"],
    "PORT": ["http", "-1", "65536", "8080 8081", "٣"],
    "BIND": ["localhost", "127.0.0.1:80", "0", "300.1.1.1", "*"],
    "QUIET_HOURS": ["20-8", "20:00", "24:00-08:00", "20:60-08:00", "08:00-08:00", "no"],
    "RHYTHM": ["eve", "eve=", "eve=1", "eve=0d", "eve=1w", "eve=-1d", "eve=999d", "party=1d",
               "eve=1d,eve=2d", "eve=1.5d"],
    "LOG_LEVEL": ["LOUD", "10"],
    "BACKUP_PASSPHRASE": ["seven s"],
    "TEXT_KEY": ["short", TEXT_KEY[:-1], f"{TEXT_KEY[:-4]}", f"{TEXT_KEY}{TEXT_KEY}", "é" * 44],
    "RETENTION": ["30", "6d", "0d", "d", "-1d", "1.5d", "3651d", "4w", "12h", "1d 2d", "٣d"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in MALFORMED.items() for text in texts]
)
def test_a_malformed_setting_is_named_in_one_line_that_does_not_repeat_it(
    name: str, text: str
) -> None:
    webhook = {"WEBHOOK_SECRET": "secret"} if name == "WEBHOOK_URL" else {}

    with pytest.raises(SettingError) as refused:
        load(ENVIRONMENT | webhook | {name: text}, None)

    line = str(refused.value)
    assert line.startswith(f"{name}: ")
    assert line.isprintable()
    assert "\n" not in line
    assert refused.value.__cause__ is None
    assert len(text) <= 10 or text not in line  # a short one may be part of the advice


# Any text makes a passphrase.
@pytest.mark.parametrize("name", [name for name in DEFAULTS if name != "BACKUP_PASSPHRASE"])
def test_the_token_in_a_wrong_place_is_not_repeated(name: str) -> None:
    misplaced = "xx123456:SECRETSECRETSECRET/"

    with pytest.raises(SettingError) as refused:
        load(ENVIRONMENT | {name: misplaced}, None)

    assert "SECRET" not in str(refused.value).replace("WEBHOOK_SECRET", "")


def test_a_webhook_needs_its_secret() -> None:
    with pytest.raises(SettingError, match=r"^WEBHOOK_SECRET: is missing"):
        load(ENVIRONMENT | {"WEBHOOK_URL": "https://example.org"}, None)


def test_a_webhook_listens_on_8080_unless_told_otherwise() -> None:
    webhook = {"WEBHOOK_URL": "https://example.org", "WEBHOOK_SECRET": "secret"}

    assert load(ENVIRONMENT | webhook, None).port == 8080
    assert load(ENVIRONMENT | webhook | {"PORT": "443"}, None).port == 443


def test_a_bot_api_server_of_ones_own_may_call_back_without_tls() -> None:
    own = {"BOT_API_URL": "http://localhost:8081", "WEBHOOK_URL": "http://localhost:80/"}

    settings = load(ENVIRONMENT | own | {"WEBHOOK_SECRET": "secret"}, None)

    assert settings.webhook_url == "http://localhost:80"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        f"\ufeffBOT_TOKEN='{TOKEN}'\nexport LANGUAGE=fr # a remark\nTIMEZONE=UTC\nBARE\n"
        "DATABASE_URL=postgresql://bot:$${HOME}@db/pg\nQUIET_HOURS=\n",
        encoding="utf-8",
    )

    settings = load({"TIMEZONE": "Asia/Tokyo"}, dotenv)

    assert settings.bot_token == SecretStr(TOKEN)
    assert settings.language == "fr"
    assert settings.timezone.key == "Asia/Tokyo"
    assert "$${HOME}" in settings.database_url
    assert settings.quiet_hours is None


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"LANGUAGE=\xff\xfe\x00\n")

    with pytest.raises(SettingError, match=r"^\.env: "):
        load(ENVIRONMENT, dotenv)


def test_a_missing_file_is_no_matter(tmp_path: Path) -> None:
    assert load(ENVIRONMENT, tmp_path / ".env") == load(ENVIRONMENT, None)


def test_a_blank_setting_means_its_default() -> None:
    blank = {name: " " for name in DEFAULTS if name not in {"BOT_TOKEN", "QUIET_HOURS"}}

    assert load(ENVIRONMENT | blank, None) == load(ENVIRONMENT, None)


def test_a_backup_needs_no_token() -> None:
    assert not load({}, None, token_needed=False).bot_token


def test_the_playground_never_meets_the_real_bot() -> None:
    real = {
        "BOT_TOKEN": TOKEN,
        "DATABASE_URL": "postgresql://db/real",
        "WEBHOOK_URL": "https://example.org",
        "COORDINATORS": "1",
        "LANGUAGE": "fr",
        "TEXT_KEY": TEXT_KEY,
    }

    settings = Settings.for_playground(
        real,
        bot_token="7:play",
        bot_api_url="http://127.0.0.1:5000",
        database_url="sqlite:////somewhere/play.db",
        coordinators=frozenset({2, 3}),
    )

    assert settings.bot_token == SecretStr("7:play")
    assert settings.database_url == "sqlite:////somewhere/play.db"
    assert settings.coordinators == {2, 3}
    assert settings.webhook_url is None
    assert settings.language == "fr"
    assert settings.text_key is None


def test_secrets_do_not_show() -> None:
    settings = load(
        ENVIRONMENT
        | {
            "DATABASE_URL": "postgresql://bot:hunter2@db/pg",
            "WEBHOOK_URL": "https://example.org",
            "WEBHOOK_SECRET": "whisper",
            "TEXT_KEY": TEXT_KEY,
        },
        None,
    )

    shown = f"{settings} {settings!r} {settings.bot_token} {settings.webhook_secret!r}"

    assert not re.search(r"123456|AbC|hunter2|whisper|c2VhbGV", shown)


@pytest.mark.parametrize(
    ("database", "file"),
    [
        ("sqlite:///data/x.db", "data/x.db.key"),
        ("sqlite:////var/x y.db", "/var/x y.db.key"),
        ("postgresql://bot:hunter2@db/pg", "data/text.key"),
    ],
)
def test_the_key_of_the_texts_lies_beside_a_database_file(database: str, file: str) -> None:
    assert load(ENVIRONMENT | {"DATABASE_URL": database}, None).text_key_file == Path(file)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sqlite:///data/x.db", "sqlite:///data/x.db"),
        ("sqlite:////var/x y.db", "sqlite:////var/x y.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite:///x.db"),
        ("postgres://u:p@h:5432/db", "postgresql+psycopg://u:p@h:5432/db"),
        ("postgresql+asyncpg://u@[::1]:1/db", "postgresql+psycopg://u@[::1]:1/db"),
        ("postgresql:///db?host=/run/pg", "postgresql+psycopg:///db?host=/run/pg"),
        ("postgresql+psycopg://u@/db?host=/a", "postgresql+psycopg://u@/db?host=/a"),
    ],
)
def test_plain_database_addresses_get_the_programs_driver(typed: str, expected: str) -> None:
    assert parse_database_url(typed) == expected
    assert parse_database_url(expected) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", None),
        (" ", None),
        ("20:00-08:00", QuietHours(time(20), time(8))),
        ("9:30 – 17:00", QuietHours(time(9, 30), time(17))),
    ],
)
def test_quiet_hours_may_be_empty_within_a_day_or_over_midnight(
    typed: str, expected: QuietHours | None
) -> None:
    assert parse_quiet_hours(typed) == expected


def test_a_step_switched_off_is_absent_and_the_others_stay() -> None:
    rhythm = parse_rhythm("Nudge = off, eve=30min")

    assert "nudge" not in rhythm
    assert rhythm["eve"] == timedelta(minutes=30)
    assert rhythm["agenda"] == timedelta(days=14)


def test_every_setting_is_documented_with_its_default() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    documented = re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.MULTILINE)

    assert documented == list(DEFAULTS.items())


def test_the_example_is_read_once_the_token_is_filled_in(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    dotenv.write_text(example.replace("BOT_TOKEN=\n", f"BOT_TOKEN={TOKEN}\n"), encoding="utf-8")

    assert load({}, dotenv) == load(ENVIRONMENT, None)


def test_every_documented_default_may_be_uncommented(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    dotenv.write_text(re.sub(r"^#([A-Z_]+=)", r"\1", example, flags=re.MULTILINE), encoding="utf-8")

    with pytest.raises(SettingError, match=r"^BOT_TOKEN: is missing"):
        load({}, dotenv)
    assert load(ENVIRONMENT, None).rhythm == load({}, dotenv, token_needed=False).rhythm
