"""Carries out what the page asks a phone to do."""

from collections.abc import Callable
from typing import Any

from bot.playground.model import Chat, Json, Message
from bot.playground.people import Person, find_link
from bot.playground.refusals import ImpossibleError
from bot.playground.world import World

ADMINISTRATOR = ("pin_messages", "invite_users", "delete_messages", "restrict_members")
LONGEST = 4096
LONGEST_CAPTION = 1024
LONGEST_NAME = 128
LARGEST_FILE = 2000 * 1024 * 1024
FIRST_BYTES = b"Only the beginning of this file is here.\n"
Gesture = Callable[[World, Person, Json], Any]


def perform(world: World, wish: Json) -> Json:
    """Do what the page asks: `person`, `gesture`, and the arguments of that gesture.

    Answers with the `chat` to show next, if there is one.
    Raises an ImpossibleError for what no phone can do.
    """
    person = world.people.get(number(wish, "person"))
    gesture = GESTURES.get(str(wish.get("gesture")))
    if person is None or gesture is None:
        raise ImpossibleError("no such person or gesture")
    chat = gesture(world, person, wish)
    return {"chat": chat.id} if isinstance(chat, Chat) else {}


def say(world: World, person: Person, wish: Json) -> None:
    text = str(wish.get("text", "")).strip()[:LONGEST]
    if not text:
        raise ImpossibleError("nothing to say")
    place = chat_of(world, person, wish)
    person.says(text, place, reply_to=answered(place, wish))


def attach(world: World, person: Person, wish: Json) -> None:
    """Send a document of which only the name and the size are made up."""
    name = str(wish.get("name", "")).strip()[:LONGEST_NAME]
    size = number(wish, "size")
    if not name or not 0 < size <= LARGEST_FILE:
        raise ImpossibleError("a file needs a name and a size")
    place = chat_of(world, person, wish)
    caption = str(wish.get("text", "")).strip()[:LONGEST_CAPTION]
    person.sends_file(
        name,
        FIRST_BYTES[:size],
        place,
        caption=caption,
        reply_to=answered(place, wish),
        claimed_size=size,
    )


def answered(place: Chat, wish: Json) -> Message | None:
    """The message that this one replies to, if there is one and it is there still."""
    return place.by_id.get(number(wish, "reply_to")) if wish.get("reply_to") else None


def press(world: World, person: Person, wish: Json) -> None:
    message = message_of(world, person, wish)
    try:
        button = message.rows[number(wish, "row")][number(wish, "column")]
    except IndexError:
        raise ImpossibleError("this button is gone") from None
    if button.data is None:
        raise ImpossibleError("this button is no callback button")
    person.forges(button.data, message)


def open_link(_world: World, person: Person, wish: Json) -> None:
    """Press Start in the private chat, with the payload of a link if there is one."""
    person.opens(str(wish.get("payload", "")))


def join(world: World, person: Person, wish: Json) -> Chat | None:
    """Follow an invite link; it leads into the chat for whoever is in it."""
    link = find_link(world, str(wish.get("address", "")))
    if person not in link.chat.present:
        person.asks_to_join(link.address)
    return link.chat if person in link.chat.present else None


def add_bot(world: World, person: Person, wish: Json) -> None:
    """Add the bot to a group the person is in, or to a new one with the given title."""
    title = str(wish.get("title", "")).strip()[:128]
    place = world.group(title, [person]) if title else chat_of(world, person, wish)
    if place.private:
        raise ImpossibleError("choose a group")
    rights = ADMINISTRATOR if wish.get("administrator") else ()
    person.adds_bot(place, str(wish.get("payload", "")), rights=rights)


def leave(world: World, person: Person, wish: Json) -> None:
    place = chat_of(world, person, wish)
    if place.private:
        raise ImpossibleError("a private chat is not left")
    person.leaves(place)


def block(_world: World, person: Person, _wish: Json) -> None:
    person.blocks_bot()


def unblock(_world: World, person: Person, _wish: Json) -> None:
    person.unblocks_bot()


GESTURES: dict[str, Gesture] = {
    "say": say,
    "attach": attach,
    "press": press,
    "open": open_link,
    "join": join,
    "add bot": add_bot,
    "leave": leave,
    "block": block,
    "unblock": unblock,
}


def number(wish: Json, name: str) -> int:
    value = wish.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 1 << 52:
        raise ImpossibleError(f"{name} must be a number")
    return value


def chat_of(world: World, person: Person, wish: Json) -> Chat:
    chat = world.chats.get(number(wish, "chat"))
    if chat is None or (chat.private and chat is not person.chat):
        raise ImpossibleError("no such chat on this phone")
    return chat


def message_of(world: World, person: Person, wish: Json) -> Message:
    message = chat_of(world, person, wish).by_id.get(number(wish, "message"))
    if message is None:
        raise ImpossibleError("this message is gone")
    return message
