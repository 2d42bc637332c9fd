"""The command menus: what Telegram offers when a person types `/`, by language and by scope.

In private everyone is offered what anyone and members may do. Moderators and coordinators have
a menu of their own in their chat, set when they become one and whenever they press Start.
"""

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.logs import failure
from bot.rules.languages import CODES
from bot.rules.members import Role
from handlers.core.context import Context, Services
from handlers.core.outgoing import OutgoingMessage
from handlers.core.routes import SERVED, Command, Where, Who
from handlers.core.screens import Screen
from handlers.core.telegram_client import TelegramClient
from locales import Locales
from storage import members
from storage.core import outbox
from storage.core.outbox_kind import ToTelegramId

LOGGER: Final = logging.getLogger(__name__)

ABOUT_LIMIT: Final = 256

LONGEST_PAUSE: Final = 60.0

EVERYONE: Final = frozenset({Who.ANYONE, Who.MEMBER})


@dataclass(frozen=True, slots=True)
class MenuChange(ToTelegramId):
    """Have a person's own menu set, or taken away."""

    name = "menu"
    key_format = "menu:{telegram_id}"


async def publish(bot: Bot, locales: Locales, commands: Sequence[Command]) -> None:
    """Set the menus that are not one person's, trying as often as it takes."""
    group = [c for c in commands if c.where is Where.ANYWHERE]
    group = [c for c in group if c.who is not Who.COORDINATOR]
    menus: list[tuple[BotCommandScope, Sequence[Command]]] = [
        (BotCommandScopeAllPrivateChats(), [c for c in commands if c.who in EVERYONE]),
        (BotCommandScopeAllGroupChats(), [c for c in group if c.who in EVERYONE]),
        (BotCommandScopeAllChatAdministrators(), group),
    ]
    for scope, listed in menus:
        await _persist(partial(_set, bot, locales, listed, scope))


async def _persist(act: Callable[[], Awaitable[None]]) -> None:
    """Try until Telegram takes it: without its menus a bot seems to know no commands."""
    pause = 1.0
    while True:
        try:
            await act()
        except RetryAfter as error:
            wait = error.retry_after
            await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
        except BadRequest as error:
            failure(LOGGER, "menu_not_set", error, level=logging.WARNING)
            return
        except TelegramError as error:
            failure(LOGGER, "menus_not_set", error, level=logging.WARNING)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


async def _set(
    bot: Bot, locales: Locales, commands: Sequence[Command], scope: BotCommandScope
) -> None:
    """Set one scope: the default language for everyone, then each language for its readers."""
    for language in (None, *CODES):
        words = locales.words(language)
        listed = [
            BotCommand(command.name_in(words.language), _about(words(command.about)))
            for command in commands
        ]
        await bot.set_my_commands(listed, scope=scope, language_code=language)


def _about(line: str) -> str:
    return html.unescape(line)[:ABOUT_LIMIT]


def has_own(context: Context) -> bool:
    """Whether the requester has a menu of their own: by a role, or as a coordinator."""
    roles = {Role(membership.role) for membership in context.requester.memberships}
    return context.is_coordinator or bool(roles & SERVED[Who.LEADING])


def change(session: Session, person_telegram_id: int, now: datetime) -> None:
    """Have a person's own menu set, or taken away, by what they are when it is done."""
    outbox.renew(session, MenuChange(person_telegram_id), now)


def render_menu(
    session: Session, telegram_id: int, services: Services, commands: Sequence[Command]
) -> OutgoingMessage:
    """A menu of their own for moderators, leads and coordinators; nobody else has one."""
    roles = {Role(membership.role) for membership in members.memberships(session, telegram_id)}
    served = set(EVERYONE)
    served |= {who for who, those in SERVED.items() if roles & those}
    if telegram_id in services.settings.coordinators:
        served |= {Who.COORDINATOR, Who.FOLLOWING}
    own = [c for c in commands if c.who in served] if served > EVERYONE else []
    return OutgoingMessage(
        Screen(""),
        send=partial(_set_own, services.locales, own),
        is_new=False,
    )


async def _set_own(
    locales: Locales,
    commands: Sequence[Command],
    client: TelegramClient,
    chat_id: int,
    _screen: Screen,
) -> None:
    scope = BotCommandScopeChat(chat_id)
    try:
        if commands:
            await _set(client.bot, locales, commands, scope)
            return
        for language in (None, *CODES):
            await client.bot.delete_my_commands(scope, language)
    except (BadRequest, Forbidden):
        # Who has not pressed Start yet has no chat to put a menu in; Start sets it.
        return
