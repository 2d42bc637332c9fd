"""The room for the frame: its texts and its rhythm, replaced version by version."""

from handlers.frame.press import on_command, on_press
from handlers.frame.writing import TALK, take_file

__all__ = ["TALK", "on_command", "on_press", "take_file"]
