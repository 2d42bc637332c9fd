"""`/handover`: what the partner who came passes on to the other one of the duo."""

from handlers.handover.overview import on_command
from handlers.handover.press import on_press

__all__ = ["on_command", "on_press"]
