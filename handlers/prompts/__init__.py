"""`/prompt`: what the monitoring lead asks between two meetings, and what is answered."""

from handlers.prompts.overview import on_command

__all__ = ["on_command"]
