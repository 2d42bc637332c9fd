"""The objects Telegram keeps: users, chats, messages, buttons, files, invite links."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)
PRESENT = ("creator", "administrator", "member", "restricted")
ANONYMOUS_ADMINISTRATOR = 1087968824


@dataclass(slots=True, eq=False)
class User:
    """Someone with an account: a person, or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def name(self) -> str:
        """The name as a phone shows it."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True)
class Member:
    """One user's membership of one group."""

    user: User
    status: str = "member"
    rights: frozenset[str] = frozenset()

    @property
    def present(self) -> bool:
        return self.status in PRESENT

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass(slots=True, frozen=True)
class Button:
    """One inline button: `data` is its callback data; `raw` is what the bot sent."""

    text: str
    data: str | None
    url: str | None
    copy_text: str | None
    style: str | None
    raw: Json


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file that was uploaded, with its content. `size` is a picture's width and height.

    `claimed_size` is the size in bytes that Telegram reports, if more than was really uploaded.
    """

    id: str
    unique_id: str
    name: str
    kind: str
    content: bytes
    size: tuple[int, int] = (0, 0)
    claimed_size: int = 0

    @property
    def file_size(self) -> int:
        """Its size in bytes as Telegram reports it."""
        return max(self.claimed_size, len(self.content))

    @property
    def is_photo(self) -> bool:
        return self.size != (0, 0)


@dataclass(slots=True, eq=False)
class Message:
    """A message in its present form: `html` as the bot sent it, `text` as people read it.

    `text` and `entities` hold the caption where there is a document or a photo.
    `changed` is the state's tick at the last change; `service` holds the raw service fields.
    """

    id: int
    chat: "Chat"
    sender: User
    date: datetime
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    html: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    markup: Json | None = None
    reply_to: "Message | None" = None
    document: StoredFile | None = None
    photo: StoredFile | None = None
    edited: datetime | None = None
    protected: bool = False
    silent: bool = False
    deleted: bool = False
    anonymous: bool = False
    service: Json | None = None
    reaction: str | None = None
    changed: int = 0

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in reading order."""
        return [button.text for row in self.rows for button in row]

    @property
    def pinned(self) -> bool:
        return self in self.chat.pins

    def button(self, text: str) -> Button | None:
        """The first button that begins with the text."""
        found = (one for row in self.rows for one in row if one.text.startswith(text))
        return next(found, None)


@dataclass(slots=True, eq=False)
class InviteLink:
    """An invite link of a group."""

    address: str
    creator: User
    chat: "Chat"
    joins_by_request: bool = False
    name: str | None = None
    expires: int | None = None
    limit: int | None = None
    used: int = 0
    primary: bool = False
    revoked: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, a group or a supergroup, with its messages."""

    id: int
    kind: str
    title: str = ""
    person: User | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    by_id: dict[int, Message] = field(default_factory=dict)
    pins: list[Message] = field(default_factory=list)
    links: dict[str, InviteLink] = field(default_factory=dict)
    requests: dict[int, InviteLink | None] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    writable_until: float = 0.0
    migrated_to: int | None = None
    last_id: int = 0

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def pinned(self) -> Message | None:
        """The pinned message shown on top: of all pins the one that was sent last."""
        return max(self.pins, key=lambda one: one.id, default=None)

    @property
    def present(self) -> list[User]:
        """The users who are in the group now."""
        return [member.user for member in self.members.values() if member.present]


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A press on a callback button, and the bot's answer."""

    id: str
    person: User
    message: Message
    data: str
    opened: float
    answered: bool = False
    text: str | None = None
    alert: bool = False
    url: str | None = None
