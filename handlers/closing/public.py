"""The parts of the end of a cycle that other rooms may use."""

from handlers.closing.schedule import is_to_close
from handlers.closing.verbs import CLOSE, HOW

__all__ = ["CLOSE", "HOW", "is_to_close"]
