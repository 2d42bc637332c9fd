"""The command menus: what Telegram offers when a person types `/`, by language and by scope."""

import html
from collections.abc import Iterable, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden

from handlers.routes import Command, Where, Who
from locales import LANGUAGES, Locales

ABOUT_LIMIT = 256


async def publish(
    bot: Bot, locales: Locales, commands: Sequence[Command], coordinators: Iterable[int] = ()
) -> None:
    """Set every menu. Coordinators find theirs in their own chat; raises TelegramError."""
    private = [c for c in commands if c.who is not Who.COORDINATOR]
    group = [c for c in private if c.where is Where.ANYWHERE]
    await _set(bot, locales, private, BotCommandScopeAllPrivateChats())
    plain = [c for c in group if c.who is not Who.MODERATOR]
    await _set(bot, locales, plain, BotCommandScopeAllGroupChats())
    await _set(bot, locales, group, BotCommandScopeAllChatAdministrators())
    for telegram_id in coordinators:
        try:
            await _set(bot, locales, commands, BotCommandScopeChat(telegram_id))
        except (BadRequest, Forbidden):
            # A coordinator who has not written to the bot yet has no chat to put a menu in.
            continue


async def _set(
    bot: Bot, locales: Locales, commands: Sequence[Command], scope: BotCommandScope
) -> None:
    """Set one scope: the default language for everyone, then each language for its readers."""
    for language in (None, *LANGUAGES):
        words = locales.words(language)
        listed = [
            BotCommand(command.name(words.language), _about(words(command.about)))
            for command in commands
        ]
        await bot.set_my_commands(listed, scope=scope, language_code=language)


def _about(line: str) -> str:
    return html.unescape(line)[:ABOUT_LIMIT]
