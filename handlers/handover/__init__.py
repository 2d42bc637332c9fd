"""`/handover`: what the partner who came passes on to the other one of the duo."""

from handlers.handover.overview import on_command

__all__ = ["on_command"]
