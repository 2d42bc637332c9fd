"""Interest in taking part: how long it is kept, its zone, its news, and invitations."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.communities import Zone, parse_zone
from bot.rules.local_time import days_later, instant, local_date
from bot.rules.rhythm import Quiet, next_allowed

MONTHS_KEPT: Final = 12
RETENTION: Final = timedelta(days=365)
"""How long interest is kept after its last change; calls for members come once a year."""

DRAFT_RETENTION: Final = timedelta(days=30)
"""How long a form without consent is kept."""

INVITATION_VALID_FOR: Final = timedelta(days=30)
"""How long an invitation is valid; others wait for the place too."""

CONTACT_LIMIT: Final = 120
SOURCE_LIMIT: Final = 32

NEWS_AT: Final = time(9)
"""The local time at which coordinators are told of new interest."""

DAYS_AHEAD: Final = 14

# The municipalities known to lie in one zone; all others are split, or not known to us.
_IN_ONE_ZONE: Final = {
    Zone.NORTH_EAST: re.compile(
        r"schaarbeek|schaerbeek|(sint|saint|st\.?) (joost|josse)( ten noo?de)?"
    ),
    Zone.SOUTH: re.compile(r"(sint|saint|st\.?) (gillis|gilles)"),
}
_SOURCE: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{SOURCE_LIMIT}}}")


def zone_of(place: str) -> Zone | None:
    """The zone that a place names, or the only zone of its municipality; else None."""
    named = parse_zone(place)
    if named is not None:
        return named
    plain = " ".join(re.split(r"[\s-]+", place.strip().casefold()))
    return next((zone for zone, names in _IN_ONE_ZONE.items() if names.fullmatch(plain)), None)


def clean_source(text: str) -> str:
    """The source in a link for posters or newsletters; empty when it is not valid."""
    return text if _SOURCE.fullmatch(text) else ""


def news_at(now: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """When coordinators are told of interest left now: at nine on the next allowed day.

    So there is one message a day; interest of a weekend is told on Monday at nine.
    """
    for days in range(DAYS_AHEAD):
        day = local_date(days_later(now, days, zone), zone)
        at = next_allowed(instant(day, NEWS_AT, zone), quiet, zone)
        if at > now and local_date(at, zone) == day:
            return at
    return next_allowed(now, quiet, zone)


def may_remind(told_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether someone may be reminded of their invitation: once a day, by the local calendar."""
    return told_at is None or local_date(told_at, zone) < local_date(now, zone)


def places_left(free: int, kept: int, invited: int) -> int:
    """How many more can be invited: free seats, less those kept and those invited for."""
    return max(free - kept - invited, 0)


class Standing(StrEnum):
    """The state of someone's interest."""

    WAITING = "waiting"
    INVITED = "invited"
    EXPIRED = "expired"
    USED = "used"


def standing(
    *, is_placed: bool, is_used: bool, expires_at: datetime | None, now: datetime
) -> Standing:
    """The state of interest, by its invitation; `expires_at` is None when that is gone.

    Interest is erased when its person takes a seat, so a used link was used by somebody else.
    """
    if not is_placed:
        return Standing.WAITING
    if is_used:
        return Standing.USED
    is_open = expires_at is not None and now < expires_at
    return Standing.INVITED if is_open else Standing.EXPIRED


def most_named(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What people typed, and how often, most frequent first; capitals make no difference."""
    numbers: dict[str, int] = {}
    written: dict[str, str] = {}
    for text, number in counts.items():
        key = text.casefold()
        numbers[key] = numbers.get(key, 0) + number
        written.setdefault(key, text)
    return [
        (written[key], number)
        for key, number in sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    ]
