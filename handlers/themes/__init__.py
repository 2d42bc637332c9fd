"""`/themes`: what recurs in a community, as a text and a picture; and the list of themes."""

from handlers.themes.callbacks import on_command

__all__ = ["on_command"]
