"""The moderators' cockpit in `/todo`: the state of their community and the scheduled messages."""

from handlers.cockpit.callbacks import Desk
from handlers.cockpit.note import FLOW
from handlers.cockpit.section import section

__all__ = ["FLOW", "Desk", "section"]
