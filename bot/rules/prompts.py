"""Prompts between meetings: reading when to post one, when it closes and is reminded of."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Self
from zoneinfo import ZoneInfo

from bot.rules.handover.items import due_date
from bot.rules.local_time import days_later, instant, local_date
from bot.rules.meetings.reading import UnreadableError, looks_like_date, read_date, read_time
from bot.rules.rhythm import Quiet, Step, last_allowed, morning, next_allowed

QUESTION_LIMIT: Final = 1500
ANSWER_LIMIT: Final = 1500

OPEN_DAYS: Final = 10
"""How long a prompt can be answered."""

REMINDED_DAYS: Final = 3
"""How long before the end people who have not answered are reminded."""

NEAR: Final = timedelta(days=4)
"""The reminder is part of a message that is due within this time before the end."""

LONGER: Final = timedelta(days=5)
"""How much longer a prompt may be open, so that the next nudge can remind of it."""

A_DAY: Final = timedelta(days=1)

TELLING: Final = timedelta(days=3)
"""How long after the end the answers are still sent where there is no group chat."""

MOST_DAYS: Final = 366

CARRIERS: Final = (Step.NUDGE, Step.EVE, Step.AGENDA)
"""The steps whose message can hold the reminder, those with most readers first."""

_A_WEEK: Final = 7
_YEARS_BACK: Final = 100
_LONGEST: Final = 60
_NOW: Final = frozenset(
    ("now", "right now", "at once", "immediately", "nu", "meteen", "direct", "onmiddellijk")
    + ("maintenant", "tout de suite", "immediatement")
)
_MEETING: Final = r"(?:session|sessie|seance|bijeenkomst|rencontre|meeting|reunion)"
_SPAN: Final = (
    r"(?P<number>\d{1,3})\s*(?P<unit>days?|d|dag|dagen|jours?|j|weeks?|w|week|weken|semaines?|sem)"
)
_AHEAD: Final = re.compile(rf"(?:in|over|binnen|dans)\s*{_SPAN}")
_AFTER: Final = re.compile(
    rf"{_SPAN}"
    r"\s*(?:after|na|apres)\s*(?:(?:the|de|het|la|le|l')\s*)?"
    r"(?:(?:last|vorige|laatste|derniere)\s+)?"
    rf"{_MEETING}?\s*(?:derniere\s*)?(?:n[o°.]*\s*|#\s*)?(?P<meeting>\d{{1,2}})?",
)
_SOON: Final = re.compile(
    r"(?:(?:on|op|le|next|volgende|ce) )?"
    r"(?P<day>[a-z]{3,9}|\d{1,2}(?:[/.]\d{1,2}|(?:er|e|st|nd|rd|th)? [a-z]{3,9}))(?: prochain)?"
)
_NEAR_DAYS: Final = {
    **dict.fromkeys(("today", "vandaag", "aujourd'hui"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "demain"), 1),
    **dict.fromkeys(("day after tomorrow", "overmorgen", "apres-demain", "apres demain"), 2),
}


class State(StrEnum):
    """The state of a prompt; one that is held waits for a decision of a lead or moderator."""

    HELD = "held"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Problem(StrEnum):
    """Why a prompt cannot be posted at the given time."""

    PAST = "past"
    NO_MEETING = "no_meeting"
    NONE_HELD = "none_held"


@dataclass(frozen=True, slots=True)
class When:
    """When a prompt is to be posted, as typed; now, if nothing is set.

    Either `days` after a meeting (`meeting` is its number; None the last one), or on a `day`, and
    then optionally `at` a time.
    """

    days: int | None = None
    meeting: int | None = None
    day: date | None = None
    at: time | None = None

    def packed(self) -> str:
        """The value as one text, for a draft."""
        if self.days is not None:
            return f"after:{self.days}:{self.meeting or ''}"
        if self.day is not None:
            return f"on:{self.day.isoformat()}:{self.at.isoformat('minutes') if self.at else ''}"
        return "now"

    @classmethod
    def unpacked(cls, packed: str) -> Self:
        """The value of a packed text."""
        kind, _, rest = packed.partition(":")
        first, _, second = rest.partition(":")
        if kind == "after":
            return cls(days=int(first), meeting=int(second) if second else None)
        if kind == "on":
            at = time.fromisoformat(second) if second else None
            return cls(day=date.fromisoformat(first), at=at)
        return cls()


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    """Read a text like 'now', 'dans 3 jours', '3 dagen na bijeenkomst 4', '2026-12-03'.

    None for any other text. `text` is folded. A date without a year is the next such date.
    """
    text = text.strip(" .!").replace("’", "'")
    if not text or len(text) > _LONGEST:
        return None
    if text in _NOW:
        return When()
    if (days := _ahead(text)) is not None:
        return When(day=local_date(now, zone) + timedelta(days=days))
    if (found := _AFTER.fullmatch(text)) is not None:
        days = _days(found)
        meeting = int(found["meeting"]) if found["meeting"] else None
        return When(days=days, meeting=meeting) if days is not None else None
    return _on(text, now, zone)


def _ahead(text: str) -> int | None:
    """The number of days of 'tomorrow', 'in 3 days' and the like."""
    found = _AHEAD.fullmatch(text)
    return _days(found) if found is not None else _NEAR_DAYS.get(text)


def _days(found: re.Match[str]) -> int | None:
    factor = 1 if found["unit"][0] in "dj" else _A_WEEK
    days = int(found["number"]) * factor
    return days if days <= MOST_DAYS else None


def _on(text: str, now: datetime, zone: ZoneInfo) -> When | None:
    if looks_like_date(text):
        try:
            # Any past date is read, so that the answer can be that it is past.
            day, rest = read_date(text, now, zone, years_back=_YEARS_BACK)
            rest = rest.removeprefix("om ").removeprefix("at ").removeprefix("a ").strip()
            return When(day=day, at=read_time(rest) if rest else None)
        except UnreadableError:
            return None
    found = _SOON.fullmatch(text)
    day_meant = due_date(found["day"], local_date(now, zone)) if found is not None else None
    return When(day=day_meant) if day_meant is not None else None


def moment(
    when: When, ended: datetime | None, now: datetime, quiet: Quiet | None, zone: ZoneInfo
) -> datetime | Problem:
    """When a prompt is posted: the first allowed instant (UTC) at or after the typed one.

    `ended` is the end of the named meeting. A day means its morning; today means now.
    """
    if when.days is not None and ended is None:
        return Problem.NO_MEETING if when.meeting is not None else Problem.NONE_HELD
    day = when.day
    if when.days is not None and ended is not None:
        day = local_date(days_later(ended, when.days, zone), zone)
    if day is None:
        return next_allowed(now, quiet, zone)
    today = local_date(now, zone)
    asked = instant(day, when.at or morning(quiet), zone)
    if when.at is None and day == today:
        asked = max(asked, now)
    if ended is not None:
        # On the day of the meeting, only after its end.
        asked = max(asked, ended)
    return next_allowed(asked, quiet, zone) if asked >= now else Problem.PAST


def closes(
    posted_at: datetime,
    carriers: Collection[tuple[Step, datetime]],
    quiet: Quiet | None,
    zone: ZoneInfo,
) -> datetime:
    """When a prompt posted at this instant closes.

    A day after the next meeting's nudge, where that is about then or a little later, so that the
    nudge holds the reminder. `carriers` are the coming steps with their instants.
    """
    usual = next_allowed(days_later(posted_at, OPEN_DAYS, zone), quiet, zone)
    nudges = [
        at for step, at in carriers if step is Step.NUDGE and usual - A_DAY < at <= usual + LONGER
    ]
    if not nudges:
        return usual
    return next_allowed(days_later(min(nudges), 1, zone), quiet, zone)


def reminds(
    posted_at: datetime,
    close_at: datetime,
    carriers: Collection[tuple[Step, datetime]],
    quiet: Quiet | None,
    zone: ZoneInfo,
) -> datetime:
    """When people without an answer are reminded: with a message due then, else days before.

    `carriers` are the coming steps of the next meeting, with their instants.
    """
    near = [
        (CARRIERS.index(step), at)
        for step, at in carriers
        if step in CARRIERS and max(posted_at, close_at - NEAR) < at < close_at
    ]
    if near:
        return min(near)[1]
    at = last_allowed(days_later(close_at, -REMINDED_DAYS, zone), quiet, zone)
    return at if at > posted_at else close_at


def fair_limit(lengths: Sequence[int], room: int) -> int:
    """The most units for each text so that all fit; what short texts leave is given to the others.

    `room` is the total for all texts, without what is added to each.
    """
    left = room
    for position, one in enumerate(sorted(lengths)):
        share = left // (len(lengths) - position)
        if one > share:
            return max(share, 1)
        left -= one
    return max(lengths, default=0)
