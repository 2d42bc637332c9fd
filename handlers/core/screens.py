"""What is shown: a text with rows of buttons, or a file; the same in a chat and in the outbox."""

import base64
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rules.plain_text import units

TEXT_LIMIT = 4096
PAGE = TEXT_LIMIT - 96
ANSWER_LIMIT = 200
LABEL_LIMIT = 60
"""Characters of a button that a phone still shows."""
NARROW = 16
"""Characters of a button that a phone still shows where two stand in a row."""

TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Button:
    """A button with either data for us or a link."""

    label: str
    data: str | None = None
    url: str | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to send: its name and content, or the id by which Telegram has it already.

    `is_picture` when it is shown in the chat, and not only offered there.
    """

    name: str
    content: bytes = b""
    file_id: str | None = None
    is_picture: bool = False

    def packed(self) -> list[Any]:
        """The file as JSON."""
        content = base64.b64encode(self.content).decode()
        return [self.name, content, self.file_id, self.is_picture]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML, rows of buttons, perhaps a file whose caption the text is."""

    text: str
    rows: tuple[Row, ...] = ()
    document: Document | None = None
    protect: bool = False
    silent: bool = False
    """Whether it comes without a sound; never asked of what waits in the outbox."""

    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The rows as Telegram wants them."""
        if not self.rows:
            return None
        return InlineKeyboardMarkup(
            [
                [
                    InlineKeyboardButton(b.label[:LABEL_LIMIT], callback_data=b.data, url=b.url)
                    for b in row
                ]
                for row in self.rows
            ]
        )

    def packed(self) -> dict[str, Any]:
        """The screen as JSON, for a reply that has to wait in the outbox."""
        file = self.document
        return {
            "text": self.text,
            "rows": [[[b.label, b.data, b.url] for b in row] for row in self.rows],
            "document": file.packed() if file else None,
            "protect": self.protect,
        }


def unpacked(packed: dict[str, Any]) -> Screen:
    """The screen that `Screen.packed` made."""
    file = packed["document"]
    return Screen(
        packed["text"],
        tuple(tuple(Button(*button) for button in row) for row in packed["rows"]),
        _document(*file) if file else None,
        packed["protect"],
    )


def _document(
    name: str, content: str, file_id: str | None = None, is_picture: bool = False
) -> Document:
    return Document(name, base64.b64decode(content), file_id, is_picture)


def lines(*parts: str | None) -> str:
    """The parts that are not empty, one a line."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str | None) -> str:
    """The parts that are not empty, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def in_rows(buttons: Sequence[Button], width: int) -> tuple[Row, ...]:
    """Buttons laid out `width` a row."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def in_fitting_rows(buttons: Iterable[Button]) -> tuple[Row, ...]:
    """Buttons two a row where a phone shows both labels whole, else one."""
    rows: list[Row] = []
    for button in buttons:
        has_place = bool(rows) and len(rows[-1]) == 1
        if has_place and all(len(one.label) <= NARROW for one in (*rows[-1], button)):
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def in_pages(blocks: Iterable[str], limit: int = PAGE, between: str = "\n") -> list[str]:
    """Blocks gathered into texts that Telegram shows as at most `limit` characters.

    None is torn: a block that is longer than a page by itself is the caller's fault.
    """
    pages: list[str] = []
    for block in blocks:
        joined = f"{pages[-1]}{between}{block}" if pages else block
        if pages and shown_length(joined) <= limit:
            pages[-1] = joined
        else:
            pages.append(block)
    return pages


def shown_length(text: str) -> int:
    """How long Telegram finds an HTML text: without tags, in UTF-16 code units."""
    return units(html.unescape(TAG.sub("", text)))
