"""A stand-in Telegram and the real program on it, for each test."""

from tests.end_to_end.conftest import telegram, town

__all__ = ["telegram", "town"]
