"""What a clock on the wall shows, and the instant it means, over both changes of the hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which clocks in the zone show this date and time.

    A time that is skipped in spring is read as that much later (02:30 becomes 03:30);
    of a time that comes twice in autumn the first is meant.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The date on the calendar in the zone at this instant."""
    return at.astimezone(zone).date()


def days_later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) that many days later, or earlier when negative, at the same wall-clock."""
    local = at.astimezone(zone)
    return instant(local.date() + timedelta(days=days), local.time(), zone)


def away(at: datetime, offset: timedelta, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at an offset: whole days keep the wall-clock time, all else is exact."""
    if offset % timedelta(days=1):
        return (at + offset).astimezone(UTC)
    return days_later(at, offset // timedelta(days=1), zone)
