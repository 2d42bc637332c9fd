"""`/interest`, and the form by which someone leaves theirs under `/start`."""

from handlers.interest.leaving import TALK, on_start
from handlers.interest.overview import on_command
from handlers.interest.press import on_press

__all__ = ["TALK", "on_command", "on_press", "on_start"]
