"""Converts Telegram's HTML to text with entities, and finds commands, links and mentions.

Offsets and lengths count UTF-16 code units, as in the Bot API.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.playground.refusals import bad_request

Entity = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
CHARACTER = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|(?<![\w@/.])t\.me/[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?<![\w.+-])(?P<email>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<![\w/<])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w#&])(?P<hashtag>#\w*[^\W\d]\w*)"
)
LITERAL = {"code", "pre", "text_link"}
MENTION_LINK = re.compile(r"tg://user\?id=(\d+)")


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class Open:
    """A tag that has not been closed yet."""

    name: str
    start: int
    attributes: dict[str, str]


@dataclass(slots=True)
class Reading:
    """The state of parsing one HTML text."""

    source: str
    position: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def write(self, text: str) -> None:
        plain = CHARACTER.sub(lambda match: unescape(match[0]), text)
        self.pieces.append(plain)
        self.length += units(plain)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of Telegram's HTML; an error is refused in Telegram's words."""
    if "<" not in source and "&" not in source:
        return trimmed(source, [])
    reading = Reading(source)
    while (tag := source.find("<", reading.position)) >= 0:
        reading.write(source[reading.position : tag])
        read_tag(reading, tag)
    reading.write(source[reading.position :])
    if reading.stack:
        name = reading.stack[-1].name
        raise unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
    return trimmed("".join(reading.pieces), reading.entities)


def unparsable(text: str) -> Exception:
    return bad_request(f"can't parse entities: {text}")


def read_tag(reading: Reading, start: int) -> None:
    end = reading.source.find(">", start)
    closing = reading.source.startswith("</", start)
    if end < 0:
        kind = "end" if closing else "start"
        raise unparsable(f"Unclosed {kind} tag at byte offset {reading.bytes_before(start)}")
    inside = reading.source[start + 1 + closing : end]
    reading.position = end + 1
    if closing:
        close_tag(reading, inside.strip().lower(), start)
    else:
        open_tag(reading, inside, start)


def open_tag(reading: Reading, inside: str, start: int) -> None:
    name = re.split(r"\s", inside, maxsplit=1)[0].lower()
    where = reading.bytes_before(start)
    if name not in KINDS:
        raise unparsable(f'Unsupported start tag "{name}" at byte offset {where}')
    attributes = {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in ATTRIBUTE.finditer(inside[len(name) :])
    }
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    reading.stack.append(Open(name, reading.length, attributes))


def close_tag(reading: Reading, name: str, start: int) -> None:
    where = reading.bytes_before(start)
    if not reading.stack:
        raise unparsable(f"Unexpected end tag at byte offset {where}")
    opened = reading.stack.pop()
    if name and name != opened.name:
        raise unparsable(
            f"Unmatched end tag at byte offset {where}, "
            f'expected "</{opened.name}>", found "</{name}>"'
        )
    if entity := entity_of(opened, reading):
        reading.entities.append(entity)


def entity_of(opened: Open, reading: Reading) -> Entity | None:
    length = reading.length - opened.start
    if not length:
        return None
    entity: Entity = {"type": KINDS[opened.name], "offset": opened.start, "length": length}
    if opened.name == "a":
        return link_of(entity, opened.attributes.get("href", ""))
    if opened.name == "tg-time":
        entity["unix_time"] = int(opened.attributes.get("unix") or 0)
        entity["date_time_format"] = opened.attributes.get("format", "")
    if opened.name == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    if opened.name == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    return entity


def link_of(entity: Entity, address: str) -> Entity | None:
    if mentioned := MENTION_LINK.match(address):
        return entity | {"type": "text_mention", "user_id": int(mentioned[1])}
    if not re.match(r"(?:https?://|tg://|mailto:|tel:|[\w-]+\.\w+)", address):
        return None
    return entity | {"url": address}


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram drops white space at both ends; entities move with the text."""
    stripped = text.strip()
    if len(stripped) == len(text):
        return text, sorted(entities, key=by_place)
    lead = units(text[: len(text) - len(text.lstrip())])
    whole = units(stripped)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(whole, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return stripped, sorted(kept, key=by_place)


def by_place(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities given, and the commands, links and mentions Telegram finds in the text."""
    if not any(mark in text for mark in "/@#."):
        return entities
    taken = [
        (one["offset"], one["offset"] + one["length"]) for one in entities if one["type"] in LITERAL
    ]
    found = list(entities)
    for match in FOUND.finditer(text):
        kind = match.lastgroup or "url"
        start = units(text[: match.start(kind)])
        length = units(match[kind])
        if not any(begin < start + length and start < end for begin, end in taken):
            found.append({"type": kind, "offset": start, "length": length})
    return sorted(found, key=by_place)
