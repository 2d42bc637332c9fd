"""Meetings: planning a cycle, changing or cancelling one meeting, the agenda."""
