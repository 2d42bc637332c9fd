"""Finds what identifies somebody in a text, in Dutch, French and English as typed in Brussels."""

from bot.rules.identifiers.check import find
from bot.rules.identifiers.dates import Band, age_band
from bot.rules.identifiers.findings import Finding, Kind

__all__ = ["Band", "Finding", "Kind", "age_band", "find"]
