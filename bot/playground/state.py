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
from bot.playground.model import Chat, Json, Member, Message, Query, StoredFile, User
from bot.playground.rate_limits import Limits
from bot.playground.update_queue import Pending, sleep_until_woken, wake

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
        self.known: set[int] = set()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, StoredFile] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.pending = Pending()
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
        self.touch("chat", chat)
        return chat

    def supergroup_of(self, group: Chat) -> Chat:
        """Make a supergroup of a group: a new chat with a new id; the old one is dead."""
        chat = self.group(group.title, supergroup=True)
        chat.members = group.members
        group.migrated_to = chat.id
        self.serve(group, self.bot, {"migrate_to_chat_id": chat.id})
        self.serve(chat, self.bot, {"migrate_from_chat_id": group.id})
        return chat

    def bot_in(self, chat: Chat) -> Member:
        """How the bot stands in a group; `left` where it never was."""
        return chat.members.get(self.bot.id) or Member(self.bot, "left")

    # Messages

    def post(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Put a message into a chat."""
        message = Message(self.next_message_id(chat), chat, sender, self.now(), **content)
        chat.messages.append(message)
        chat.by_id[message.id] = message
        self.changed(message)
        return message

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and groups share one row of numbers; a supergroup has its own."""
        if chat.kind == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self.shared_id += 1
        return self.shared_id

    def changed(self, message: Message) -> None:
        """The message is new or has been altered: phones show it, who waits looks again."""
        self.tick += 1
        message.changed = self.tick
        self.touch("message", message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        chat = message.chat
        del chat.by_id[message.id]
        chat.messages.remove(message)
        if message in chat.pins:
            chat.pins.remove(message)
        self.changed(message)

    def serve(self, chat: Chat, sender: User, service: Json) -> Message:
        """A service message, such as 'Anna joined the group'."""
        message = self.post(chat, sender, service=service)
        if self.bot_in(chat).present or chat.private:
            self.tell("message", message_json(message))
        return message

    # What the bot hears

    def tell(self, kind: str, body: Json) -> None:
        """Queue an update for the bot; whoever is named in it is known to the bot from now on."""
        sender = body.get("from")
        if sender:
            self.known.add(sender["id"])
        self.known.update(one["id"] for one in body.get("new_chat_members", ()))
        self.pending.push(kind, body)

    def hears_in_group(self, message: Message, chat: Chat) -> bool:
        """Privacy mode: who is no administrator sees commands and replies to itself only."""
        bot = self.bot_in(chat)
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

    def deliver(self, message: Message, kind: str = "message") -> None:
        """Tell the bot of a person's message, where it may see it."""
        if message.chat.private or self.hears_in_group(message, message.chat):
            self.tell(kind, message_json(message))

    def change_member(
        self,
        chat: Chat,
        user: User,
        actor: User,
        status: str,
        rights: Iterable[str] = (),
        **extra: Any,
    ) -> None:
        """Alter how someone stands in a chat, and tell the bot where it may know."""
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
            self.tell("my_chat_member", body)
        elif self.bot_in(chat).status == "administrator":
            self.tell("chat_member", body)
        self.touch("chat", chat)

    # Watching

    def number(self) -> int:
        """A number that was not given before."""
        self.numbers += 1
        return self.numbers

    def touch(self, kind: str, thing: Any) -> None:
        """Something changed: wake who waits, tell who watches."""
        if self.sleepers:
            wake(self.sleepers)
        for watcher in self.watchers:
            watcher(kind, thing)

    async def change(self, within: float) -> None:
        """Sleep until anything changes, at most so many seconds."""
        await sleep_until_woken(self.sleepers, within)
