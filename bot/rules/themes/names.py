"""What a theme may be called that is added to the shared list."""

from typing import Final

from bot.rules.members import clean_line

NAME_LIMIT: Final = 40
"""Characters of a theme's name: it stands on a button and in a picture."""

MOST_OWN: Final = 40
"""Themes that may be added: more can't be chosen from on a phone."""


def theme_name(text: str) -> str | None:
    """A name fit for the list; None when it is empty, too long, or says nothing."""
    name = clean_line(text, NAME_LIMIT)
    return name if name is not None and any(sign.isalnum() for sign in name) else None
