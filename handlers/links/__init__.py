"""`/links`: what communities release, to whom Brusano offers it, and the post in their groups."""

from handlers.links.offering import on_command
from handlers.links.press import on_press
from handlers.links.told import COMPOSERS

__all__ = ["COMPOSERS", "on_command", "on_press"]
