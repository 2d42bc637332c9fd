"""When the partner who came is asked to hand over: at once, once more, and when they like."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.local_time import days_later, instant, local_date
from bot.rules.rhythm import MORNING, Quiet, next_allowed

AGAIN: Final = timedelta(hours=24)
"""How long after the first question the author is reminded."""

WITHIN: Final = timedelta(days=5)
"""How long a reminder waits for the next message of the community, to come with it.

One of an open item does not wait, for it has its day: so much before it, it comes along.
"""

LATER: Final = timedelta(hours=4)
HALF_A_DAY: Final = timedelta(hours=12)
"""A reminder nearer than this to the last question would only be in the way."""


def asked_again(
    first: datetime,
    now: datetime,
    quiet: Quiet | None,
    zone: ZoneInfo,
    messages: Collection[datetime] = (),
) -> datetime | None:
    """The one reminder of an author who is asked now; None once they had it.

    It comes with the first of the `messages` about the next meeting that is due within five days.
    """
    at = next_allowed(first + AGAIN, quiet, zone)
    if at <= now + HALF_A_DAY:
        return None
    return min((one for one in messages if at <= one <= at + WITHIN), default=at)


def put_off(now: datetime, quiet: Quiet | None, zone: ZoneInfo, *, later_today: bool) -> datetime:
    """When to ask again someone who put it off; 'later today' may have become tomorrow morning."""
    later = next_allowed(now + LATER, quiet, zone)
    if later_today and local_date(later, zone) == local_date(now, zone):
        return later
    tomorrow = local_date(days_later(now, 1, zone), zone)
    return next_allowed(instant(tomorrow, _morning(quiet), zone), quiet, zone)


def _morning(quiet: Quiet | None) -> time:
    return max(MORNING, quiet.end) if quiet is not None and quiet.end < quiet.start else MORNING
