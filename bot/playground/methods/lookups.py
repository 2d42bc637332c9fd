"""Finds the chat, message or right that a call needs, or refuses in Telegram's words."""

from datetime import timedelta

from bot.playground.model import Chat, Json, Member, Message, User
from bot.playground.refusals import bad_request, forbidden
from bot.playground.world import World

DELETABLE_FOR = timedelta(hours=48)


def known_chat(world: World, chat_id: int | str | None) -> Chat:
    """A chat the bot knows of; it may not be allowed to write there."""
    if chat_id is None or chat_id == "":
        raise bad_request("chat_id is empty")
    if isinstance(chat_id, str):
        raise bad_request("chat not found")
    chat = world.chats.get(chat_id)
    if chat is None or not is_known(world, chat):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    return chat


def is_known(world: World, chat: Chat) -> bool:
    if chat.private:
        return chat.started or chat.id in world.known_ids
    return world.bot.id in chat.members


def open_chat(world: World, chat_id: int | str | None) -> Chat:
    """A chat the bot may write to."""
    chat = known_chat(world, chat_id)
    if chat.private:
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started and world.monotonic() > chat.writable_until:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    return joined_chat(world, chat)


def joined_chat(world: World, chat: Chat) -> Chat:
    """A group the bot is in."""
    kind = "supergroup chat" if chat.kind == "supergroup" else "group chat"
    status = world.bot_member(chat).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind}")
    if status == "left":
        raise forbidden(f"bot is not a member of the {kind}")
    return chat


def readable_chat(world: World, chat_id: int | str | None) -> Chat:
    """A chat the bot may read."""
    chat = known_chat(world, chat_id)
    return chat if chat.private else joined_chat(world, chat)


def group_with_right(world: World, chat_id: int | str | None, right: str, refusal: str) -> Chat:
    """A group in which the bot is an administrator with this right."""
    chat = readable_chat(world, chat_id)
    if chat.private or not world.bot_member(chat).may(right):
        raise bad_request(refusal)
    return chat


def user_of(world: World, user_id: int) -> User:
    if user_id == world.bot.id:
        return world.bot
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    return user


def member_of(world: World, chat: Chat, user_id: int) -> Member:
    user = user_of(world, user_id)
    if chat.private:
        return Member(user)
    return chat.members.get(user_id) or Member(user, "left")


def own_message(world: World, chat: Chat, arguments: Json) -> Message:
    """The bot's own message that a call wants to edit."""
    message = chat.by_id.get(arguments.get("message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot or message.service is not None:
        raise bad_request("message can't be edited")
    return message


def check_deletable(world: World, message: Message) -> None:
    if world.now() - message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    chat = message.chat
    if message.sender is world.bot or chat.private:
        return
    if not world.bot_member(chat).may("can_delete_messages"):
        raise bad_request("message can't be deleted")
