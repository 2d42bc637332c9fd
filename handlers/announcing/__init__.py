"""What a coordinator says to all moderators, or to all communities."""

from handlers.announcing.press import on_press
from handlers.announcing.writing import TALK, on_command

__all__ = ["TALK", "on_command", "on_press"]
