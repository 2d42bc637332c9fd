"""Hand-over notes of duos: who owes one, when it is asked for, its items."""

from bot.rules.handover.asking import WITHIN, asked_again, put_off, reminded_on
from bot.rules.handover.duty import (
    FIELD_LIMIT,
    Duty,
    NoDuty,
    Status,
    Urgency,
    duty,
    may_start,
    status,
    to_repeat,
)
from bot.rules.handover.items import Item, Writing, read_items

__all__ = [
    "FIELD_LIMIT",
    "WITHIN",
    "Duty",
    "Item",
    "NoDuty",
    "Status",
    "Urgency",
    "Writing",
    "asked_again",
    "duty",
    "may_start",
    "put_off",
    "read_items",
    "reminded_on",
    "status",
    "to_repeat",
]
