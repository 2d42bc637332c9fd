"""`/export`: sends the harvest of one community or of all as files into the chat."""

from handlers.harvest.callbacks import on_command

__all__ = ["on_command"]
