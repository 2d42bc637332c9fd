"""The moderators' cockpit in `/todo`: how their community stands, and what goes out by itself."""

from handlers.cockpit.callbacks import Desk
from handlers.cockpit.note import FLOW
from handlers.cockpit.section import section

__all__ = ["FLOW", "Desk", "section"]
