"""When the author of a hand-over note is asked: at once, once more, and after putting it off."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.local_time import days_later, instant, local_date
from bot.rules.rhythm import Quiet, last_allowed, morning, next_allowed

AGAIN: Final = timedelta(hours=24)
"""How long after the first question the author is reminded."""

WITHIN: Final = timedelta(days=5)
"""How long a reminder waits for the community's next message, to be sent with it.

A reminder of an item is sent with a message that goes out at most so long before its day.
"""

LATER: Final = timedelta(hours=4)
HALF_A_DAY: Final = timedelta(hours=12)
"""The shortest time between a question and its reminder."""


def asked_again(
    first: datetime,
    now: datetime,
    quiet: Quiet | None,
    zone: ZoneInfo,
    messages: Collection[datetime] = (),
) -> datetime | None:
    """When an author who is asked now is reminded, once; None when they were.

    It goes with the first of the `messages` about the next meeting that is due in five days.
    """
    at = next_allowed(first + AGAIN, quiet, zone)
    if at <= now + HALF_A_DAY:
        return None
    return min((one for one in messages if at <= one <= at + WITHIN), default=at)


def put_off(now: datetime, quiet: Quiet | None, zone: ZoneInfo, *, later_today: bool) -> datetime:
    """When to ask again after a postponement; 'later today' may become the next morning."""
    later = next_allowed(now + LATER, quiet, zone)
    if later_today and local_date(later, zone) == local_date(now, zone):
        return later
    tomorrow = local_date(days_later(now, 1, zone), zone)
    return next_allowed(instant(tomorrow, morning(quiet), zone), quiet, zone)


def reminded_on(due: date, now: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime | None:
    """When the owner of an item is reminded of its day: that morning, else the last allowed moment.

    None when that is past.
    """
    at = last_allowed(instant(due, morning(quiet), zone), quiet, zone)
    return at if at > now else None
