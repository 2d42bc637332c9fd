"""`/attendance`: who was really there; corrected with a reason, proved at the cycle's end."""

from handlers.attendance.tick import on_command

__all__ = ["on_command"]
