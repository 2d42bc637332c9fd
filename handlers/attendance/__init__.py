"""`/attendance`: lists of who was there, their corrections, and proofs of attendance."""

from handlers.attendance.tick import on_command

__all__ = ["on_command"]
