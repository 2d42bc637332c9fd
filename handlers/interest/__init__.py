"""`/interest`, and the form by which someone leaves theirs under `/start`."""

from handlers.interest.overview import on_command
from handlers.interest.register import FLOW, on_start

__all__ = ["FLOW", "on_command", "on_start"]
