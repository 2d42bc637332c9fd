"""The buttons with which other rooms lead to the room `links`, which takes their presses."""

from handlers.core.screens import Row
from handlers.links.verbs import LOOK, PARTS
from locales import Words
from storage.releases import Kind


def item_row(words: Words, item_id: int) -> Row:
    """The button by which a moderator lets an item of the library go to other communities."""
    return (LOOK.button(_label(words), Kind.ITEM, item_id, ""),)


def summary_row(words: Words, summary_id: int) -> Row:
    """The same for the parts of a summary that are shared with Brusano."""
    return (PARTS.button(_label(words), summary_id),)


def _label(words: Words) -> str:
    return f"🔗 {words('For other communities')}"
