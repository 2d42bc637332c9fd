"""When the partner who came is asked to hand over: at once, then twice, and when they like."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.rhythm import MORNING, Quiet, next_allowed
from bot.rules.wall_clock import days_later, instant, local_date

ASKS: Final = (timedelta(hours=24), timedelta(hours=72))
"""How long after the first question the author is reminded."""

LATER: Final = timedelta(hours=4)
HALF_A_DAY: Final = timedelta(hours=12)
"""A reminder nearer than this to the last question would only be in the way."""


def asked_again(
    first: datetime, now: datetime, quiet: Quiet | None, zone: ZoneInfo
) -> datetime | None:
    """The next reminder of an author who is asked now; None once they have been asked enough."""
    for offset in ASKS:
        at = next_allowed(first + offset, quiet, zone)
        if at > now + HALF_A_DAY:
            return at
    return None


def put_off(now: datetime, quiet: Quiet | None, zone: ZoneInfo, *, later_today: bool) -> datetime:
    """When to ask again someone who put it off; 'later today' may have become tomorrow morning."""
    later = next_allowed(now + LATER, quiet, zone)
    if later_today and local_date(later, zone) == local_date(now, zone):
        return later
    tomorrow = local_date(days_later(now, 1, zone), zone)
    return next_allowed(instant(tomorrow, _morning(quiet), zone), quiet, zone)


def _morning(quiet: Quiet | None) -> time:
    return max(MORNING, quiet.end) if quiet is not None and quiet.end < quiet.start else MORNING
