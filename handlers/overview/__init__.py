"""`/overview`: how all communities stand, for coordinators, as a text and as a picture."""

from handlers.overview.callbacks import on_command

__all__ = ["on_command"]
