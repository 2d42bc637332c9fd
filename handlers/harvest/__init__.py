"""`/export`: the harvest of one community or of all, in a language, as files in the chat."""

from handlers.harvest.callbacks import on_command

__all__ = ["on_command"]
