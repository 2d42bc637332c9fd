"""The buttons with which other rooms lead to the room `links`, which takes their presses."""

from handlers.core import callback_data
from handlers.core.screens import Button, Row
from locales import Words
from storage.releases import Kind

ROOM = "links"


def item_row(words: Words, item_id: int) -> Row:
    """The button by which a moderator lets an item of the library go to other communities."""
    return (_button(words, "look", Kind.ITEM.value, item_id),)


def summary_row(words: Words, summary_id: int) -> Row:
    """The same for the parts of a summary that are shared with Brusano."""
    return (_button(words, "parts", summary_id),)


def _button(words: Words, verb: str, *references: int | str) -> Button:
    data = callback_data.pack(ROOM, verb, *references)
    return Button(f"🔗 {words('For other communities')}", data)
