from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.meetings import (
    Change,
    ChangeField,
    ChangeProblem,
    Meeting,
    Planned,
    PlanRefusal,
    PlanWarning,
    ProblemKind,
    WarningKind,
    holiday_name,
    is_over,
    merge,
    move_warnings,
    moved,
    parse_change,
    refusal,
    renumber,
    warnings,
)
from tests.rules.brussels import BRUSSELS, wall

NOW = wall("2026-09-01 12:00")


def at(day: str, begins: str = "14:00", ends: str = "16:30", venue: str | None = None) -> Planned:
    return Planned(wall(f"{day} {begins}"), wall(f"{day} {ends}"), venue)


def standing(
    number: int, planned: Planned, *, cancelled: bool = False, venue: str | None = None
) -> Meeting:
    return Meeting(number, planned.start, planned.end, venue or planned.venue, cancelled)


MONTHLY = [at(f"{year}-{month:02}-13") for year, month in [(2026, m) for m in (10, 11, 12)]]
MONTHLY += [at(f"2027-{month:02}-13") for month in (1, 2, 3, 4, 5, 6)]
CYCLE = [standing(number, planned) for number, planned in enumerate(MONTHLY, 1)]


def warned(*planned: Planned, existing: list[Meeting] | None = None) -> list[PlanWarning]:
    known = CYCLE if existing is None else existing
    return list(warnings(planned, known, NOW, BRUSSELS))


@pytest.mark.parametrize(
    ("planned", "kind"),
    [
        pytest.param(at("2026-11-11"), WarningKind.PUBLIC_HOLIDAY, id="Armistice Day"),
        pytest.param(at("2027-05-06"), WarningKind.PUBLIC_HOLIDAY, id="Ascension Day"),
        pytest.param(at("2026-08-31"), WarningKind.PAST, id="yesterday"),
        pytest.param(at("2027-06-12"), WarningKind.WEEKEND, id="a Saturday"),
        pytest.param(at("2027-07-05"), WarningKind.OUTSIDE_CYCLE, id="in July"),
    ],
)
def test_moderators_are_warned(planned: Planned, kind: WarningKind) -> None:
    day = planned.start.astimezone(BRUSSELS).date()
    assert PlanWarning(kind, day) in warned(planned)


def test_an_ordinary_day_gives_no_warning() -> None:
    assert warned(at("2027-06-14")) == []


def test_two_lines_on_one_day_are_one_warning() -> None:
    assert warned(at("2027-06-14"), at("2027-06-14", "18:00", "19:00")) == [
        PlanWarning(WarningKind.SAME_DAY, date(2027, 6, 14))
    ]


def test_a_line_that_only_moves_a_meeting_to_another_hour_is_no_second_one() -> None:
    assert warned(at("2026-10-13", "18:00", "20:00")) == []


def test_a_second_line_on_a_day_that_has_a_meeting_is_pointed_out() -> None:
    taken = PlanWarning(WarningKind.SAME_DAY, date(2026, 10, 13))
    assert warned(at("2026-10-13"), at("2026-10-13", "18:00", "20:00")) == [taken]


def test_a_meeting_that_moves_to_the_day_of_another_is_pointed_out() -> None:
    taken = PlanWarning(WarningKind.SAME_DAY, date(2026, 10, 13))
    assert move_warnings(at("2026-10-13", "18:00", "20:00"), CYCLE, NOW, BRUSSELS) == (taken,)


def test_a_plan_sent_again_stays_quiet() -> None:
    held = standing(20, at("2026-08-31"))
    assert warned(*MONTHLY, at("2026-08-31"), existing=[*CYCLE, held]) == []


def test_a_short_cycle_is_pointed_out_last() -> None:
    assert warned(at("2026-11-11"), existing=[]) == [
        PlanWarning(WarningKind.PUBLIC_HOLIDAY, date(2026, 11, 11)),
        PlanWarning(WarningKind.FEWER_THAN_8),
    ]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        pytest.param("nl", "Wapenstilstand", id="in Dutch"),
        pytest.param("fr", "Jour de l'Armistice", id="in French"),
        pytest.param("en", "Armistice Day", id="in English"),
    ],
)
def test_a_holiday_is_named(language: str, name: str) -> None:
    assert holiday_name(date(2026, 11, 11), language) == name


def test_other_days_have_no_name() -> None:
    assert holiday_name(date(2026, 11, 12), "nl") is None


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        pytest.param([], PlanRefusal.NOTHING_PLANNED, id="an empty plan"),
        pytest.param(["2027-06-14"], None, id="a tenth meeting"),
        pytest.param(["2027-06-14", "2027-06-15", "2027-06-16"], None, id="a twelfth"),
        pytest.param(
            ["2027-06-14", "2027-06-15", "2027-06-16", "2027-06-17"],
            PlanRefusal.TOO_MANY,
            id="a thirteenth",
        ),
    ],
)
def test_a_cycle_holds_twelve_at_most(new: list[str], refused: PlanRefusal | None) -> None:
    assert refusal([at(day) for day in new], CYCLE, BRUSSELS) is refused


def test_lines_that_update_do_not_make_a_cycle_longer() -> None:
    assert refusal(
        [*MONTHLY, *(at(f"2027-06-{day}") for day in (14, 15, 16))], CYCLE, BRUSSELS
    ) is (None)


def test_a_plan_adds_moves_and_leaves() -> None:
    known = [
        standing(1, at("2026-10-13"), venue="Zaal"),
        standing(2, at("2026-11-13"), venue="Zaal"),
        standing(3, at("2026-12-11"), venue="Zaal"),
        standing(4, at("2027-01-13"), cancelled=True),
    ]
    lines = [
        at("2027-01-13"),
        at("2026-10-13", "15:00", "17:00"),
        at("2026-11-13", venue="Elders"),
        at("2026-12-11"),
    ]
    merged = merge(known, lines, BRUSSELS)
    assert merged.added == (at("2027-01-13"),)
    assert [update.meeting.id for update in merged.moved] == [1]
    assert [(u.meeting.id, u.planned.venue) for u in merged.venue_changed] == [(2, "Elders")]
    assert [meeting.id for meeting in merged.unchanged] == [3]


def test_of_two_meetings_on_a_day_a_line_updates_the_nearer() -> None:
    known = [
        standing(1, at("2026-10-13", "10:00", "12:00")),
        standing(2, at("2026-10-13", "18:00", "20:00")),
    ]
    merged = merge(known, [at("2026-10-13", "17:30", "20:00")], BRUSSELS)
    assert [update.meeting.id for update in merged.moved] == [2]


def test_a_second_line_on_a_day_is_a_second_meeting() -> None:
    merged = merge([], [at("2026-10-13"), at("2026-10-13", "18:00", "19:00")], BRUSSELS)
    assert len(merged.added) == 2


def test_a_day_is_the_one_in_brussels() -> None:
    known = [standing(1, at("2026-10-13", "00:30", "01:00"))]
    assert merge(known, [at("2026-10-12", "23:00", "23:30")], BRUSSELS).moved == ()


planned_meetings = st.builds(
    lambda day, hour, venue: at(
        str(date(2026, 9, 1) + timedelta(days=day)), f"{hour:02}:00", f"{hour + 1:02}:00", venue
    ),
    st.integers(0, 40),
    st.integers(8, 20),
    st.none() | st.sampled_from(["Zaal", "Huis"]),
)


@given(st.lists(planned_meetings, max_size=12), st.lists(planned_meetings, max_size=12))
def test_every_line_is_merged_once_and_updates_a_meeting_of_its_own(
    before: list[Planned], lines: list[Planned]
) -> None:
    known = [standing(number, planned) for number, planned in enumerate(before)]
    merged = merge(known, lines, BRUSSELS)
    updates = [*merged.moved, *merged.venue_changed]
    assert len(merged.added) + len(updates) + len(merged.unchanged) == len(lines)
    touched = [update.meeting.id for update in updates] + [one.id for one in merged.unchanged]
    assert len(touched) == len(set(touched))


def test_a_moved_meeting_asks_everyone_again_but_another_venue_does_not() -> None:
    before = at("2026-10-13", venue="Zaal")
    assert moved(before, at("2026-10-14", venue="Zaal"))
    assert moved(before, at("2026-10-13", ends="17:00", venue="Zaal"))
    assert not moved(before, at("2026-10-13", venue="Elders"))


def test_meetings_are_numbered_by_date_and_cancelled_ones_are_not() -> None:
    known = [
        standing(7, at("2026-12-11")),
        standing(8, at("2026-10-13")),
        standing(9, at("2026-11-13"), cancelled=True),
    ]
    numbered = [(one.meeting.id, one.number, one.total) for one in renumber(known)]
    assert numbered == [(8, 1, 10), (7, 2, 10)]


@pytest.mark.parametrize(("planned", "total"), [(1, 10), (7, 10), (8, 8), (9, 9), (12, 12)])
def test_a_whole_cycle_counts_its_meetings_and_a_part_of_one_counts_to_ten(
    planned: int, total: int
) -> None:
    known = [standing(day, at(f"2026-10-{day}")) for day in range(10, 10 + planned)]
    assert {one.total for one in renumber(known)} == {total}


def test_a_meeting_is_over_at_its_end() -> None:
    meeting = standing(1, at("2026-10-13"))
    assert not is_over(meeting, meeting.end - timedelta(seconds=1))
    assert is_over(meeting, meeting.end)


F, P = ChangeField, ProblemKind
MEETING = standing(1, at("2026-10-13"))


def change(values: dict[ChangeField, str]) -> Change | tuple[ChangeProblem, ...]:
    return parse_change(MEETING, values, NOW, BRUSSELS)


@pytest.mark.parametrize(
    ("values", "day", "begins", "ends"),
    [
        pytest.param({F.DATE: "3/11/2026"}, "2026-11-03", "14:00", "16:30", id="the hours stay"),
        pytest.param({F.TIME: "9u-12u"}, "2026-10-13", "09:00", "12:00", id="other hours"),
        pytest.param({F.TIME: "15h"}, "2026-10-13", "15:00", "17:30", id="the length stays"),
        pytest.param(
            {F.DATE: "mardi 3 novembre 2026", F.TIME: "de 10h à 12h"},
            "2026-11-03",
            "10:00",
            "12:00",
            id="both",
        ),
    ],
)
def test_a_meeting_is_moved(
    values: dict[ChangeField, str], day: str, begins: str, ends: str
) -> None:
    planned = at(day, begins, ends)
    assert change(values) == Change(planned.start, planned.end, {})


def test_texts_are_changed_and_taken_away() -> None:
    texts = {F.VENUE: " Zaal  <b>2</b> ", F.THEME: "-", F.SPEAKER: "Dr. Peeters"}
    assert change(texts) == Change(
        MEETING.start,
        MEETING.end,
        {F.VENUE: "Zaal <b>2</b>", F.THEME: None, F.SPEAKER: "Dr. Peeters"},
    )


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        pytest.param(
            {F.SPEAKER_THEME: " Schulden ", F.SPEAKER_LANGUAGE: "fr"},
            {F.SPEAKER_THEME: "Schulden", F.SPEAKER_LANGUAGE: "fr"},
            id="added",
        ),
        pytest.param({F.SPEAKER_LANGUAGE: "-"}, {F.SPEAKER_LANGUAGE: None}, id="taken away"),
        pytest.param(
            {F.SPEAKER: "-", F.SPEAKER_THEME: "Schulden"},
            {F.SPEAKER: None, F.SPEAKER_THEME: None, F.SPEAKER_LANGUAGE: None},
            id="gone with the speaker",
        ),
    ],
)
def test_a_speaker_has_a_theme_and_a_language(
    values: dict[ChangeField, str], texts: dict[ChangeField, str | None]
) -> None:
    assert change(values) == Change(MEETING.start, MEETING.end, texts)


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        pytest.param(F.DATE, "31/02/2027", P.BAD_DATE, id="a day that is none"),
        pytest.param(F.DATE, "2026-11-03 and more", P.BAD_DATE, id="more than a date"),
        pytest.param(F.DATE, "9999-01-01", P.YEAR_OUT_OF_RANGE, id="a far year"),
        pytest.param(F.DATE, "soon", P.NOT_UNDERSTOOD, id="no date"),
        pytest.param(F.DATE, "", P.NOT_UNDERSTOOD, id="an empty date"),
        pytest.param(F.TIME, "25:61", P.BAD_TIME, id="a time that is none"),
        pytest.param(F.TIME, "14:00-16:00 Zaal", P.BAD_TIME, id="more than a time"),
        pytest.param(F.TIME, "16:00-14:00", P.END_BEFORE_START, id="an end before the start"),
        pytest.param(F.TIME, "22:00", P.END_BEFORE_START, id="a start that runs past midnight"),
        pytest.param(F.THEME, "x" * 121, P.TOO_LONG, id="a long theme"),
        pytest.param(F.SPEAKER_THEME, "x" * 121, P.TOO_LONG, id="a speaker's long theme"),
        pytest.param(F.SPEAKER_LANGUAGE, "de", P.NOT_UNDERSTOOD, id="a language we don't speak"),
        pytest.param(F.VENUE, "x" * 5000, P.TOO_LONG, id="a very long venue"),
        pytest.param(F.DATE, "1" * 5000, P.TOO_LONG, id="a very long date"),
    ],
)
def test_what_cannot_be_read_is_named(field: ChangeField, value: str, kind: ProblemKind) -> None:
    assert change({field: value, F.SPEAKER: "An"}) == (ChangeProblem(field, kind),)


def test_another_date_keeps_the_wall_clock_over_the_change_of_the_hour() -> None:
    changed = change({F.DATE: "2026-10-27"})
    assert isinstance(changed, Change)
    assert changed.start - MEETING.start == timedelta(days=14, hours=1)
    assert changed.start.tzinfo is UTC


@given(st.dictionaries(st.sampled_from(ChangeField), st.text(max_size=80)))
def test_any_values_are_read_or_refused(values: dict[ChangeField, str]) -> None:
    changed = change(values)
    if isinstance(changed, Change):
        assert changed.start < changed.end
        assert isinstance(changed.start, datetime)
