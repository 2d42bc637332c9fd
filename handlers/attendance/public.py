"""What other rooms may use of attendance."""

from handlers.attendance.verbs import PROOF

__all__ = ["PROOF"]
