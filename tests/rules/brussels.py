"""Instants as the clocks in Brussels show them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def wall(text: str, *, fold: int = 0) -> datetime:
    """The instant (UTC) at which Brussels' clocks show '2027-01-19 14:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS, fold=fold).astimezone(UTC)


def shown(at: datetime) -> str:
    """What Brussels' clocks show at an instant."""
    return f"{at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}"
