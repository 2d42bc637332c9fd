"""Announcements of coordinators to all moderators, or to all communities."""

from handlers.announcing.compose import FLOW, on_command

__all__ = ["FLOW", "on_command"]
