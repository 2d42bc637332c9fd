"""`/prompt`: what the monitoring lead asks between two meetings, and what is answered."""

from handlers.prompts.overview import on_command
from handlers.prompts.press import on_press

__all__ = ["on_command", "on_press"]
