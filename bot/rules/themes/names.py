"""The names of themes that are added to the shared list."""

from typing import Final

from bot.rules.members import clean_line

NAME_LIMIT: Final = 40
"""Characters of a theme's name, which must fit on a button and in a chart."""

MOST_OWN: Final = 40
"""The most themes that may be added, so that they fit on a phone's screen."""


def theme_name(text: str) -> str | None:
    """The cleaned name; None when it is empty, too long, or has no letter or digit."""
    name = clean_line(text, NAME_LIMIT)
    return name if name is not None and any(sign.isalnum() for sign in name) else None
