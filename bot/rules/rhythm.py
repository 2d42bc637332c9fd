"""When the steps around a meeting fall due, and when nothing scheduled may be sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.rules.local_time import away, days_later, instant, local_date

A_DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
MORNING: Final = time(9)
AFTERNOON: Final = time(16)
A_WEEK: Final = 7
SATURDAY: Final = 5


class Step(StrEnum):
    """The steps around a meeting. Those with a distance of their own are named in RHYTHM."""

    CASE = "case"
    AGENDA = "agenda"
    NUDGE = "nudge"
    EVE = "eve"
    AFTER = "after"
    PROMPT = "prompt"
    HANDOVER = "handover"
    NOTE = "note"
    ITEM = "item"
    ANSWER = "answer"
    OPENED = "opened"
    RESTATED = "restated"
    AGREEMENT = "agreement"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the rules know of a step.

    `useful_for`: how long after the meeting it is still worth sending; None for a step that
    prepares the meeting, and is useless once that begins. `in_rhythm`: whether it has a distance
    in the setting RHYTHM, which communities may shift and moderators may skip. `takes_note`:
    whether moderators may add a note. `repeats`: whether it may come more than once for a meeting.
    `outlasts_move`, `outlasts_cycle`: whether it is still told once the meeting has moved, or the
    cycle was closed. `despite_quiet`: whether it is told in quiet hours that last until the
    meeting. `yields`: whether it is left out beside another section about the same meeting.
    """

    useful_for: timedelta | None
    in_rhythm: bool = False
    takes_note: bool = False
    repeats: bool = False
    outlasts_move: bool = False
    outlasts_cycle: bool = False
    despite_quiet: bool = False
    yields: bool = False


WEEKS: Final = timedelta(weeks=1)
A_YEAR: Final = timedelta(days=366)

# What presses most comes first in a message that bundles several steps. The call for cases takes
# no note: all must read the same. Steps out of the rhythm follow from a hand-over, a prompt, an
# opened urn, a new agreement, the end of a cycle.
STEP_FACTS: Final[Mapping[Step, StepFacts]] = {
    Step.EVE: StepFacts(None, in_rhythm=True, takes_note=True, despite_quiet=True),
    Step.NOTE: StepFacts(None),
    Step.NUDGE: StepFacts(None, in_rhythm=True, takes_note=True, yields=True),
    Step.AGENDA: StepFacts(None, in_rhythm=True),
    Step.CASE: StepFacts(None, in_rhythm=True),
    Step.OPENED: StepFacts(A_YEAR, outlasts_move=True),
    Step.ANSWER: StepFacts(A_YEAR, repeats=True, outlasts_cycle=True),
    Step.HANDOVER: StepFacts(4 * WEEKS, repeats=True),
    Step.ITEM: StepFacts(A_YEAR, repeats=True),
    Step.RESTATED: StepFacts(A_YEAR),
    Step.AFTER: StepFacts(2 * WEEKS, in_rhythm=True, takes_note=True),
    Step.PROMPT: StepFacts(4 * WEEKS, in_rhythm=True),
    Step.AGREEMENT: StepFacts(A_YEAR, repeats=True, outlasts_move=True),
    Step.CLOSING: StepFacts(timedelta(days=60)),
}

BUNDLE_ORDER: Final = tuple(STEP_FACTS)
STEPS: Final = tuple(step for step in Step if STEP_FACTS[step].in_rhythm)
"""The steps of the setting RHYTHM, in its order."""


def is_before(step: Step) -> bool:
    """Whether a step prepares the meeting, so that it comes before it or not at all."""
    return STEP_FACTS[step].useful_for is None


class Quiet(Protocol):
    """The hours in which nothing scheduled is sent; they may pass midnight."""

    @property
    def start(self) -> time:
        """The first quiet minute, in local time."""

    @property
    def end(self) -> time:
        """The first minute after them, in local time."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step and the instant (UTC) at which it is due."""

    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a person's message: a step of one meeting."""

    step: Step
    meeting: int
    start: datetime


@dataclass(frozen=True, slots=True)
class _Plan:
    """A planned meeting, with the quiet hours and the meeting before it."""

    start: datetime
    end: datetime
    planned_at: datetime
    quiet: Quiet | None
    zone: ZoneInfo
    last_end: datetime | None

    def allowed_from(self, at: datetime) -> datetime:
        return next_allowed(at, self.quiet, self.zone, local_date(self.start, self.zone))

    def allowed_until(self, at: datetime) -> datetime:
        return last_allowed(at, self.quiet, self.zone, local_date(self.start, self.zone))


def due(
    start: datetime,
    end: datetime,
    planned_at: datetime,
    rhythm: Mapping[str, timedelta],
    quiet: Quiet | None,
    zone: ZoneInfo,
    last_end: datetime | None = None,
) -> tuple[Due, ...]:
    """The steps due around a meeting, earliest first; a step not in the rhythm is off.

    Steps before the meeting are at its local time and move earlier out of quiet hours; steps after
    it are in the morning and move later. `planned_at` is when it was planned or moved, `last_end`
    the end of the meeting before it.
    """
    plan = _Plan(start, end, planned_at, quiet, zone, last_end)
    case, agenda = _case(plan, rhythm)
    eve = _eve(plan, rhythm.get(Step.EVE))
    nudge = _nudge(plan, rhythm.get(Step.NUDGE), eve or start)
    after = _after(plan, Step.AFTER, rhythm.get(Step.AFTER))
    prompt = _after(plan, Step.PROMPT, rhythm.get(Step.PROMPT))
    steps = (
        (Step.CASE, case),
        (Step.AGENDA, agenda),
        (Step.NUDGE, nudge),
        (Step.EVE, eve),
        (Step.AFTER, after),
        (Step.PROMPT, prompt),
    )
    return tuple(Due(step, at) for step, at in steps if at is not None)


def _case(plan: _Plan, rhythm: Mapping[str, timedelta]) -> tuple[datetime | None, datetime | None]:
    """The call for cases and the opening of the urn; neither where planned too late for both.

    A call that would be in the past is due a day after the planning, if a day is left to answer.
    """
    offset, until = rhythm.get(Step.CASE), rhythm.get(Step.AGENDA)
    if offset is None or until is None:
        return None, None
    agenda = _before_start(plan, away(plan.start, -until, plan.zone))
    if agenda is None:
        return None, None
    at = away(plan.start, -offset, plan.zone)
    call = _before_start(plan, at) if at > plan.planned_at else None
    if call is None:
        call = plan.allowed_from(days_later(plan.planned_at, 1, plan.zone))
    if plan.last_end is not None:
        call = called_at(call, plan.allowed_from(plan.last_end), agenda)
    return (call, agenda) if call + A_DAY <= agenda else (None, None)


def called_at(call: datetime, last_end: datetime, agenda: datetime) -> datetime:
    """When everyone is called for cases: not before the end of the previous meeting.

    So there is one call between two meetings. Where that would leave no day before the opening of
    the urn at `agenda`, the call stays at its own time.
    """
    return last_end if call < last_end <= agenda - A_DAY else call


def _eve(plan: _Plan, offset: timedelta | None) -> datetime | None:
    """The eve step; where planned late, it is due at once, because it tells the venue."""
    if not offset or plan.start <= plan.planned_at:
        return None
    at = max(away(plan.start, -offset, plan.zone), plan.planned_at)
    return _before_start(plan, at) or plan.planned_at.astimezone(UTC)


def _nudge(plan: _Plan, offset: timedelta | None, latest: datetime) -> datetime | None:
    """The nudge; where planned late, people first have a day to answer without it."""
    if offset is None:
        return None
    at = away(plan.start, -offset, plan.zone)
    if at > plan.planned_at:
        moved = _before_start(plan, at)
        return moved if moved is not None and moved <= latest else None
    at = plan.allowed_from(days_later(plan.planned_at, 1, plan.zone))
    return at if at < latest else None


def _before_start(plan: _Plan, at: datetime) -> datetime | None:
    """The last allowed moment up to `at`, else the next one; None when the meeting has begun.

    Never before the planning.
    """
    earlier = plan.allowed_until(at)
    moved = earlier if earlier >= plan.planned_at else plan.allowed_from(at)
    return moved if moved < plan.start else None


def _after(plan: _Plan, step: Step, offset: timedelta | None) -> datetime | None:
    if offset is None:
        return None
    at = away(plan.end, offset, plan.zone)
    if not offset % timedelta(days=1):
        at = instant(local_date(at, plan.zone), morning(plan.quiet, earliest=time.min), plan.zone)
    at = plan.allowed_from(max(at, plan.end, plan.planned_at))
    return at if still_useful(step, plan.start, plan.end, at) else None


def morning(quiet: Quiet | None, earliest: time = MORNING) -> time:
    """The first local time of a day at which something scheduled is sent.

    Nine; later where the quiet hours last longer. With another `earliest` already then, once a
    quiet night is over.
    """
    if quiet is None:
        return MORNING
    awake = quiet.end if _is_quiet(time.min, quiet) else MORNING
    at = max(earliest, awake)
    return quiet.end if _is_quiet(at, quiet) else at


def allowed(at: datetime, meeting_date: date | None, quiet: Quiet | None, zone: ZoneInfo) -> bool:
    """Whether scheduled messages may be sent at this instant.

    Not in quiet hours, and not on a weekend unless the meeting is on that day. Without quiet hours
    (`QUIET_HOURS` empty) they always may, also on weekends.
    """
    if quiet is None:
        return True
    local = at.astimezone(zone)
    return not _is_quiet(local.time(), quiet) and not _is_weekend_off(local.date(), meeting_date)


def _is_quiet(at: time, quiet: Quiet) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


def _is_weekend_off(day: date, meeting_date: date | None) -> bool:
    return day.weekday() >= SATURDAY and day != meeting_date


def next_allowed(
    at: datetime, quiet: Quiet | None, zone: ZoneInfo, meeting_date: date | None = None
) -> datetime:
    """The first allowed instant (UTC) at or after `at`."""
    while quiet is not None and not allowed(at, meeting_date, quiet, zone):
        off = _is_weekend_off(local_date(at, zone), meeting_date)
        at = _next_showing(time.min if off else quiet.end, at, zone)
    return at.astimezone(UTC)


def last_allowed(
    at: datetime, quiet: Quiet | None, zone: ZoneInfo, meeting_date: date | None = None
) -> datetime:
    """The last allowed instant (UTC) at or before `at`.

    It keeps the local time on an earlier day; where that is quiet, it is the afternoon before.
    """
    for days in range(A_WEEK):
        moment = days_later(at, -days, zone) if days else at
        if allowed(moment, meeting_date, quiet, zone):
            return moment.astimezone(UTC)
    latest = _last_minute(at, quiet, zone, meeting_date)
    friendly = instant(local_date(latest, zone), AFTERNOON, zone)
    is_better = friendly <= latest and allowed(friendly, meeting_date, quiet, zone)
    return friendly if is_better else latest


def _last_minute(
    at: datetime, quiet: Quiet | None, zone: ZoneInfo, meeting_date: date | None
) -> datetime:
    while quiet is not None and not allowed(at, meeting_date, quiet, zone):
        off = _is_weekend_off(local_date(at, zone), meeting_date)
        at = _last_showing(time.min if off else quiet.start, at, zone) - MINUTE
    return at.astimezone(UTC)


def _next_showing(wall: time, at: datetime, zone: ZoneInfo) -> datetime:
    """The next instant after `at` with this local time, which occurs twice on the autumn night."""
    today = local_date(at, zone)
    return min(shown for day in (0, 1) for shown in _showings(today, day, wall, zone) if shown > at)


def _last_showing(wall: time, at: datetime, zone: ZoneInfo) -> datetime:
    today = local_date(at, zone)
    return max(
        shown for day in (-1, 0) for shown in _showings(today, day, wall, zone) if shown <= at
    )


def _showings(today: date, days: int, wall: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    local = datetime.combine(today + timedelta(days=days), wall, tzinfo=zone)
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def still_useful(step: Step, start: datetime, end: datetime, now: datetime) -> bool:
    """Whether a late step is still sent.

    What prepares the meeting, until it begins; the rest as long as its facts say.
    """
    useful_for = STEP_FACTS[step].useful_for
    return now < start if useful_for is None else now < end + useful_for


def bundle(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts of one private message, each once: what presses most and comes soonest first."""
    return tuple(
        sorted(
            set(parts), key=lambda part: (BUNDLE_ORDER.index(part.step), part.start, part.meeting)
        )
    )
