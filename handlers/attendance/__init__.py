"""`/attendance`: who was really there; corrected with a reason, proved at the cycle's end."""

from handlers.attendance.press import on_press
from handlers.attendance.ticking import on_command

__all__ = ["on_command", "on_press"]
