"""Updates hand-overs after attendance was ticked or a turn was swapped."""

from handlers.handover.schedule import on_attendance as hand_over_after_attendance
from handlers.handover.schedule import on_swap as deliver_after_swap

__all__ = ["deliver_after_swap", "hand_over_after_attendance"]
