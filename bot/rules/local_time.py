"""Local time and instants (UTC), also on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a local date and time.

    A time that is skipped in spring becomes later by the gap (02:30 becomes 03:30);
    of a time that comes twice in autumn it is the first.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The local date at this instant."""
    return at.astimezone(zone).date()


def days_later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) so many days later, at the same local time; negative days are earlier."""
    local = at.astimezone(zone)
    return instant(local.date() + timedelta(days=days), local.time(), zone)


def away(at: datetime, offset: timedelta, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at an offset; whole days keep the local time, other offsets are exact."""
    if offset % timedelta(days=1):
        return (at + offset).astimezone(UTC)
    return days_later(at, offset // timedelta(days=1), zone)
