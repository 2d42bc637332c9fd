"""What Telegram's servers hold, in memory: accounts, chats, messages, updates for the bot.

There is no HTTP in here and no person who acts: `world` adds the people, `methods` is the bot's
side.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.playground.api_json import chat_json, member_json, message_json, user_json
from bot.playground.model import CallbackQuery, Chat, Json, Member, Message, StoredFile, User
from bot.playground.rate_limits import Limits
from bot.playground.update_queue import UpdateQueue, sleep_until_woken, wake

BOT_ID = 7_000_000_001
Watcher = Callable[[str, Any], None]


@dataclass(slots=True, frozen=True)
class Call:
    """One call of the bot, for the log: `at` is on the monotonic clock, in seconds."""

    method: str
    chat_id: int | str | None
    at: float
    ok: bool
    error: str | None = None


@dataclass(slots=True)
class Webhook:
    """Where updates are posted, when a webhook is set."""

    url: str = ""
    secret: str = ""
    last_error: str | None = None
    last_error_at: float = 0.0


def real_time() -> datetime:
    return datetime.now(UTC)


class State:
    """Everything Telegram knows. `now` gives its time; `complaints` lists calls with bad fields."""

    def __init__(
        self,
        *,
        username: str = "praktijkbot",
        now: Callable[[], datetime] = real_time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.monotonic = monotonic
        self.bot = User(BOT_ID, "Praktijkgemeenschap", username=username, is_bot=True)
        self.users: dict[int, User] = {}
        self.known_ids: set[int] = set()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.files: dict[str, StoredFile] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.updates = UpdateQueue()
        self.webhook = Webhook()
        self.limits = Limits(monotonic=monotonic)
        self.complaints: list[str] = []
        self.calls: deque[Call] = deque(maxlen=100_000)
        self.tick = 0
        self.shared_id = 0
        self.numbers = 0
        self.watchers: list[Watcher] = []
        self.sleepers: set[asyncio.Future[None]] = set()

    # Chats

    def group(
        self,
        title: str,
        members: Iterable[User] = (),
        *,
        chat_id: int | None = None,
        supergroup: bool = True,
    ) -> Chat:
        """Make a group; its owner is the first member, and the bot is not in it yet."""
        offset = 1_000_000_000_000 if supergroup else 4_000_000
        groups = sum(1 for chat in self.chats.values() if not chat.private)
        number = chat_id if chat_id is not None else -(offset + 2_000_001 + groups)
        chat = Chat(number, "supergroup" if supergroup else "group", title)
        for user in members:
            chat.members[user.id] = Member(user, "member" if chat.members else "creator")
        self.chats[number] = chat
        self.notify_watchers("chat", chat)
        return chat

    def supergroup_of(self, group: Chat) -> Chat:
        """Upgrade a group to a supergroup, which is a new chat with a new id."""
        chat = self.group(group.title, supergroup=True)
        chat.members = group.members
        group.migrated_to = chat.id
        self.post_service(group, self.bot, {"migrate_to_chat_id": chat.id})
        self.post_service(chat, self.bot, {"migrate_from_chat_id": group.id})
        return chat

    def bot_member(self, chat: Chat) -> Member:
        """The bot's membership of a group; its status is `left` where it never was."""
        return chat.members.get(self.bot.id) or Member(self.bot, "left")

    # Messages

    def post_message(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Put a message into a chat."""
        message = Message(self.next_message_id(chat), chat, sender, self.now(), **content)
        chat.messages.append(message)
        chat.by_id[message.id] = message
        self.mark_changed(message)
        return message

    def next_message_id(self, chat: Chat) -> int:
        """The next id: private chats and groups share one count, a supergroup has its own."""
        if chat.kind == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self.shared_id += 1
        return self.shared_id

    def mark_changed(self, message: Message) -> None:
        """Note that a message is new or changed, so that phones show it and waiters look again."""
        self.tick += 1
        message.changed = self.tick
        self.notify_watchers("message", message)

    def delete_message(self, message: Message) -> None:
        message.deleted = True
        chat = message.chat
        del chat.by_id[message.id]
        chat.messages.remove(message)
        if message in chat.pins:
            chat.pins.remove(message)
        self.mark_changed(message)

    def post_service(self, chat: Chat, sender: User, service: Json) -> Message:
        """Post a service message, such as 'Anna joined the group'."""
        message = self.post_message(chat, sender, service=service)
        if self.bot_member(chat).present or chat.private:
            self.queue_update("message", message_json(message))
        return message

    # Updates for the bot

    def queue_update(self, kind: str, body: Json) -> None:
        """Queue an update for the bot, which from then on knows everyone named in it."""
        sender = body.get("from")
        if sender:
            self.known_ids.add(sender["id"])
        self.known_ids.update(one["id"] for one in body.get("new_chat_members", ()))
        self.updates.push(kind, body)

    def bot_can_see(self, message: Message, chat: Chat) -> bool:
        """Privacy mode: a bot that is no administrator gets commands and replies to itself only."""
        bot = self.bot_member(chat)
        if not bot.present:
            return False
        if bot.status in ("administrator", "creator"):
            return True
        if message.reply_to and message.reply_to.sender is self.bot:
            return True
        first = message.text.split(maxsplit=1)[0] if message.text else ""
        if not first.startswith("/"):
            return False
        _, at, name = first.partition("@")
        return not at or name.lower() == (self.bot.username or "").lower()

    def notify_bot(self, message: Message, kind: str = "message") -> None:
        """Queue the update for a person's message where the bot may see it."""
        if message.chat.private or self.bot_can_see(message, message.chat):
            self.queue_update(kind, message_json(message))

    def change_member(
        self,
        chat: Chat,
        user: User,
        actor: User,
        status: str,
        rights: Iterable[str] = (),
        **extra: Any,
    ) -> None:
        """Change somebody's status in a chat, and queue the update where the bot gets one."""
        before = chat.members.get(user.id) or Member(user, "left")
        after = Member(user, status, frozenset(rights))
        chat.members[user.id] = after
        body = {
            "chat": chat_json(chat),
            "from": user_json(actor),
            "date": int(self.now().timestamp()),
            "old_chat_member": member_json(before),
            "new_chat_member": member_json(after),
        } | extra
        if user is self.bot:
            self.queue_update("my_chat_member", body)
        elif self.bot_member(chat).status == "administrator":
            self.queue_update("chat_member", body)
        self.notify_watchers("chat", chat)

    # Watching

    def next_number(self) -> int:
        """A number that no other call gave."""
        self.numbers += 1
        return self.numbers

    def notify_watchers(self, kind: str, thing: Any) -> None:
        """Wake all that wait for a change, and call all that watch."""
        if self.sleepers:
            wake(self.sleepers)
        for watcher in self.watchers:
            watcher(kind, thing)

    async def wait_for_change(self, within: float) -> None:
        """Wait until anything changes, at most so many seconds."""
        await sleep_until_woken(self.sleepers, within)
