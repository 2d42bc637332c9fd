"""Methods about chats, members, invite links and join requests."""

import secrets
from typing import Any

from bot.playground.api_json import full_chat_json, link_json, member_json, user_json
from bot.playground.methods.lookups import (
    group_with_right,
    joined_chat,
    known_chat,
    member_of,
    readable_chat,
    user_of,
)
from bot.playground.model import PRESENT, Chat, InviteLink, Json, Member
from bot.playground.refusals import bad_request
from bot.playground.world import World

NO_INVITING = "not enough rights to manage chat invite link"
NO_RESTRICTING = "not enough rights to restrict/unrestrict chat member"


def get_chat(world: World, arguments: Json) -> Json:
    return full_chat_json(readable_chat(world, arguments.get("chat_id")))


def get_chat_member(world: World, arguments: Json) -> Json:
    chat = readable_chat(world, arguments.get("chat_id"))
    return member_json(member_of(world, chat, arguments["user_id"]))


def get_chat_member_count(world: World, arguments: Json) -> int:
    chat = readable_chat(world, arguments.get("chat_id"))
    return 2 if chat.private else len(chat.present)


def get_chat_administrators(world: World, arguments: Json) -> list[Json]:
    chat = readable_chat(world, arguments.get("chat_id"))
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(member)
        for member in chat.members.values()
        if member.status in ("creator", "administrator")
    ]


def leave_chat(world: World, arguments: Json) -> bool:
    chat = known_chat(world, arguments.get("chat_id"))
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    joined_chat(world, chat)
    world.change_member(chat, world.bot, world.bot, "left")
    world.post_service(chat, world.bot, {"left_chat_member": user_json(world.bot)})
    return True


# Invite links


def inviting(world: World, arguments: Json) -> Chat:
    return group_with_right(world, arguments.get("chat_id"), "can_invite_users", NO_INVITING)


def new_link(world: World, chat: Chat, **details: Any) -> InviteLink:
    link = InviteLink(f"https://t.me/+{secrets.token_urlsafe(12)}", world.bot, chat, **details)
    chat.links[link.address] = link
    return link


def create_chat_invite_link(world: World, arguments: Json) -> Json:
    chat = inviting(world, arguments)
    check_limit(arguments)
    link = new_link(world, chat)
    fill(link, arguments)
    return link_json(link)


def edit_chat_invite_link(world: World, arguments: Json) -> Json:
    link = own_link(inviting(world, arguments), arguments)
    check_limit(arguments)
    fill(link, arguments)
    return link_json(link)


def check_limit(arguments: Json) -> None:
    if arguments.get("creates_join_request") and arguments.get("member_limit"):
        raise bad_request(
            "member limit can't be specified for links requiring administrator approval"
        )


def fill(link: InviteLink, arguments: Json) -> None:
    link.name = (arguments.get("name") or "")[:32] or None
    link.expires = arguments.get("expire_date") or None
    link.limit = arguments.get("member_limit") or None
    link.joins_by_request = bool(arguments.get("creates_join_request"))


def own_link(chat: Chat, arguments: Json) -> InviteLink:
    link = chat.links.get(arguments.get("invite_link") or "")
    if link is None:
        raise bad_request("INVITE_HASH_EXPIRED")
    return link


def revoke_chat_invite_link(world: World, arguments: Json) -> Json:
    link = own_link(inviting(world, arguments), arguments)
    link.revoked = True
    return link_json(link)


def export_chat_invite_link(world: World, arguments: Json) -> str:
    """A new primary link; the one before stops working."""
    chat = inviting(world, arguments)
    for link in chat.links.values():
        if link.primary:
            link.primary, link.revoked = False, True
    return new_link(world, chat, primary=True).address


# Join requests


def requester(world: World, arguments: Json) -> tuple[Chat, int]:
    chat = inviting(world, arguments)
    user_id = user_of(world, arguments["user_id"]).id
    if chat.members.get(user_id, Member(world.bot, "left")).present:
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user_id not in chat.requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, user_id


def approve_chat_join_request(world: World, arguments: Json) -> bool:
    chat, user_id = requester(world, arguments)
    link = chat.requests.pop(user_id)
    person = world.people[user_id]
    person.joins(chat, link, approver=world.bot)
    person.chat.writable_until = 0.0
    return True


def decline_chat_join_request(world: World, arguments: Json) -> bool:
    chat, user_id = requester(world, arguments)
    del chat.requests[user_id]
    world.people[user_id].chat.writable_until = 0.0
    world.notify_watchers("chat", chat)
    return True


# Bans


def ban_chat_member(world: World, arguments: Json) -> bool:
    chat = restricting(world, arguments)
    user = user_of(world, arguments["user_id"])
    member = member_of(world, chat, user.id)
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    if member.status == "administrator":
        raise bad_request("user is an administrator of the chat")
    world.change_member(chat, user, world.bot, "kicked")
    if member.present:
        world.post_service(chat, world.bot, {"left_chat_member": user_json(user)})
    return True


def unban_chat_member(world: World, arguments: Json) -> bool:
    """Without `only_if_banned` this also removes someone who is present, as Telegram does."""
    chat = restricting(world, arguments)
    user = user_of(world, arguments["user_id"])
    status = member_of(world, chat, user.id).status
    if status == "kicked" or (status in PRESENT and not arguments.get("only_if_banned")):
        world.change_member(chat, user, world.bot, "left")
    return True


def restricting(world: World, arguments: Json) -> Chat:
    return group_with_right(world, arguments.get("chat_id"), "can_restrict_members", NO_RESTRICTING)
