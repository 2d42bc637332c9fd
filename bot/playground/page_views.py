"""The world as JSON for the page."""

from dataclasses import dataclass
from typing import Any

from bot.playground.methods.account import menu_of
from bot.playground.model import Button, CallbackQuery, Chat, Json, Message, StoredFile
from bot.playground.people import Person
from bot.playground.world import World


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in the story: a `role` known to the page, and a line about them."""

    role: str
    about: str = ""
    shown: bool = False


Cast = dict[int, Part]


def world_view(world: World, cast: Cast) -> Json:
    """The whole world, for a page that opens."""
    return {
        "bot": world.bot.username,
        "people": [person_view(world, person, cast) for person in world.people.values()],
        "chats": [
            chat_view(chat) | {"messages": [message_view(one) for one in chat.messages]}
            for chat in world.chats.values()
            if chat.migrated_to is None
        ],
    }


def person_view(world: World, person: Person, cast: Cast) -> Json:
    part = cast.get(person.id, Part("visitor"))
    chats = [person.chat, *groups_of(world, person)]
    return {
        "id": person.id,
        "name": person.name,
        "language": (person.language_code or "")[:2],
        "role": part.role,
        "about": part.about,
        "shown": part.shown,
        "chats": [chat.id for chat in chats],
        "menus": {str(chat.id): menu_of(world, person, chat) for chat in chats},
    }


def groups_of(world: World, person: Person) -> list[Chat]:
    """The groups a person is in now."""
    return [
        chat
        for chat in world.chats.values()
        if not chat.private
        and chat.migrated_to is None
        and (member := chat.members.get(person.id))
        and member.present
    ]


def chat_view(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "started": chat.started,
        "blocked": chat.blocked,
        "pins": sorted((one.id for one in chat.pins), reverse=True),
        "members": [user.id for user in chat.present],
        "bot": any(user.is_bot for user in chat.present),
        "requests": len(chat.requests),
    }


def message_view(message: Message) -> Json:
    """One message; of a deleted one only its ids, so that the page removes it."""
    if message.deleted:
        return {"id": message.id, "chat": message.chat.id, "deleted": True}
    return {
        "id": message.id,
        "chat": message.chat.id,
        "sender": None if message.anonymous else message.sender.id,
        "name": message.chat.title if message.anonymous else message.sender.name,
        "bot": message.sender.is_bot,
        "date": message.date.isoformat(),
        "text": shown_text(message),
        "entities": message.entities,
        "rows": [[button_view(button) for button in row] for row in message.rows],
        "edited": message.edited is not None,
        "protected": message.protected,
        "reaction": message.reaction,
        "reply": reply_view(message.reply_to),
        "document": file_view(message.document),
        "photo": file_view(message.photo),
        "service": service_view(message),
    }


def shown_text(message: Message) -> str:
    """The text without the payload behind /start, which no phone shows."""
    if message.text.startswith(("/start ", "/start@")):
        return message.text.split()[0]
    return message.text


def button_view(button: Button) -> Json:
    return {
        "text": button.text,
        "url": button.url,
        "copies": button.copy_text,
        "style": button.style,
    }


def reply_view(message: Message | None) -> Json | None:
    if message is None:
        return None
    return {"id": message.id, "name": message.sender.name, "text": message.text[:120]}


def file_view(file: StoredFile | None) -> Json | None:
    if file is None:
        return None
    return {
        "name": file.name,
        "bytes": file.file_size,
        "address": f"/files/{file.id}",
        "width": file.size[0],
        "height": file.size[1],
    }


def service_view(message: Message) -> Json | None:
    """A service message: a `kind` known to the page, and names."""
    service = message.service
    if service is None:
        return None
    if "new_chat_members" in service:
        names = [one["first_name"] for one in service["new_chat_members"]]
        return {"kind": "joined", "name": ", ".join(names)}
    if "left_chat_member" in service:
        return {"kind": "left", "name": service["left_chat_member"]["first_name"]}
    if "pinned_message" in service:
        return {"kind": "pinned", "name": message.sender.first_name}
    return {"kind": "upgraded", "name": ""}


def query_view(query: CallbackQuery) -> Json:
    """The pop-up that answers a press."""
    return {
        "person": query.person.id,
        "chat": query.message.chat.id,
        "message": query.message.id,
        "text": query.text,
        "alert": query.alert,
        "url": query.url,
    }


def news(world: World, cast: Cast, kind: str, thing: Any) -> Json | None:
    """What an open page is told when something changed."""
    if kind == "message":
        return {"kind": "message", "message": message_view(thing), "chat": chat_view(thing.chat)}
    if kind == "query":
        return {"kind": "pop-up", "pop_up": query_view(thing)}
    if kind in ("chat", "person", "menu"):
        people = [person_view(world, person, cast) for person in world.people.values()]
        chats = [chat_view(one) for one in world.chats.values() if one.migrated_to is None]
        return {"kind": "people", "people": people, "chats": chats}
    return None
