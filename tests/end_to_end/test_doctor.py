"""The examination finds what is wrong, says it in one line each, and never shows the token."""

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.commands.doctor import examine
from bot.playground.telegram import Telegram
from bot.settings import Settings, parse_database_url
from tests.end_to_end.town import TEXT_KEY, Town, living, settings_for


async def test_a_running_house_is_well(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    await town.community()

    assert await examine(town.app.settings) == 0

    said = capsys.readouterr().out
    assert "problem" not in said
    assert "group of Noord: the bot has all its rights" in said
    assert town.telegram.token not in said


async def test_a_right_that_is_lacking_is_named(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    founded = await town.community()
    assert founded.group is not None
    founded.people["Mo"].promotes_bot(founded.group, "invite_users", "delete_messages")
    await town.settles()

    assert await examine(town.app.settings) == 1

    assert "lacks the right to pin messages" in capsys.readouterr().out


async def test_a_wrong_token_is_found_before_the_first_start(
    telegram: Telegram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = settings_for(telegram, parse_database_url(f"sqlite:///{tmp_path}/none.db"))
    settings = replace(right, bot_token=SecretStr("123:other"))

    assert await examine(settings) == 1

    said = capsys.readouterr().out
    assert "database: does not exist yet" in said
    assert "Telegram does not accept BOT_TOKEN" in said
    assert "123:other" not in said


async def test_a_file_that_others_can_reach_is_named(
    telegram: Telegram, sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(telegram, sqlite_url)
    assert await examine(settings) == 0
    capsys.readouterr()

    (tmp_path / "test.db").chmod(0o644)

    assert await examine(settings) == 1
    assert "test.db is open to others than its owner" in capsys.readouterr().out


async def test_the_key_of_the_texts_is_examined(
    telegram: Telegram, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def says(settings: Settings, *, is_well: bool) -> str:
        assert await examine(settings) == (0 if is_well else 1)
        lines = capsys.readouterr().out.splitlines()
        return next(line for line in lines if "text key" in line)

    settings = settings_for(telegram, sqlite_url)
    file = settings.text_key_file
    assert f"does not exist yet; the first start makes it in {file}" in await says(
        settings, is_well=True
    )
    async with living(telegram, sqlite_url) as town:
        assert (await says(settings, is_well=True)).endswith("for its owner only")
        town.brusano.says("/community\nname: Zuid")
        await town.brusano.hears("zone")
        assert "it opens what is sealed" in await says(settings, is_well=True)

        file.chmod(0o640)
        assert "chmod 600" in await says(settings, is_well=False)
        in_settings = replace(settings, text_key=SecretStr(file.read_text().strip()))
        assert "is in TEXT_KEY; it opens" in await says(in_settings, is_well=True)
        other = replace(settings, text_key=SecretStr(TEXT_KEY))
        assert "another key sealed the texts" in await says(other, is_well=False)
        file.write_text("hunter2")
        said = await says(settings, is_well=False)
        assert "holds no key" in said
        assert "hunter2" not in said
        file.unlink()
        assert "is missing" in await says(settings, is_well=False)
        assert not file.exists()
