from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.meetings import LineProblem, Planned, ProblemKind, parse_plan
from tests.rules.brussels import BRUSSELS, shown, wall

NOW = wall("2026-09-01 12:00")
P = ProblemKind


def plan(text: str) -> tuple[Planned, ...]:
    read = parse_plan(text, NOW, BRUSSELS)
    assert read.problems == ()
    return read.planned


def kinds(text: str) -> list[ProblemKind]:
    return [problem.kind for problem in parse_plan(text, NOW, BRUSSELS).problems]


@pytest.mark.parametrize(
    "written",
    [
        "2027-01-19",
        "2027/1/19",
        "19/01/2027",
        "19-1-2027",
        "19.01.2027",
        "19/1/27",
        "19 januari 2027",
        "dinsdag 19 januari 2027",
        "le 19 janvier 2027",
        "Mardi 19 janvier 2027,",
        "Tuesday 19th January 2027",
        "di. 19/01/2027",
        "3. 2027-01-19",
        "- 2027-01-19",
    ],
)
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    expected = Planned(wall("2027-01-19 14:00"), wall("2027-01-19 16:30"), "Zaal")
    assert plan(f"{written} 14:00-16:30 Zaal") == (expected,)


@pytest.mark.parametrize(
    "written",
    [
        "14:00-16:30",
        "14:00 - 16:30",
        "14u-16u30",
        "14U–16U30",
        "14h–16h30",
        "14h00 - 16h30",
        "14.00-16.30",
        "14-16:30",
        "14 u 00 tot 16 u 30",
        "om 14 uur tot 16:30 uur",
        "van 14u tot 16u30",
        "de 14 h à 16 h 30",
        "de 14h jusqu'à 16h30",
        "from 14:00 to 16:30",
        "14\u00a0h — 16\u00a0h\u00a030",
    ],
)
def test_hours_are_read_as_people_write_them(written: str) -> None:
    expected = Planned(wall("2027-01-19 14:00"), wall("2027-01-19 16:30"), "Rue Haute 12")
    assert plan(f"2027-01-19 {written} Rue Haute 12") == (expected,)


@pytest.mark.parametrize(
    ("written", "venue"),
    [
        pytest.param("", None, id="none yet"),
        pytest.param(", ", None, id="only a comma"),
        pytest.param(
            " Huis & Haard <b>, Kerkstraat 12", "Huis & Haard <b>, Kerkstraat 12", id="as written"
        ),
        pytest.param(", Zaal 2", "Zaal 2", id="after a comma"),
        pytest.param(" 3e verdieping", "3e verdieping", id="that begins with a figure"),
        pytest.param(" – Maison 14-16", "Maison 14-16", id="after a dash"),
        pytest.param(" Za\u200bal\u202e", "Zaal", id="cleaned of what cannot be seen"),
    ],
)
def test_a_venue_may_be_told_or_not(written: str, venue: str | None) -> None:
    (planned,) = plan(f"2027-01-19 14:00-16:30{written}")
    assert planned.venue == venue


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("31/02/2027 14:00-16:30", P.BAD_DATE, id="31 February"),
        pytest.param("2027-02-29 14:00-16:30", P.BAD_DATE, id="no leap year"),
        pytest.param("2027-13-01 14:00-16:30", P.BAD_DATE, id="a thirteenth month"),
        pytest.param("31/02 14:00-16:30", P.BAD_DATE, id="no year"),
        pytest.param("19 januari 14:00-16:30", P.BAD_DATE, id="a month's name without year"),
        pytest.param("19/01/20277 14:00-16:30", P.BAD_DATE, id="a figure too many"),
        pytest.param("9999-01-01 14:00-16:30", P.YEAR_OUT_OF_RANGE, id="the year 9999"),
        pytest.param("2024-12-31 14:00-16:30", P.YEAR_OUT_OF_RANGE, id="two years back"),
        pytest.param("2030-01-01 14:00-16:30", P.YEAR_OUT_OF_RANGE, id="four years ahead"),
        pytest.param("2027-01-19 25:61-26:00", P.BAD_TIME, id="25:61"),
        pytest.param("2027-01-19 14:00-24:00", P.BAD_TIME, id="24:00"),
        pytest.param("2027-01-19 14:00 Zaal", P.BAD_TIME, id="no end"),
        pytest.param("2027-01-19 Zaal", P.BAD_TIME, id="no hours"),
        pytest.param("2027-01-19 14:00-16:305", P.BAD_TIME, id="a figure too many in the hours"),
        pytest.param("2027-01-19 16:30-14:00", P.END_BEFORE_START, id="the end first"),
        pytest.param("2027-01-19 14:00-14:00", P.END_BEFORE_START, id="no length"),
        pytest.param("see you soon", P.NOT_UNDERSTOOD, id="no plan at all"),
        pytest.param("\u200b", P.NOT_UNDERSTOOD, id="a line no one can see"),
        pytest.param("2027-01-19 14:00-16:30 " + "x" * 201, P.TOO_LONG, id="a long venue"),
        pytest.param("9" * 4000, P.TOO_LONG, id="a very long line"),
        pytest.param("every 5th Tuesday 14:00-16:30 from 2026-09-15", P.NOT_UNDERSTOOD, id="5th"),
        pytest.param("every Tuesday 14:00-16:30 from 2026-09-15", P.NOT_UNDERSTOOD, id="weekly"),
        pytest.param("every 3rd Tuesday 14:00-16:30 Zaal", P.BAD_DATE, id="a series from when?"),
        pytest.param("every 3rd Tuesday 14:00-16:30 from 31/02/2027", P.BAD_DATE, id="from 31/02"),
        pytest.param("every 3rd Tuesday from 2026-09-15 Zaal", P.BAD_TIME, id="a series at when?"),
        pytest.param(
            "every 3rd Tuesday 14:00-16:30 from 2027-03-01 until 2027-02-01",
            P.BAD_DATE,
            id="a series that ends before it begins",
        ),
        pytest.param(
            "every 3rd Tuesday 14:00-16:30 from 9999-09-15", P.YEAR_OUT_OF_RANGE, id="from 9999"
        ),
    ],
)
def test_a_line_that_cannot_be_planned_says_why(line: str, kind: ProblemKind) -> None:
    assert kinds(line) == [kind]


def test_last_year_and_three_years_ahead_can_be_planned() -> None:
    assert len(plan("2025-01-01 14:00-16:00\n2029-12-31 14:00-16:00")) == 2


def test_problems_carry_their_line_and_the_other_lines_are_read() -> None:
    read = parse_plan(
        "\n2027-01-19 14:00-16:30\n\n31/02/2027 14:00-16:30\nhello\n2027-02-16 14:00-16:30",
        NOW,
        BRUSSELS,
    )
    assert [shown(one.start) for one in read.planned] == ["2027-01-19 14:00", "2027-02-16 14:00"]
    assert read.problems == (LineProblem(4, P.BAD_DATE), LineProblem(5, P.NOT_UNDERSTOOD))


@pytest.mark.parametrize(
    "written",
    [
        "every 3rd Tuesday 14:00-16:30 from 2026-09-15 Zaal",
        "every third Tuesday of the month, from 15/09/2026, 14:00-16:30, Zaal",
        "elke 3e dinsdag 14u-16u30 vanaf 15-9-2026 Zaal",
        "Elke 3de dinsdag van 14u tot 16u30 vanaf dinsdag 15 september 2026 Zaal",
        "elke derde dinsdag van de maand vanaf 2026-09-15 14.00-16.30 Zaal",
        "chaque 3e mardi 14h-16h30 à partir du 15/09/2026 Zaal",
        "chaque 3ème mardi du mois de 14 h à 16 h 30 dès le 15 septembre 2026, Zaal",
        "chaque troisième mardi 14h–16h30 a partir du 15/09/2026 Zaal",
        "tous les 3es mardis 14h00 - 16h30 dès le 15/09/2026 Zaal",
        "tous les troisièmes mardis du mois, 14h-16h30, dès 15/09/2026 Zaal",
    ],
)
def test_a_series_plans_the_ten_meetings_of_a_cycle(written: str) -> None:
    planned = plan(written)
    assert [shown(one.start)[:10] for one in planned] == [
        "2026-09-15",
        "2026-10-20",
        "2026-11-17",
        "2026-12-15",
        "2027-01-19",
        "2027-02-16",
        "2027-03-16",
        "2027-04-20",
        "2027-05-18",
        "2027-06-15",
    ]
    assert {(shown(one.start)[11:], shown(one.end)[11:], one.venue) for one in planned} == {
        ("14:00", "16:30", "Zaal")
    }


@pytest.mark.parametrize(
    ("written", "days"),
    [
        pytest.param(
            "elke laatste vrijdag 9u-12u vanaf 1/4/2027",
            ["2027-04-30", "2027-05-28", "2027-06-25"],
            id="the last of each month, until June",
        ),
        pytest.param(
            "chaque dernier lundi 9h-12h dès le 01/06/2027 jusqu'au 30/09/2027",
            ["2027-06-28", "2027-09-27"],
            id="past the summer when it is said until when",
        ),
        pytest.param(
            "every 1st Monday 9:00-12:00 from 2027-05-04",
            ["2027-06-07"],
            id="the month's day has passed",
        ),
        pytest.param(
            "chaque 1er lundi 9h-12h dès le 07/06/2027",
            ["2027-06-07"],
            id="the first date counts",
        ),
    ],
)
def test_a_series_begins_and_ends(written: str, days: list[str]) -> None:
    assert [shown(one.start)[:10] for one in plan(written)] == days


def test_a_series_that_begins_in_summer_waits_for_september() -> None:
    planned = plan("every 2nd Tuesday 14:00-16:30 from 2027-07-01")
    assert [shown(planned[i].start)[:7] for i in (0, -1)] == ["2027-09", "2028-06"]
    assert len(planned) == 10


def test_a_series_keeps_its_hours_over_the_change_of_the_hour() -> None:
    planned = plan("every 3rd Tuesday 14:00-16:30 from 2026-10-01")
    assert planned[1].start - planned[0].start == timedelta(days=28, hours=1)


def test_a_time_that_clocks_skip_moves_on_with_its_end() -> None:
    (planned,) = plan("2027-03-28 02:30-03:15")
    assert (shown(planned.start), shown(planned.end)) == ("2027-03-28 03:30", "2027-03-28 04:15")


def test_a_time_that_comes_twice_is_the_first() -> None:
    (planned,) = plan("2026-10-25 02:30-05:00")
    assert planned.start == wall("2026-10-25 02:30")


@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)), st.integers(0, 23), st.integers(0, 58))
def test_every_day_and_hour_written_is_the_one_planned(day: date, hour: int, minute: int) -> None:
    lines = [
        f"{day} {hour:02}:{minute:02}-23:59",
        f"{day:%d/%m/%Y} {hour}u{minute:02} - 23u59",
        f"{day.day}.{day.month}.{day.year} {hour}h{minute:02}–23h59",
    ]
    planned = plan("\n".join(lines))
    assert len(set(planned)) == 1
    skipped = (day.month, hour) == (3, 2) and planned[0].start.hour == 1
    assert skipped or shown(planned[0].start) == f"{day} {hour:02}:{minute:02}"


fragments = st.sampled_from(
    [
        "2027-01-19",
        "31/02",
        "every 3rd",
        "Tuesday",
        "from",
        "14:00",
        "-",
        "tot",
        "16u30",
        "\n",
        "le",
    ]
)


@given(st.lists(fragments | st.text(max_size=8), max_size=20).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    read = parse_plan(text, NOW, BRUSSELS)
    assert all(one.start < one.end for one in read.planned)
    assert all(1 <= problem.line_number <= len(text.splitlines()) for problem in read.problems)
