"""Methods about messages: send, edit, delete, pin, react, answer a callback query."""

from typing import Any

from bot.playground.api_json import message_json
from bot.playground.entities import units
from bot.playground.methods.content import caption_of, document_of, photo_of, rows_of, text_of
from bot.playground.methods.lookups import (
    check_deletable,
    joined_chat,
    known_chat,
    open_chat,
    own_message,
    readable_chat,
)
from bot.playground.model import Chat, Json, Message, StoredFile
from bot.playground.refusals import Refusal, bad_request
from bot.playground.world import World

QUERY_LIVES = 150.0
POP_UP = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
CHAT_ACTIONS = set(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split()
)
REACTIONS = set(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 "
    "🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 "
    "🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷 😡".split()
)


def send(world: World, chat: Chat, arguments: Json, **content: Any) -> Json:
    markup = arguments.get("reply_markup")
    message = world.post_message(
        chat,
        world.bot,
        rows=rows_of(markup),
        markup=markup,
        reply_to=reply_of(chat, arguments),
        protected=bool(arguments.get("protect_content")),
        silent=bool(arguments.get("disable_notification")),
        **content,
    )
    return message_json(message)


def reply_of(chat: Chat, arguments: Json) -> Message | None:
    reply = arguments.get("reply_parameters") or {}
    wanted = reply.get("message_id") or arguments.get("reply_to_message_id")
    if not wanted:
        return None
    found = chat.by_id.get(int(wanted))
    lenient = reply.get("allow_sending_without_reply") or arguments.get(
        "allow_sending_without_reply"
    )
    if found is None and not lenient:
        raise bad_request("message to be replied not found")
    return found


def send_message(world: World, arguments: Json) -> Json:
    chat = open_chat(world, arguments.get("chat_id"))
    text, entities = text_of(world, arguments)
    return send(world, chat, arguments, text=text, entities=entities, html=arguments["text"])


def send_document(world: World, arguments: Json) -> Json:
    chat = open_chat(world, arguments.get("chat_id"))
    text, entities = caption_of(world, arguments)
    file = document_of(world, arguments, "document")
    html = arguments.get("caption") or ""
    return send(world, chat, arguments, text=text, entities=entities, html=html, document=file)


def send_photo(world: World, arguments: Json) -> Json:
    chat = open_chat(world, arguments.get("chat_id"))
    text, entities = caption_of(world, arguments)
    file = photo_of(world, arguments, "photo")
    html = arguments.get("caption") or ""
    return send(world, chat, arguments, text=text, entities=entities, html=html, photo=file)


# Editing


def edit(world: World, message: Message, arguments: Json, **content: Any) -> Json:
    markup = arguments.get("reply_markup")
    rows = rows_of(markup)
    content |= {"rows": rows, "markup": markup}
    if all(
        getattr(message, name) == value
        for name, value in content.items()
        if name not in ("html", "markup")
    ):
        raise bad_request(NOT_MODIFIED)
    for name, value in content.items():
        setattr(message, name, value)
    message.edited = world.now()
    world.mark_changed(message)
    return message_json(message)


def edit_message_text(world: World, arguments: Json) -> Json:
    message = own_message(world, open_chat(world, arguments.get("chat_id")), arguments)
    if message.document or message.photo:
        raise bad_request("there is no text in the message to edit")
    text, entities = text_of(world, arguments, too_long="MESSAGE_TOO_LONG")
    return edit(world, message, arguments, text=text, entities=entities, html=arguments["text"])


def edit_message_reply_markup(world: World, arguments: Json) -> Json:
    message = own_message(world, open_chat(world, arguments.get("chat_id")), arguments)
    return edit(world, message, arguments)


def edit_message_caption(world: World, arguments: Json) -> Json:
    message = own_message(world, open_chat(world, arguments.get("chat_id")), arguments)
    if not (message.document or message.photo):
        raise bad_request("there is no caption in the message to edit")
    text, entities = caption_of(world, arguments)
    html = arguments.get("caption") or ""
    return edit(world, message, arguments, text=text, entities=entities, html=html)


def edit_message_media(world: World, arguments: Json) -> Json:
    message = own_message(world, open_chat(world, arguments.get("chat_id")), arguments)
    if not (message.document or message.photo):
        raise bad_request("there is no media in the message to edit")
    media = arguments["media"]
    text, entities = caption_of(world, media)
    files: dict[str, StoredFile | None] = {"document": None, "photo": None}
    if media.get("type") == "photo":
        files["photo"] = photo_of(world, arguments, "media", media.get("media"))
    else:
        files["document"] = document_of(world, arguments, "media", media.get("media"))
    html = media.get("caption") or ""
    return edit(world, message, arguments, text=text, entities=entities, html=html, **files)


# Deleting


def delete_message(world: World, arguments: Json) -> bool:
    chat = readable_chat(world, arguments.get("chat_id"))
    message = chat.by_id.get(arguments.get("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    check_deletable(world, message)
    world.delete_message(message)
    return True


def delete_messages(world: World, arguments: Json) -> bool:
    """Telegram passes over messages that it does not find."""
    chat = readable_chat(world, arguments.get("chat_id"))
    wanted = arguments.get("message_ids") or []
    if not 1 <= len(wanted) <= 100:
        raise bad_request("too many message identifiers specified")
    messages = [chat.by_id[number] for number in wanted if number in chat.by_id]
    for message in messages:
        check_deletable(world, message)
    for message in messages:
        world.delete_message(message)
    return True


# Pins


def pinning_chat(world: World, arguments: Json) -> Chat:
    chat = known_chat(world, arguments.get("chat_id"))
    if chat.private:
        return open_chat(world, chat.id)
    joined_chat(world, chat)
    if not world.bot_member(chat).may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def pin_chat_message(world: World, arguments: Json) -> bool:
    chat = pinning_chat(world, arguments)
    message = chat.by_id.get(arguments.get("message_id") or 0)
    if message is None:
        raise bad_request("message to pin not found")
    if message.service is not None:
        raise bad_request("message can't be pinned")
    if message in chat.pins:
        return True
    chat.pins.append(message)
    world.mark_changed(message)
    world.post_service(chat, world.bot, {"pinned_message": message_json(message, replies=False)})
    return True


def unpin_chat_message(world: World, arguments: Json) -> bool:
    chat = pinning_chat(world, arguments)
    number = arguments.get("message_id")
    message = chat.pinned if number is None else chat.by_id.get(number)
    if message is None or message not in chat.pins:
        raise bad_request("message to unpin not found")
    chat.pins.remove(message)
    world.mark_changed(message)
    return True


def unpin_all_chat_messages(world: World, arguments: Json) -> bool:
    chat = pinning_chat(world, arguments)
    for message in list(chat.pins):
        chat.pins.remove(message)
        world.mark_changed(message)
    return True


# Chat actions, reactions, callback queries


def send_chat_action(world: World, arguments: Json) -> bool:
    open_chat(world, arguments.get("chat_id"))
    if arguments["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def set_message_reaction(world: World, arguments: Json) -> bool:
    chat = open_chat(world, arguments.get("chat_id"))
    message = chat.by_id.get(arguments.get("message_id") or 0)
    if message is None:
        raise bad_request("message to react not found")
    given = [one.get("emoji") for one in arguments.get("reaction") or []]
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if given and given[0] not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reaction = given[0] if given else None
    world.mark_changed(message)
    return True


def answer_callback_query(world: World, arguments: Json) -> bool:
    query = world.queries.get(arguments.get("callback_query_id") or "")
    if query is None or world.monotonic() - query.opened > QUERY_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = arguments.get("text")
    if text and units(text) > POP_UP:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
    if not query.answered:
        query.answered = True
        query.text, query.url = text, arguments.get("url")
        query.alert = bool(arguments.get("show_alert"))
        world.notify_watchers("query", query)
    return True
