"""`/links`: what communities release, to whom Brusano offers it, and the post in their groups."""

from handlers.links.offer import on_command

__all__ = ["on_command"]
