"""`/summary`: what a meeting brought, for the group and for who missed it."""

from handlers.summaries.write import on_command

__all__ = ["on_command"]
