from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.rhythm import (
    STEP_FACTS,
    STEPS,
    Part,
    Step,
    allowed,
    bundle,
    due,
    last_allowed,
    next_allowed,
    still_useful,
)
from bot.settings import parse_rhythm
from tests.rules.brussels import BRUSSELS, shown, wall


@dataclass(frozen=True)
class Hours:
    start: time
    end: time


NIGHT = Hours(time(20), time(8))
NOON = Hours(time(12), time(13, 30))
DEFAULT = {
    "case": timedelta(days=30),
    "agenda": timedelta(days=14),
    "nudge": timedelta(days=7),
    "eve": timedelta(days=1),
    "after": timedelta(days=1),
    "prompt": timedelta(days=14),
}
LONG_AGO = "2026-06-01 10:00"
OF_CASES = (Step.CASE, Step.AGENDA)


def call(
    start: str,
    planned_at: str = LONG_AGO,
    rhythm: dict[str, timedelta] | None = None,
    last_end: str | None = None,
) -> dict[str, str]:
    """When cases are called for and the urn may be opened, as the clocks show it."""
    begins = wall(start)
    ends = begins + timedelta(hours=2)
    steps = DEFAULT if rhythm is None else rhythm
    before = wall(last_end) if last_end is not None else None
    fallen = due(begins, ends, wall(planned_at), steps, NIGHT, BRUSSELS, before)
    return {one.step.value: shown(one.at) for one in fallen if one.step in OF_CASES}


@pytest.mark.parametrize(
    ("planned_at", "expected"),
    [
        pytest.param(
            LONG_AGO, {"case": "2026-12-22 14:00", "agenda": "2027-01-07 14:00"}, id="in good time"
        ),
        pytest.param(
            "2026-12-28 10:00",
            {"case": "2026-12-29 10:00", "agenda": "2027-01-07 14:00"},
            id="planned late, all are called the next day",
        ),
        pytest.param("2027-01-06 18:00", {}, id="too late to leave a day to answer"),
    ],
)
def test_cases_are_called_for_and_the_urn_opens(planned_at: str, expected: dict[str, str]) -> None:
    assert call("2027-01-21 14:00", planned_at) == expected


@pytest.mark.parametrize(
    ("last_end", "called"),
    [
        pytest.param("2026-12-17 16:30", "2026-12-22 14:00", id="over before: in good time"),
        pytest.param("2026-12-24 16:30", "2026-12-24 16:30", id="at the end of the one before"),
        pytest.param("2026-12-24 21:30", "2026-12-25 08:00", id="which ends in the quiet hours"),
        pytest.param("2027-01-06 14:00", "2027-01-06 14:00", id="the last day to answer is left"),
        pytest.param("2027-01-06 14:01", "2026-12-22 14:00", id="which ends too late to wait"),
    ],
)
def test_all_are_called_for_cases_only_when_the_meeting_before_is_over(
    last_end: str, called: str
) -> None:
    expected = {"case": called, "agenda": "2027-01-07 14:00"}
    assert call("2027-01-21 14:00", last_end=last_end) == expected


def test_without_a_call_there_is_no_opening() -> None:
    without = {name: away for name, away in DEFAULT.items() if name != "case"}
    assert call("2027-01-21 14:00", rhythm=without) == {}


def plan(
    start: str,
    planned_at: str = LONG_AGO,
    rhythm: dict[str, timedelta] | None = None,
    quiet: Hours | None = NIGHT,
) -> dict[str, str]:
    """What falls due around a meeting of two hours, as the clocks show it."""
    begins = wall(start)
    fallen = due(
        begins,
        begins + timedelta(hours=2),
        wall(planned_at),
        DEFAULT if rhythm is None else rhythm,
        quiet,
        BRUSSELS,
    )
    return {one.step.value: shown(one.at) for one in fallen if one.step not in OF_CASES}


@pytest.mark.parametrize(
    ("start", "nudge", "eve", "after", "prompt"),
    [
        pytest.param(
            "2027-01-21 14:00",
            "2027-01-14 14:00",
            "2027-01-20 14:00",
            "2027-01-22 08:00",
            "2027-02-04 08:00",
            id="a Thursday afternoon",
        ),
        pytest.param(
            "2027-03-30 14:00",
            "2027-03-23 14:00",
            "2027-03-29 14:00",
            "2027-03-31 08:00",
            "2027-04-13 08:00",
            id="clocks go forward within the week",
        ),
        pytest.param(
            "2026-10-27 14:00",
            "2026-10-20 14:00",
            "2026-10-26 14:00",
            "2026-10-28 08:00",
            "2026-11-10 08:00",
            id="clocks go back within the week",
        ),
        pytest.param(
            "2027-01-18 14:00",
            "2027-01-11 14:00",
            "2027-01-15 14:00",
            "2027-01-19 08:00",
            "2027-02-01 08:00",
            id="a Monday is announced on Friday at the same hour",
        ),
        pytest.param(
            "2027-01-22 14:00",
            "2027-01-15 14:00",
            "2027-01-21 14:00",
            "2027-01-25 08:00",
            "2027-02-05 08:00",
            id="a Friday is asked about on Monday",
        ),
        pytest.param(
            "2027-01-23 10:00",
            "2027-01-15 10:00",
            "2027-01-22 10:00",
            "2027-01-25 08:00",
            "2027-02-08 08:00",
            id="a Saturday nudges on the Friday a week before",
        ),
        pytest.param(
            "2027-01-20 20:30",
            "2027-01-13 16:00",
            "2027-01-19 16:00",
            "2027-01-21 08:00",
            "2027-02-03 08:00",
            id="an evening reminds in the afternoon",
        ),
        pytest.param(
            "2027-01-20 07:30",
            "2027-01-12 16:00",
            "2027-01-18 16:00",
            "2027-01-21 08:00",
            "2027-02-03 08:00",
            id="an early breakfast reminds the afternoon before",
        ),
    ],
)
def test_the_default_rhythm(start: str, nudge: str, eve: str, after: str, prompt: str) -> None:
    assert plan(start) == {"nudge": nudge, "eve": eve, "after": after, "prompt": prompt}


@pytest.mark.parametrize(
    ("planned_at", "expected"),
    [
        pytest.param(
            "2027-01-18 10:00",
            {"nudge": "2027-01-19 10:00", "eve": "2027-01-20 14:00"},
            id="three days ahead: a day to answer, then the nudge",
        ),
        pytest.param(
            "2027-01-14 14:00",
            {"nudge": "2027-01-15 14:00", "eve": "2027-01-20 14:00"},
            id="at the very moment of the nudge",
        ),
        pytest.param(
            "2027-01-15 10:00",
            {"nudge": "2027-01-18 08:00", "eve": "2027-01-20 14:00"},
            id="planned on Friday: the nudge comes on Monday",
        ),
        pytest.param(
            "2027-01-19 15:00",
            {"eve": "2027-01-20 14:00"},
            id="the nudge would come after the eve: none",
        ),
        pytest.param(
            "2027-01-20 16:00", {"eve": "2027-01-20 16:00"}, id="the eve is past: told at once"
        ),
        pytest.param(
            "2027-01-20 22:00",
            {"eve": "2027-01-21 08:00"},
            id="the eve is past at night: told in the morning",
        ),
        pytest.param("2027-01-21 14:00", {}, id="the meeting has begun: nothing before it"),
    ],
)
def test_planned_late(planned_at: str, expected: dict[str, str]) -> None:
    later = {"after": "2027-01-22 08:00", "prompt": "2027-02-04 08:00"}
    assert plan("2027-01-21 14:00", planned_at) == {**expected, **later}


def test_an_eve_that_no_allowed_moment_precedes_is_told_when_it_is_planned() -> None:
    assert plan("2027-01-20 07:30", "2027-01-19 21:00")["eve"] == "2027-01-19 21:00"


def test_planned_at_the_weekend_a_monday_is_announced_on_its_morning() -> None:
    assert plan("2027-01-18 14:00", "2027-01-16 10:00")["eve"] == "2027-01-18 08:00"


def test_a_meeting_of_last_week_still_asks_its_moderators() -> None:
    assert plan("2027-01-19 14:00", "2027-01-26 10:00") == {
        "after": "2027-01-26 10:00",
        "prompt": "2027-02-02 08:00",
    }


def test_a_meeting_of_three_weeks_ago_still_proposes_a_prompt() -> None:
    assert plan("2027-01-19 14:00", "2027-02-11 10:00") == {"prompt": "2027-02-11 10:00"}


def test_a_meeting_of_last_month_asks_nobody() -> None:
    assert plan("2027-01-19 14:00", "2027-02-26 10:00") == {}


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        pytest.param({}, {}, id="an empty rhythm is silent"),
        pytest.param(
            {"eve": timedelta(hours=5)}, {"eve": "2027-01-21 09:00"}, id="hours before the start"
        ),
        pytest.param(
            {"after": timedelta(hours=3)}, {"after": "2027-01-21 19:00"}, id="hours after the end"
        ),
        pytest.param(
            {"after": timedelta(hours=5)}, {"after": "2027-01-22 08:00"}, id="not into the night"
        ),
        pytest.param(
            {"after": timedelta()},
            {"after": "2027-01-21 16:00"},
            id="the same day, when it is over",
        ),
        pytest.param(
            {"nudge": timedelta(days=1), "eve": timedelta(days=1)},
            {"nudge": "2027-01-20 14:00", "eve": "2027-01-20 14:00"},
            id="nudge and eve together",
        ),
        pytest.param(
            {"nudge": timedelta(hours=1), "eve": timedelta(days=1)},
            {"eve": "2027-01-20 14:00"},
            id="no nudge after the eve",
        ),
        pytest.param({"eve": timedelta()}, {}, id="an eve at the start is none"),
    ],
)
def test_a_rhythm_of_ones_own(rhythm: dict[str, timedelta], expected: dict[str, str]) -> None:
    assert plan("2027-01-21 14:00", rhythm=rhythm) == expected


def test_without_quiet_hours_nothing_is_held_back() -> None:
    assert plan("2027-01-18 06:00", quiet=None) == {
        "nudge": "2027-01-11 06:00",
        "eve": "2027-01-17 06:00",
        "after": "2027-01-19 09:00",
        "prompt": "2027-02-01 09:00",
    }


def test_quiet_hours_at_noon_do_not_make_the_morning_begin_after_them() -> None:
    assert plan("2027-01-21 12:30", quiet=NOON) == {
        "nudge": "2027-01-14 11:59",
        "eve": "2027-01-20 11:59",
        "after": "2027-01-22 09:00",
        "prompt": "2027-02-04 09:00",
    }


@pytest.mark.parametrize(
    ("at", "quiet", "may"),
    [
        pytest.param("2027-01-21 08:00", NIGHT, True, id="as the quiet hours end"),
        pytest.param("2027-01-21 07:59", NIGHT, False, id="just before they end"),
        pytest.param("2027-01-21 19:59", NIGHT, True, id="just before they begin"),
        pytest.param("2027-01-21 20:00", NIGHT, False, id="as they begin"),
        pytest.param("2027-01-21 12:30", NOON, False, id="quiet within a day"),
        pytest.param("2027-01-21 13:30", NOON, True, id="after quiet within a day"),
        pytest.param("2027-01-23 10:00", NIGHT, True, id="a Saturday with the meeting"),
        pytest.param("2027-01-24 10:00", NIGHT, False, id="a Sunday without"),
        pytest.param("2027-01-23 21:00", NIGHT, False, id="quiet even on the meeting's day"),
        pytest.param("2027-01-24 03:00", None, True, id="a Sunday night, with holding back off"),
    ],
)
def test_when_something_may_be_sent(at: str, quiet: Hours | None, *, may: bool) -> None:
    assert allowed(wall(at), date(2027, 1, 23), quiet, BRUSSELS) is may


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2027-01-21 10:00", "2027-01-21 10:00", id="allowed as it is"),
        pytest.param("2027-01-21 21:00", "2027-01-22 08:00", id="out of the night"),
        pytest.param("2027-01-22 21:00", "2027-01-25 08:00", id="over the weekend"),
        pytest.param("2027-03-26 21:00", "2027-03-29 08:00", id="over the change of the hour"),
    ],
)
def test_the_next_allowed_moment(at: str, expected: str) -> None:
    assert shown(next_allowed(wall(at), NIGHT, BRUSSELS)) == expected


def test_a_quiet_night_that_ends_in_the_doubled_hour_ends() -> None:
    late = Hours(time(20), time(2, 30))
    second = wall("2026-10-25 02:15", fold=1)
    opened = next_allowed(second, late, BRUSSELS, date(2026, 10, 25))
    assert opened == wall("2026-10-25 02:30", fold=1)


instants = st.datetimes(
    datetime(2026, 1, 1),
    datetime(2028, 12, 31),
    timezones=st.just(UTC),
)
clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiets = st.none() | st.builds(Hours, clock_times, clock_times)
meeting_dates = st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(instants, quiets, meeting_dates)
def test_held_back_messages_go_out_at_an_allowed_moment(
    at: datetime, quiet: Hours | None, meeting_date: date | None
) -> None:
    later = next_allowed(at, quiet, BRUSSELS, meeting_date)
    earlier = last_allowed(at, quiet, BRUSSELS, meeting_date)
    assert earlier <= at <= later
    assert allowed(later, meeting_date, quiet, BRUSSELS)
    assert allowed(earlier, meeting_date, quiet, BRUSSELS)
    if allowed(at, meeting_date, quiet, BRUSSELS):
        assert earlier == at == later


@given(
    start=instants,
    ahead=st.timedeltas(timedelta(), timedelta(days=60)),
    days=st.tuples(st.integers(0, 40), st.integers(0, 5), st.integers(0, 5)),
)
def test_nothing_falls_due_before_it_was_planned_nor_too_late_nor_in_quiet_hours(
    start: datetime, ahead: timedelta, days: tuple[int, int, int]
) -> None:
    rhythm = dict(zip(("nudge", "eve", "after"), map(timedelta, days), strict=True))
    end, planned_at = start + timedelta(hours=2), start - ahead
    fallen = due(start, end, planned_at, rhythm, NIGHT, BRUSSELS)
    meeting_date = start.astimezone(BRUSSELS).date()
    assert [one.at for one in fallen] == sorted(one.at for one in fallen)
    for one in fallen:
        assert one.at >= planned_at
        assert still_useful(one.step, start, end, one.at)
        at_once = one.step is Step.EVE and one.at == planned_at
        assert at_once or allowed(one.at, meeting_date, NIGHT, BRUSSELS)


START, END = wall("2027-01-21 14:00"), wall("2027-01-21 16:00")


@pytest.mark.parametrize(
    ("step", "now", "useful"),
    [
        pytest.param(Step.EVE, "2027-01-21 13:59", True, id="an eve until the meeting begins"),
        pytest.param(Step.EVE, "2027-01-21 14:00", False, id="not once it has begun"),
        pytest.param(Step.NUDGE, "2027-01-21 14:00", False, id="nor a nudge"),
        pytest.param(Step.AFTER, "2027-02-04 15:59", True, id="moderators' questions for 14 days"),
        pytest.param(Step.AFTER, "2027-02-04 16:00", False, id="and no longer"),
        pytest.param(Step.PROMPT, "2027-02-04 16:00", True, id="a prompt for longer"),
    ],
)
def test_late_after_the_program_was_down(step: Step, now: str, *, useful: bool) -> None:
    assert still_useful(step, START, END, wall(now)) is useful


def test_a_bundle_says_what_presses_most_first_and_each_thing_once() -> None:
    later = START + timedelta(days=7)
    eve, nudge = Part(Step.EVE, 1, START), Part(Step.NUDGE, 1, START)
    second, after = Part(Step.NUDGE, 2, later), Part(Step.AFTER, 9, START)
    assert bundle([after, second, nudge, eve, nudge]) == (eve, nudge, second, after)


def test_the_rules_know_every_step() -> None:
    assert set(STEP_FACTS) == set(Step)


def test_the_setting_names_the_steps_of_the_rhythm() -> None:
    assert tuple(parse_rhythm("")) == STEPS


def test_what_a_duo_hands_over_is_no_moderators_to_skip() -> None:
    assert not {Step.HANDOVER, Step.NOTE, Step.ITEM, Step.ANSWER} & set(STEPS)


def test_the_call_for_cases_takes_no_note_so_that_all_read_the_same() -> None:
    noted = {step for step, facts in STEP_FACTS.items() if facts.takes_note}

    assert Step.CASE not in noted
    assert noted <= set(STEPS)
