"""The objects of `model` as JSON of the Bot API."""

from typing import Any

from bot.playground.model import (
    ANONYMOUS_ADMINISTRATOR,
    RIGHTS,
    CallbackQuery,
    Chat,
    InviteLink,
    Json,
    Member,
    Message,
    StoredFile,
    User,
)

ANONYMOUS = {
    "id": ANONYMOUS_ADMINISTRATOR,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
ACCEPTED_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def user_json(user: User) -> Json:
    body: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        body["last_name"] = user.last_name
    if user.username:
        body["username"] = user.username
    if user.language_code:
        body["language_code"] = user.language_code
    return body


def chat_json(chat: Chat) -> Json:
    if chat.person is None:
        body: Json = {"id": chat.id, "type": chat.kind, "title": chat.title}
        if chat.kind == "group":
            body["all_members_are_administrators"] = False
        return body
    body = {"id": chat.id, "type": "private", "first_name": chat.person.first_name}
    if chat.person.last_name:
        body["last_name"] = chat.person.last_name
    if chat.person.username:
        body["username"] = chat.person.username
    return body


def full_chat_json(chat: Chat) -> Json:
    """What `getChat` answers."""
    body = chat_json(chat) | {
        "accent_color_id": 3,
        "max_reaction_count": 11,
        "accepted_gift_types": ACCEPTED_GIFTS,
    }
    if not chat.private:
        body["permissions"] = dict.fromkeys(PERMISSIONS, True)
        primary = next((one for one in chat.links.values() if one.primary), None)
        if primary:
            body["invite_link"] = primary.address
    if chat.pinned:
        body["pinned_message"] = message_json(chat.pinned, replies=False)
    return body


def message_json(message: Message, *, replies: bool = True) -> Json:
    body: Json = {
        "message_id": message.id,
        "from": ANONYMOUS if message.anonymous else user_json(message.sender),
        "chat": chat_json(message.chat),
        "date": int(message.date.timestamp()),
    }
    if message.anonymous:
        body["sender_chat"] = chat_json(message.chat)
    if message.edited:
        body["edit_date"] = int(message.edited.timestamp())
    if message.reply_to and replies:
        body["reply_to_message"] = message_json(message.reply_to, replies=False)
    if message.protected:
        body["has_protected_content"] = True
    body.update(content_json(message))
    if message.rows:
        body["reply_markup"] = {
            "inline_keyboard": [[button.raw for button in row] for row in message.rows]
        }
    return body


def content_json(message: Message) -> Json:
    if message.service is not None:
        return message.service
    caption = bool(message.document or message.photo)
    body: Json = {}
    if message.document:
        body["document"] = document_json(message.document)
    if message.photo:
        body["photo"] = [photo_json(message.photo)]
    if message.text:
        body["caption" if caption else "text"] = message.text
    if message.entities:
        body["caption_entities" if caption else "entities"] = message.entities
    return body


def document_json(file: StoredFile) -> Json:
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.kind,
        "file_size": file.file_size,
    }


def photo_json(file: StoredFile) -> Json:
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "width": file.size[0],
        "height": file.size[1],
        "file_size": file.file_size,
    }


def member_json(member: Member) -> Json:
    body: Json = {"status": member.status, "user": user_json(member.user)}
    if member.status == "creator":
        body["is_anonymous"] = False
    if member.status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False}
        body |= {right: right in member.rights for right in RIGHTS}
    if member.status == "restricted":
        body |= dict.fromkeys(PERMISSIONS, False) | {"is_member": True, "until_date": 0}
        body |= {"can_react_to_messages": True, "can_edit_tag": False}
    if member.status == "kicked":
        body["until_date"] = 0
    return body


def link_json(link: InviteLink) -> Json:
    waiting = sum(1 for request in link.chat.requests.values() if request is link)
    optional: dict[str, Any] = {
        "name": link.name,
        "expire_date": link.expires,
        "member_limit": link.limit,
        "pending_join_request_count": waiting or None,
    }
    return {
        "invite_link": link.address,
        "creator": user_json(link.creator),
        "creates_join_request": link.joins_by_request,
        "is_primary": link.primary,
        "is_revoked": link.revoked,
    } | {key: value for key, value in optional.items() if value is not None}


def query_json(query: CallbackQuery) -> Json:
    """A callback query; the message of a deleted card is an `InaccessibleMessage`."""
    message = query.message
    if message.deleted:
        shown: Json = {"chat": chat_json(message.chat), "message_id": message.id, "date": 0}
    else:
        shown = message_json(message)
    return {
        "id": query.id,
        "from": user_json(query.person),
        "message": shown,
        "chat_instance": str(message.chat.id * 7919 % 10**18),
        "data": query.data,
    }
