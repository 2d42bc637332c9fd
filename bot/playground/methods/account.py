"""Methods about the bot itself: its name, menus, descriptions, webhook, updates and files."""

import re

from bot.playground.api_json import user_json
from bot.playground.methods.lookups import known_chat
from bot.playground.model import Chat, Json
from bot.playground.people import Person
from bot.playground.refusals import Refusal, bad_request
from bot.playground.state import Webhook
from bot.playground.world import World

COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}
DOWNLOAD_BYTES = 20 * 1024 * 1024


def get_me(world: World, _arguments: Json) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


# Webhook


def set_webhook(world: World, arguments: Json) -> bool:
    url, secret = arguments.get("url") or "", arguments.get("secret_token") or ""
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if url and not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: invalid URL specified")
    world.webhook = Webhook(url, secret)
    world.updates.allow(arguments.get("allowed_updates"))
    if arguments.get("drop_pending_updates"):
        world.updates.clear()
    world.notify_watchers("webhook", world.webhook)
    return True


def delete_webhook(world: World, arguments: Json) -> bool:
    world.webhook = Webhook()
    if arguments.get("drop_pending_updates"):
        world.updates.clear()
    world.notify_watchers("webhook", world.webhook)
    return True


def get_webhook_info(world: World, _arguments: Json) -> Json:
    body: Json = {
        "url": world.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.queue),
    }
    if world.webhook.last_error:
        body["last_error_message"] = world.webhook.last_error
        body["last_error_date"] = int(world.webhook.last_error_at)
    if world.updates.allowed is not None:
        body["allowed_updates"] = sorted(world.updates.allowed)
    return body


async def get_updates(world: World, arguments: Json) -> list[Json]:
    if world.webhook.url:
        raise Refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(arguments.get("allowed_updates"))
    limit = min(100, max(1, arguments.get("limit") or 100))
    timeout = min(50, max(0, arguments.get("timeout") or 0))
    return await world.updates.take(arguments.get("offset") or 0, limit, timeout)


# Menus


def scope_key(world: World, arguments: Json) -> tuple[str, str]:
    scope = arguments.get("scope") or {"type": "default"}
    kind = scope.get("type")
    language = arguments.get("language_code") or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("LANG_CODE_INVALID")
    if kind in ("chat", "chat_administrators", "chat_member"):
        chat = known_chat(world, scope.get("chat_id"))
        member = f":{scope['user_id']}" if kind == "chat_member" else ""
        return f"{kind}:{chat.id}{member}", language
    return str(kind), language


def set_my_commands(world: World, arguments: Json) -> bool:
    commands = arguments["commands"]
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not COMMAND.fullmatch(one.get("command", "").removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(one.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.menus[scope_key(world, arguments)] = commands
    world.notify_watchers("menu", commands)
    return True


def get_my_commands(world: World, arguments: Json) -> list[Json]:
    return world.menus.get(scope_key(world, arguments), [])


def delete_my_commands(world: World, arguments: Json) -> bool:
    world.menus.pop(scope_key(world, arguments), None)
    world.notify_watchers("menu", [])
    return True


def menu_of(world: World, person: Person, chat: Chat) -> list[Json]:
    """The commands that a person's menu shows in a chat, by Telegram's order of scopes."""
    spoken = (person.language_code or "")[:2]
    for scope in scopes(person, chat):
        for language in (spoken, ""):
            if commands := world.menus.get((scope, language)):
                return commands
    return []


def scopes(person: Person, chat: Chat) -> list[str]:
    if chat.private:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    member = chat.members.get(person.id)
    leads = member is not None and member.status in ("creator", "administrator")
    named = [f"chat_member:{chat.id}:{person.id}"]
    named += [f"chat_administrators:{chat.id}"] if leads else []
    named.append(f"chat:{chat.id}")
    named += ["all_chat_administrators"] if leads else []
    return [*named, "all_group_chats", "default"]


# Texts


def set_text(world: World, arguments: Json, kind: str) -> bool:
    text = arguments.get(kind) or ""
    if len(text) > TEXT_LIMITS[kind]:
        raise bad_request(f"{kind.replace('_', ' ')} is too long")
    world.texts[kind, arguments.get("language_code") or ""] = text
    return True


def get_text(world: World, arguments: Json, kind: str) -> Json:
    language = arguments.get("language_code") or ""
    fallback = world.bot.first_name if kind == "name" else ""
    text = world.texts.get((kind, language)) or world.texts.get((kind, "")) or fallback
    return {kind: text}


def get_file(world: World, arguments: Json) -> Json:
    file = world.files.get(arguments["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.file_size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.file_size,
        "file_path": f"documents/{file.id}",
    }
