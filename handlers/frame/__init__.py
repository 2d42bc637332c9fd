"""The room for the frame: its texts and its rhythm, replaced version by version."""

from handlers.frame.callbacks import on_command
from handlers.frame.edit_text import FLOW, take_file

__all__ = ["FLOW", "on_command", "take_file"]
