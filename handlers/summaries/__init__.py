"""`/summary`: what a meeting brought, for the group and for who missed it."""

from handlers.summaries.press import on_press
from handlers.summaries.writing import on_command

__all__ = ["on_command", "on_press"]
