"""Text, buttons and files of a message, checked against Telegram's limits."""

import struct
from typing import Any
from urllib.parse import urlsplit

from bot.playground.entities import parse_html, units, with_found
from bot.playground.model import Button, Json, StoredFile
from bot.playground.refusals import Refusal, bad_request
from bot.playground.specification import Upload
from bot.playground.world import World

TEXT = 4096
CAPTION = 1024
BUTTONS = 100
BUTTONS_IN_ROW = 8
ENTITIES = 100
DATA_BYTES = 64
COPIES = 256
DOCUMENT_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES = 10_000
STYLES = {"primary", "success", "danger"}
ACTIONS = ("callback_data", "url", "copy_text", "switch_inline_query", "web_app", "login_url")
OTHER_ACTIONS = (
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
    "disabled",
)


def parsed(world: World, source: str, arguments: Json, entities: str) -> tuple[str, list[Json]]:
    """Text and entities of a message, by its parse mode or its entities field."""
    mode = str(arguments.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    if mode:
        text, given = parse_html(source)
        if "user_id" in str(given):
            given = [mention(world, one) for one in given]
    else:
        text, given = source.strip(), list(arguments.get(entities) or [])
    return text, with_found(text, given)[:ENTITIES]


def mention(world: World, entity: Json) -> Json:
    if "user_id" not in entity:
        return entity
    person = world.users.get(entity["user_id"])
    kept = {key: value for key, value in entity.items() if key != "user_id"}
    if person is None:
        return kept
    user = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    return kept | {"user": user}


def text_of(
    world: World, arguments: Json, too_long: str = "message is too long"
) -> tuple[str, list[Json]]:
    """The text of a message to send."""
    text, entities = parsed(world, arguments.get("text") or "", arguments, "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT // 2 and units(text) > TEXT:
        raise bad_request(too_long)
    return text, entities


def caption_of(world: World, arguments: Json) -> tuple[str, list[Json]]:
    text, entities = parsed(world, arguments.get("caption") or "", arguments, "caption_entities")
    if units(text) > CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def rows_of(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    """The inline buttons of a reply markup, checked as Telegram checks them."""
    if not markup or "inline_keyboard" not in markup:
        return ()
    rows = tuple(tuple(button_of(raw) for raw in row) for row in markup["inline_keyboard"] if row)
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def button_of(raw: Any) -> Button:
    if not isinstance(raw, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    text = raw.get("text")
    if not isinstance(text, str):
        raise unparsable('Can\'t find field "text"')
    if not text.strip():
        raise unparsable("Inline keyboard button text must be non-empty")
    check_action(raw)
    copy_text = (raw.get("copy_text") or {}).get("text")
    return Button(text, raw.get("callback_data"), raw.get("url"), copy_text, raw.get("style"), raw)


def unparsable(text: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {text}")


def check_action(raw: Json) -> None:
    actions = [name for name in (*ACTIONS, *OTHER_ACTIONS) if name in raw]
    if not actions:
        raise unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise unparsable("Only one action is allowed in the inline keyboard button")
    data = raw.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in raw:
        check_address(str(raw["url"]))
    if "copy_text" in raw and not 1 <= len(raw["copy_text"].get("text", "")) <= COPIES:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if raw.get("style", "primary") not in STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")


def check_address(address: str) -> None:
    parts = urlsplit(address if "//" in address else f"https://{address}")
    fits = parts.scheme in ("http", "https", "tg") and parts.netloc and " " not in address
    if not fits or (parts.scheme != "tg" and "." not in parts.netloc):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")


# Files


def file_of(world: World, arguments: Json, name: str, value: Any = None) -> StoredFile:
    """The file of a field: uploaded with the call, or known by its id."""
    given = arguments.get(name) if value is None else value
    if isinstance(given, str) and given.startswith("attach://"):
        given = arguments.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        return keep(world, given)
    known = world.files.get(str(given))
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


def document_of(world: World, arguments: Json, name: str, value: Any = None) -> StoredFile:
    """A file to be sent as a document; what was sent as a photo stays a photo."""
    file = file_of(world, arguments, name, value)
    if file.is_photo:
        raise bad_request("can't use file of type Photo as Document")
    return file


def keep(world: World, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > DOCUMENT_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    number = world.next_number()
    file = StoredFile(
        f"file-{number}", f"unique-{number}", upload.name, upload.kind, upload.content
    )
    world.files[file.id] = file
    return file


def photo_of(world: World, arguments: Json, name: str, value: Any = None) -> StoredFile:
    """A file that Telegram can show as a picture."""
    file = file_of(world, arguments, name, value)
    if file.file_size > PHOTO_BYTES:
        raise bad_request("file is too big for a photo")
    size = picture_size(file.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    file.size = size
    if sum(file.size) > PHOTO_SIDES or max(file.size) > 20 * min(file.size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return file


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return jpeg_size(content)
    return None


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content):
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
