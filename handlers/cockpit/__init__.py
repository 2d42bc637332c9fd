"""The moderators' cockpit in `/todo`: how their community stands, and what goes out by itself."""

from handlers.cockpit.callbacks import Desk, on_press
from handlers.cockpit.note import FLOW
from handlers.cockpit.section import section
from handlers.cockpit.upcoming import Way, Ways

__all__ = ["FLOW", "Desk", "Way", "Ways", "on_press", "section"]
