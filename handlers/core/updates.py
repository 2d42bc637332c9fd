"""Reads Telegram's raw JSON into the events that rooms handle.

Parsed by hand and leniently: a field that is new, or missing where no room needs it, must not
stop the intake, and a press is read in microseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANONYMOUS_ADMINISTRATOR = 1087968824
"""GroupAnonymousBot: writes for administrators who hide who they are."""

PRIVATE, GROUP = "private", "group"

_TRACES = frozenset({"forward_origin", "via_bot", "quote", "external_reply", "reply_to_story"})
"""Fields of a message that was not simply typed in this chat."""

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """The person of an update, as Telegram describes them."""

    telegram_id: int
    first_name: str
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A chat: `kind` is PRIVATE or GROUP (supergroups are groups)."""

    telegram_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A document that was sent: the id by which Telegram has it, its name, its size in bytes."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message was written. `sender` is None for administrators who hide who they are."""

    place: Place
    sender: Sender | None
    message_id: int
    text: str
    is_plain: bool
    answers: str = ""
    """The room whose buttons stand under the message of the bot that this one replies to."""
    replied_to: str = ""
    """The text of the message that this one replies to."""
    file: SentFile | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed. Place and message may be missing when they are too old."""

    query_id: str
    sender: Sender
    place: Place | None
    message_id: int | None
    data: str
    message: Raw | None = None
    """The pressed message as Telegram hands it back; only a preview of a case is read from it."""

    @property
    def button_data(self) -> tuple[str, ...]:
        """The callback data of each button under the pressed message, as Telegram hands it back."""
        return _button_data(self.message or {})


@dataclass(frozen=True, slots=True)
class AskedToJoin:
    """Someone asks to join a group chat; for minutes they may be written to."""

    place: Place
    sender: Sender
    private_chat_id: int


@dataclass(frozen=True, slots=True)
class Seen:
    """People came into a group chat, or were found in it."""

    place: Place
    people: tuple[Sender, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Someone is no longer in a group chat."""

    place: Place
    person: Sender


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in a group chat."""

    can_pin: bool
    can_invite: bool
    can_delete: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """The bot was added, removed, promoted; in a private chat: unblocked or blocked."""

    place: Place
    by: Sender | None
    """None for an administrator who hides who they are."""
    is_present: bool
    was_present: bool
    rights: Rights


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup: the same chat under a new id."""

    old_id: int
    new_id: int


Event = Said | Pressed | AskedToJoin | Seen | Left | Placed | Migrated


def read(raw: Raw) -> Event | None:
    """Read the event of an update; None for kinds that no room handles, edits among them.

    Raises KeyError, TypeError or ValueError when a field that is needed is missing or wrong.
    """
    if query := raw.get("callback_query"):
        return _pressed(query)
    if message := raw.get("message"):
        return _message(message)
    if request := raw.get("chat_join_request"):
        sender = _sender(request["from"])
        own_chat = request.get("user_chat_id", sender.telegram_id)
        return AskedToJoin(_place(request["chat"]), sender, int(own_chat))
    if change := raw.get("my_chat_member"):
        return _placed(change)
    if change := raw.get("chat_member"):
        return _member_changed(change)
    return None


def lane(raw: Raw) -> int:
    """The key of updates that are handled in order: a person's presses, or a chat's messages."""
    for kind in ("callback_query", "chat_join_request"):
        if kind in raw:
            return int(raw[kind]["from"]["id"])
    for part in raw.values():
        if isinstance(part, Mapping) and "chat" in part:
            return int(part["chat"]["id"])
    return 0


def _pressed(query: Raw) -> Pressed:
    message = query.get("message")
    return Pressed(
        query_id=str(query["id"]),
        sender=_sender(query["from"]),
        place=_place(message["chat"]) if message else None,
        message_id=message["message_id"] if message else None,
        data=str(query.get("data", "")),
        message=message,
    )


def _message(message: Raw) -> Event | None:
    place = _place(message["chat"])
    if "migrate_to_chat_id" in message:
        return Migrated(place.telegram_id, int(message["migrate_to_chat_id"]))
    if "migrate_from_chat_id" in message:
        return Migrated(int(message["migrate_from_chat_id"]), place.telegram_id)
    if newcomers := message.get("new_chat_members"):
        return Seen(place, tuple(_sender(p) for p in newcomers if not p.get("is_bot")))
    if gone := message.get("left_chat_member"):
        return None if gone.get("is_bot") else Left(place, _sender(gone))
    return _said(message, place)


def _said(message: Raw, place: Place) -> Said | None:
    sender = message.get("from")
    hidden = sender is None or sender["id"] == ANONYMOUS_ADMINISTRATOR
    if not hidden and (sender is None or sender.get("is_bot") or "sender_chat" in message):
        return None
    if sender is None and place.kind == PRIVATE:
        return None
    return Said(
        place=place,
        sender=None if hidden or sender is None else _sender(sender),
        message_id=int(message["message_id"]),
        text=str(message.get("text") or _caption(message, place)),
        is_plain="text" in message and not _TRACES.intersection(message),
        answers=_answered(message),
        replied_to=str((message.get("reply_to_message") or {}).get("text", "")),
        file=_file(message.get("document")),
    )


def _file(document: Raw | None) -> SentFile | None:
    if not document:
        return None
    name = str(document.get("file_name", ""))
    return SentFile(str(document["file_id"]), name, int(document.get("file_size") or 0))


def _caption(message: Raw, place: Place) -> str:
    """The words under a picture in a group: a command there is one, and may have to go."""
    return str(message.get("caption", "")) if place.kind == GROUP else ""


def _answered(message: Raw) -> str:
    reply = message.get("reply_to_message") or {}
    data = next(iter(_button_data(reply)), "")
    is_ours = bool((reply.get("from") or {}).get("is_bot"))
    return data.partition(":")[0] if is_ours else ""


def _button_data(message: Raw) -> tuple[str, ...]:
    """The callback data of each button under a message; empty for a button without any."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
    return tuple(str(button.get("callback_data", "")) for row in rows for button in row)


def _placed(change: Raw) -> Placed:
    new = change["new_chat_member"]
    owner = new["status"] == "creator"
    return Placed(
        place=_place(change["chat"]),
        by=None if _is_hidden(change["from"]) else _sender(change["from"]),
        is_present=_is_in(new),
        was_present=_is_in(change["old_chat_member"]),
        rights=Rights(
            owner or bool(new.get("can_pin_messages")),
            owner or bool(new.get("can_invite_users")),
            owner or bool(new.get("can_delete_messages")),
        ),
    )


def _is_hidden(user: Raw) -> bool:
    return int(user["id"]) == ANONYMOUS_ADMINISTRATOR or bool(user.get("is_bot"))


def _member_changed(change: Raw) -> Event | None:
    who = change["new_chat_member"]["user"]
    if who.get("is_bot"):
        return None
    place, person = _place(change["chat"]), _sender(who)
    if _is_in(change["new_chat_member"]):
        return Seen(place, (person,))
    return Left(place, person)


def _is_in(member: Raw) -> bool:
    if member["status"] == "restricted":
        return bool(member.get("is_member"))
    return member["status"] in ("creator", "administrator", "member")


def _sender(user: Raw) -> Sender:
    return Sender(int(user["id"]), str(user.get("first_name", "")), user.get("language_code"))


def _place(chat: Raw) -> Place:
    return Place(int(chat["id"]), PRIVATE if chat["type"] == "private" else GROUP)
