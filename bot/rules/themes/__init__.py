"""Themes: the list that all communities share, suggestions from texts, and how themes recur."""

from bot.rules.themes.keys import BLOCK, DOMAIN, FIXED, OWN, of_case
from bot.rules.themes.names import MOST_OWN, NAME_LIMIT, theme_name
from bot.rules.themes.recurring import NO_SESSION, Recurrence, Tag, recurring
from bot.rules.themes.suggesting import suggested

__all__ = [
    "BLOCK",
    "DOMAIN",
    "FIXED",
    "MOST_OWN",
    "NAME_LIMIT",
    "NO_SESSION",
    "OWN",
    "Recurrence",
    "Tag",
    "of_case",
    "recurring",
    "suggested",
    "theme_name",
]
