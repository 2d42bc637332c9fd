"""When prompts are posted, reminded of and closed, and how answers share one message."""

from dataclasses import dataclass
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.prompts import (
    Problem,
    When,
    closes,
    fair_limit,
    moment,
    read_when,
    reminds,
)
from bot.rules.rhythm import Step
from tests.rules.brussels import BRUSSELS, shown, wall


@dataclass(frozen=True)
class Hours:
    start: time
    end: time


NIGHT = Hours(time(20), time(8))
FRIDAY = wall("2026-11-20 11:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("now", When(), id="now"),
        pytest.param("nu.", When(), id="now in Dutch"),
        pytest.param("maintenant", When(), id="now in French"),
        pytest.param("3 days after session 4", When(days=3, meeting=4), id="after a session"),
        pytest.param("3 dagen na bijeenkomst 4", When(days=3, meeting=4), id="in Dutch"),
        pytest.param("3 jours apres la rencontre 4", When(days=3, meeting=4), id="in French"),
        pytest.param("5 jours apres la seance n°3", When(days=5, meeting=3), id="with a number"),
        pytest.param("1 day after the session", When(days=1), id="after the last one"),
        pytest.param("14 dagen na de laatste bijeenkomst", When(days=14), id="after the last, nl"),
        pytest.param("2 semaines apres la derniere rencontre", When(days=14), id="weeks"),
        pytest.param("2026-12-03", When(day=date(2026, 12, 3)), id="a date"),
        pytest.param(
            "2026-12-03 10:30", When(day=date(2026, 12, 3), at=time(10, 30)), id="and an hour"
        ),
        pytest.param(
            "3/12/2026 a 14h30", When(day=date(2026, 12, 3), at=time(14, 30)), id="in French"
        ),
        pytest.param("3/12", When(day=date(2026, 12, 3)), id="the next one without a year"),
        pytest.param("le 1er decembre", When(day=date(2026, 12, 1)), id="in words"),
        pytest.param("op vrijdag", When(day=date(2026, 11, 27)), id="a weekday"),
        pytest.param("lundi prochain", When(day=date(2026, 11, 23)), id="next Monday"),
        pytest.param("demain", When(day=date(2026, 11, 21)), id="tomorrow"),
        pytest.param("vandaag", When(day=date(2026, 11, 20)), id="today"),
        pytest.param("apres-demain", When(day=date(2026, 11, 22)), id="the day after tomorrow"),
        pytest.param("over 3 dagen", When(day=date(2026, 11, 23)), id="in some days"),
        pytest.param("dans 2 semaines", When(day=date(2026, 12, 4)), id="in some weeks"),
        pytest.param("in 400 days", None, id="in more than a year"),
        pytest.param("31/02/2027", None, id="no such day"),
        pytest.param("400 days after session 1", None, id="more than a year"),
        pytest.param("when they like", None, id="something else"),
        pytest.param("bread", None, id="a word"),
        pytest.param("", None, id="nothing"),
        pytest.param("3" * 5000, None, id="very long"),
    ],
)
def test_a_moment_is_read_as_people_write_it(text: str, meant: When | None) -> None:
    assert read_when(text, FRIDAY, BRUSSELS) == meant
    if meant is not None:
        assert When.unpacked(meant.packed()) == meant


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-01",
        "1/1/2020",
        "1.1.2020",
        "1-1-2020",
        "1/1/20",
        "1 januari 2020",
        "1 jan 2020",
        "1 janvier 2020",
        "1 january 2020",
        "2020-01-01 14:00",
        "2020-01-01 om 14:00",
        "2026-11-19",
    ],
)
def test_a_date_that_is_past_is_said_to_be_past_in_every_form(text: str) -> None:
    when = read_when(text, FRIDAY, BRUSSELS)

    assert when is not None
    assert moment(when, None, FRIDAY, None, BRUSSELS) is Problem.PAST


@pytest.mark.parametrize(
    ("when", "ended", "expected"),
    [
        pytest.param(When(), None, "2026-11-20 11:00", id="now is now"),
        pytest.param(When(days=3), "2026-11-18 16:00", "2026-11-23 08:00", id="not on Saturday"),
        pytest.param(When(days=2), "2026-11-18 16:00", "2026-11-20 11:00", id="today is now"),
        pytest.param(When(days=1), "2026-11-18 16:00", Problem.PAST, id="yesterday"),
        pytest.param(
            When(days=0, meeting=5), "2026-12-15 16:00", "2026-12-15 16:00", id="once it is over"
        ),
        pytest.param(
            When(days=0, meeting=5), "2026-12-15 21:00", "2026-12-16 08:00", id="an evening"
        ),
        pytest.param(When(days=3), None, Problem.NONE_HELD, id="no session was held"),
        pytest.param(When(days=3, meeting=9), None, Problem.NO_MEETING, id="no such session"),
        pytest.param(When(day=date(2026, 12, 5)), None, "2026-12-07 08:00", id="a Saturday"),
        pytest.param(When(day=date(2026, 12, 4)), None, "2026-12-04 09:00", id="a Friday"),
        pytest.param(When(day=date(2026, 11, 20)), None, "2026-11-20 11:00", id="today"),
        pytest.param(
            When(day=date(2026, 11, 20), at=time(10)), None, Problem.PAST, id="an hour ago"
        ),
        pytest.param(
            When(day=date(2026, 12, 4), at=time(22)), None, "2026-12-07 08:00", id="at night"
        ),
        pytest.param(When(day=date(2026, 11, 19)), None, Problem.PAST, id="a day that is past"),
    ],
)
def test_a_prompt_is_posted_when_it_is_allowed(
    when: When, ended: str | None, expected: str | Problem
) -> None:
    at = moment(when, wall(ended) if ended else None, FRIDAY, NIGHT, BRUSSELS)
    assert (at if isinstance(at, Problem) else shown(at)) == expected


def test_now_at_night_is_the_next_morning_and_without_quiet_hours_at_once() -> None:
    night = wall("2026-11-20 23:00")
    assert moment(When(), None, night, NIGHT, BRUSSELS) == wall("2026-11-23 08:00")
    assert moment(When(), None, night, None, BRUSSELS) == night


@pytest.mark.parametrize(
    ("posted", "closing", "reminder", "carriers"),
    [
        pytest.param(
            "2026-11-20 11:00", "2026-11-30 11:00", "2026-11-27 11:00", {}, id="three days before"
        ),
        pytest.param(
            "2026-11-19 11:00",
            "2026-11-30 08:00",
            "2026-11-27 08:00",
            {},
            id="closing on a Sunday waits for Monday",
        ),
        pytest.param(
            "2026-11-18 11:00",
            "2026-11-30 08:00",
            "2026-11-27 08:00",
            {Step.NUDGE: "2026-11-25 14:00"},
            id="what comes earlier carries nothing",
        ),
        pytest.param(
            "2026-11-20 11:00",
            "2026-11-30 11:00",
            "2026-11-26 14:00",
            {Step.AGENDA: "2026-11-27 14:00", Step.NUDGE: "2026-11-26 14:00"},
            id="with the question who comes, which most get",
        ),
        pytest.param(
            "2026-11-20 11:00",
            "2026-11-30 11:00",
            "2026-11-27 14:00",
            {Step.AGENDA: "2026-11-27 14:00", Step.NUDGE: "2026-12-08 14:00"},
            id="with what comes before it closes",
        ),
        pytest.param(
            "2026-11-20 11:00",
            "2026-12-02 14:00",
            "2026-12-01 14:00",
            {Step.NUDGE: "2026-12-01 14:00", Step.EVE: "2026-12-07 14:00"},
            id="the nudge falls a day after the usual closing: it closes a day after the nudge",
        ),
        pytest.param(
            "2026-11-20 11:00",
            "2026-12-07 08:00",
            "2026-12-04 14:00",
            {Step.NUDGE: "2026-12-04 14:00"},
            id="the nudge falls on a Friday: it closes on Monday",
        ),
        pytest.param(
            "2026-11-20 11:00",
            "2026-12-01 09:00",
            "2026-11-30 09:00",
            {Step.NUDGE: "2026-11-30 09:00"},
            id="the nudge falls just before the usual closing: a day is left to answer",
        ),
    ],
)
def test_it_closes_and_reminds_once_with_what_comes_anyway(
    posted: str, closing: str, reminder: str, carriers: dict[Step, str]
) -> None:
    steps = [(step, wall(at)) for step, at in carriers.items()]
    closing_at = closes(wall(posted), steps, NIGHT, BRUSSELS)
    assert shown(closing_at) == closing
    assert shown(reminds(wall(posted), closing_at, steps, NIGHT, BRUSSELS)) == reminder


@pytest.mark.parametrize(
    ("lengths", "room", "most"),
    [
        pytest.param([], 100, 0, id="nothing to show"),
        pytest.param([10, 20], 100, 20, id="all fit"),
        pytest.param([10, 90, 90], 100, 45, id="the short one leaves its room"),
        pytest.param([90, 90, 90], 90, 30, id="alike"),
        pytest.param([5, 5], 0, 1, id="no room at all"),
    ],
)
def test_long_answers_are_cut_alike_and_short_ones_not(
    lengths: list[int], room: int, most: int
) -> None:
    assert fair_limit(lengths, room) == most


@given(lengths=st.lists(st.integers(1, 1500), min_size=1, max_size=30), room=st.integers(30, 4000))
def test_what_is_cut_fits(lengths: list[int], room: int) -> None:
    most = fair_limit(lengths, room)
    assert sum(min(one, most) for one in lengths) <= room
    assert most == max(lengths) or sum(min(one, most + 1) for one in lengths) > room
