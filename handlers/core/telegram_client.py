"""The calls that the program makes to Telegram, through python-telegram-bot's `Bot`."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, TypeVar

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from handlers.core.screens import ANSWER_LIMIT, Document, Screen
from handlers.core.updates import Rights, Sender

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

MANY: Final = 1000
"""The number of pop-ups under way above which a press waits."""

PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds between tries of calls that no outbox row repeats."""

LONGEST_PAUSE: Final = 30.0

Result = TypeVar("Result")

Noted = Callable[[int], None]
"""Told the chat of everything sent, so that the pace counts it."""

Answer = Callable[[dict[str, str]], Awaitable[int]]
"""Calls `answerCallbackQuery` with these fields, and gives the HTTP status."""


def is_passing(error: TelegramError) -> bool:
    """Whether the same call may succeed later: too fast, too slow, or no connection.

    A refused token counts as passing: the program ends, and its outbox waits for the right one.
    """
    return isinstance(error, RetryAfter | InvalidToken) or is_ambiguous(error)


def is_ambiguous(error: TelegramError) -> bool:
    """Whether the message may have arrived in spite of the error."""
    # PTB raises the plain class for an answer that is no JSON: it was cut short on the way.
    is_broken = type(error) is TelegramError
    return is_broken or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))


async def rights_of(bot: Bot, chat_id: int) -> Rights:
    """What the bot may do in a group at this moment; raises TelegramError."""
    member = await bot.get_chat_member(chat_id, bot.id)
    return Rights(
        bool(getattr(member, "can_pin_messages", False)),
        bool(getattr(member, "can_invite_users", False)),
        bool(getattr(member, "can_delete_messages", False)),
    )


class TelegramClient:
    """Sends, edits, answers. Raises TelegramError as python-telegram-bot does."""

    def __init__(self, bot: Bot, noted: Noted, answer: Answer) -> None:
        """Call through `bot`, tell `noted` of each message, answer presses by `answer`."""
        self.bot = bot
        self._noted = noted
        self._answer = answer
        self._answering: set[asyncio.Task[Any]] = set()

    async def send(self, chat_id: int, screen: Screen, answering: int | None = None) -> int:
        """Send a screen, perhaps as the answer to a message; the id of its message."""
        self._noted(chat_id)
        message = await self._sent(chat_id, screen, answering)
        return message.message_id

    async def _sent(self, chat_id: int, screen: Screen, answering: int | None) -> Message:
        if screen.document is not None:
            return await self._sent_file(chat_id, screen, screen.document)
        return await self.bot.send_message(
            chat_id,
            screen.text,
            parse_mode=ParseMode.HTML,
            reply_markup=screen.keyboard(),
            link_preview_options=NO_PREVIEW,
            protect_content=screen.protect or None,
            disable_notification=screen.silent or None,
            reply_parameters=_answering(answering),
        )

    async def _sent_file(self, chat_id: int, screen: Screen, file: Document) -> Message:
        send = self.bot.send_photo if file.is_picture else self.bot.send_document
        return await send(
            chat_id,
            file.file_id or file.content,
            filename=file.name,
            caption=screen.text or None,
            parse_mode=ParseMode.HTML,
            reply_markup=screen.keyboard(),
            protect_content=screen.protect or None,
        )

    async def fetch(self, file_id: str) -> bytes:
        """The content of a file that somebody sent."""
        file = await self.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    # --- what only memory knows of: tried again for a while, and left in no outbox -------------

    async def send_patiently(
        self, chat_id: int, screen: Screen, answering: int | None = None
    ) -> int:
        """Send a screen; repeated only after errors that say it was not taken."""
        return await _insisting(lambda: self.send(chat_id, screen, answering), is_ambiguous)

    async def whisper(self, chat_id: int, screen: Screen) -> None:
        """Send a screen; someone who never wrote to the bot gets none."""
        with suppress(TelegramError):
            await self.send_patiently(chat_id, screen)

    async def replace(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """Replace a message by a screen; False when that is no longer possible."""
        try:
            await _insisting(lambda: self.edit(chat_id, message_id, screen), _never)
        except BadRequest:
            return False
        return True

    async def erase(self, chat_id: int, message_id: int) -> None:
        """Delete a message; one of ours that is too old for that loses its text."""
        with suppress(TelegramError):
            if not await _insisting(lambda: self.delete(chat_id, message_id), _never):
                await self.replace(chat_id, message_id, Screen("…"))

    async def gap(self, chat_id: int) -> None:
        """Send a message and delete it at once."""
        with suppress(TelegramError):
            await self.erase(chat_id, await self.send_patiently(chat_id, Screen("…", silent=True)))

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Edit a message to show a screen; the same screen again is no error."""
        if chat_id < 0:
            # In a group edits and messages share one budget.
            self._noted(chat_id)
        try:
            await self.bot.edit_message_text(
                screen.text,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=screen.keyboard(),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as refused:
            if "not modified" not in refused.message.lower():
                raise

    async def answer(self, query_id: str, text: str, *, alert: bool) -> None:
        """Answer a press with a pop-up; one that came too late is no error.

        Whatever Telegram says to it, the press itself was handled.
        """
        fields = {"callback_query_id": query_id}
        if text:
            fields["text"] = text[:ANSWER_LIMIT]
        if alert:
            fields["show_alert"] = "true"
        with suppress(NetworkError):
            await self._answer(fields)

    async def answer_soon(self, query_id: str, text: str, *, alert: bool) -> None:
        """Answer a press in the background; waits only when very many are under way."""
        while len(self._answering) >= MANY:
            await asyncio.wait(self._answering, return_when=asyncio.FIRST_COMPLETED)
        self.keep(asyncio.create_task(self.answer(query_id, text, alert=alert)))

    def keep(self, task: asyncio.Task[Any]) -> None:
        """Keep a reference to a background task until it is done."""
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def drain(self) -> None:
        """Wait for all background tasks."""
        while self._answering:
            await asyncio.wait(self._answering)

    async def pin(self, chat_id: int, message_id: int) -> None:
        """Pin a message without a sound."""
        await self.bot.pin_chat_message(chat_id, message_id, disable_notification=True)

    async def unpin(self, chat_id: int, message_id: int) -> None:
        """Unpin a message; one that is not pinned is no error."""
        with suppress(BadRequest):
            await self.bot.unpin_chat_message(chat_id, message_id)

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Delete a message; False when that is no longer possible."""
        try:
            await self.bot.delete_message(chat_id, message_id)
        except BadRequest:
            return False
        return True

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""
        await self.bot.leave_chat(chat_id)

    async def rights(self, chat_id: int) -> Rights:
        """What the bot may do in a group at this moment."""
        return await rights_of(self.bot, chat_id)

    async def administrators(self, chat_id: int) -> list[Sender]:
        """The administrators of a group who do not hide who they are."""
        leaders = await self.bot.get_chat_administrators(chat_id)
        return [
            Sender(leader.user.id, leader.user.first_name, leader.user.language_code)
            for leader in leaders
            if not leader.user.is_bot and not getattr(leader, "is_anonymous", False)
        ]

    async def is_hidden(self, chat_id: int, person_id: int) -> bool:
        """Whether someone in a group is an administrator who hides who they are."""
        return bool(
            getattr(await self.bot.get_chat_member(chat_id, person_id), "is_anonymous", False)
        )

    async def number_of_members(self, chat_id: int) -> int:
        """How many are in a group, the bot included."""
        return await self.bot.get_chat_member_count(chat_id)

    async def join_link(self, chat_id: int) -> str:
        """A new link into a group by which people ask to join."""
        link = await self.bot.create_chat_invite_link(chat_id, creates_join_request=True)
        return link.invite_link

    async def let_in(self, chat_id: int, person_id: int, *, welcome: bool) -> None:
        """Approve or decline a request to join; one already settled is no error."""
        settle = (
            self.bot.approve_chat_join_request if welcome else self.bot.decline_chat_join_request
        )
        try:
            await settle(chat_id, person_id)
        except BadRequest:
            return


def _answering(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def _never(_error: TelegramError) -> bool:
    return False


async def _insisting(
    call: Callable[[], Awaitable[Result]], is_final: Callable[[TelegramError], bool]
) -> Result:
    """Repeat a call after each passing error, for a while; raises the last one and any other."""
    for pause in PAUSES:
        try:
            return await call()
        except RetryAfter as error:
            after = error.retry_after
            wait = after.total_seconds() if isinstance(after, timedelta) else float(after)
        except TelegramError as error:
            if is_final(error) or not is_passing(error):
                raise
            wait = pause
        await asyncio.sleep(min(wait, LONGEST_PAUSE))
    return await call()
