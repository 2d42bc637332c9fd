"""The moderators' cockpit in `/todo`: how their community stands, and what goes out by itself."""

from handlers.cockpit.coming import Way, Ways
from handlers.cockpit.noting import TALK
from handlers.cockpit.press import Desk, on_press
from handlers.cockpit.section import section

__all__ = ["TALK", "Desk", "Way", "Ways", "on_press", "section"]
