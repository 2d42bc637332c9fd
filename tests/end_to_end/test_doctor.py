"""The examination finds what is wrong, says it in one line each, and never shows the token."""

from dataclasses import replace

import pytest

from bot.doctor import examine
from bot.playground.telegram import Telegram
from bot.settings import Secret
from tests.end_to_end.town import Town, settings_for


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
    telegram: Telegram, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    right = settings_for(telegram, sqlite_url)
    settings = replace(right, bot_token=Secret("123:other"))

    assert await examine(settings) == 1

    said = capsys.readouterr().out
    assert "database: does not exist yet" in said
    assert "Telegram does not accept BOT_TOKEN" in said
    assert "123:other" not in said
