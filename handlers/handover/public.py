"""What other rooms tell the hand-overs: attendance was ticked, a turn changed hands."""

from handlers.handover.schedule import on_attendance as hand_over_after_attendance
from handlers.handover.schedule import on_swap as deliver_after_swap

__all__ = ["deliver_after_swap", "hand_over_after_attendance"]
