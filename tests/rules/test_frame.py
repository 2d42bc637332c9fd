"""What can take a place in the frame, and what of a rhythm that is changed still falls due."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import frame as rules
from bot.rules.frame import LONGEST, LONGEST_QUESTION, QUESTIONS, TEXTS, Frame, Planned, Problem
from bot.rules.rhythm import STEPS, Step

USUAL = {"case": timedelta(days=30), "agenda": timedelta(days=14), "eve": timedelta(days=1)}
SIX = "\n".join(f"{n}/6 · Question?" for n in range(1, 7))
NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)


def at(days: int) -> datetime:
    return NOW + timedelta(days=days)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        pytest.param(Frame.AGREEMENT, "We agree.", None, id="some words"),
        pytest.param(Frame.AGREEMENT, "", Problem.EMPTY, id="nothing"),
        pytest.param(Frame.AGREEMENT, "é" * 2000, None, id="as long as can be"),
        pytest.param(Frame.AGREEMENT, "é" * 2001, Problem.TOO_LONG, id="too long"),
        pytest.param(Frame.AGREEMENT, "🙂" * 1001, Problem.TOO_LONG, id="emoji count double"),
        pytest.param(Frame.HANDOVER, SIX, None, id="six questions"),
        pytest.param(Frame.HANDOVER, SIX.replace("\n", "\n\n"), None, id="with empty lines"),
        pytest.param(Frame.HANDOVER, f"{SIX}\nOne more?", Problem.WRONG_NUMBER, id="seven"),
        pytest.param(Frame.SUMMARY, SIX, Problem.WRONG_NUMBER, id="six where four are asked"),
        pytest.param(
            Frame.SUMMARY,
            f"a\nb\nc\n{'d' * (LONGEST_QUESTION + 1)}",
            Problem.LONG_QUESTION,
            id="one long question",
        ),
    ],
)
def test_a_text_takes_its_place_or_it_is_said_why_not(
    key: Frame, text: str, expected: Problem | None
) -> None:
    assert rules.problem(key, text) is expected


def test_every_text_has_a_limit_and_forms_have_room_for_their_questions() -> None:
    assert set(LONGEST) == set(TEXTS)
    for key, fields in QUESTIONS.items():
        assert LONGEST[key] >= len(fields) * LONGEST_QUESTION + len(fields) - 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends of other machines"),
        pytest.param(" a \n\n\n\n b ", "a\n\nb", id="edges and many empty lines"),
        pytest.param("\ufeffa\x00b\u202ec", "abc", id="what is not drawn, or turns text around"),
        pytest.param("« l’équipe » – …", "« l’équipe » – …", id="typography stays"),
        pytest.param("👩‍⚕️", "👩‍⚕️", id="a joined emoji stays"),
        pytest.param(" \n\t ", "", id="nothing"),
    ],
)
def test_a_text_is_kept_as_plain_lines(typed: str, kept: str) -> None:
    assert rules.clean(typed) == kept


def test_each_shift_of_the_rhythm_stands_over_those_before_it() -> None:
    merged = rules.rhythm(USUAL, {"case": timedelta(days=40), "eve": None}, {"eve": timedelta(2)})

    assert merged == {**USUAL, "case": timedelta(days=40), "eve": timedelta(days=2)}


@pytest.mark.parametrize(
    ("away", "written"),
    [
        (timedelta(days=14), "14d"),
        (timedelta(hours=36), "36h"),
        (timedelta(minutes=90), "90m"),
        (None, "off"),
    ],
)
def test_a_distance_is_written_as_the_setting_has_it(away: timedelta | None, written: str) -> None:
    assert rules.amount(away) == written


@pytest.mark.parametrize(
    ("shift", "nobody"),
    [
        pytest.param({}, False, id="the usual"),
        pytest.param({"case": timedelta(days=14)}, True, id="call on the day of the agenda"),
        pytest.param({"case": None}, True, id="no call"),
        pytest.param({"agenda": None}, True, id="no agenda"),
    ],
)
def test_a_call_that_does_not_come_before_the_agenda_calls_nobody(
    shift: dict[str, timedelta | None], nobody: bool
) -> None:
    assert rules.allows_no_cases(rules.rhythm(USUAL, shift)) is nobody


@pytest.mark.parametrize(
    ("before", "due", "expected"),
    [
        pytest.param({}, {"eve": at(3)}, {"eve": at(3)}, id="all is still to come"),
        pytest.param(
            {"nudge": Planned(at(-1), True)},
            {"nudge": at(2), "eve": at(3)},
            {"eve": at(3)},
            id="what was done is not done again",
        ),
        pytest.param(
            {"eve": Planned(at(3), False)}, {}, {}, id="what is switched off falls due no more"
        ),
        pytest.param(
            {"case": Planned(at(-1), True), "agenda": Planned(at(5), False)},
            {},
            {"agenda": at(5)},
            id="an urn that people may have used is opened all the same",
        ),
        pytest.param(
            {"case": Planned(at(-1), True), "agenda": Planned(at(5), False)},
            {"agenda": at(2)},
            {"agenda": at(2)},
            id="and on the new day where there is one",
        ),
        pytest.param(
            {"case": Planned(at(1), False), "agenda": Planned(at(5), False)},
            {},
            {},
            id="where nobody was called, nothing is opened",
        ),
    ],
)
def test_a_changed_rhythm_moves_what_is_still_to_come(
    before: dict[str, Planned], due: dict[str, datetime], expected: dict[str, datetime]
) -> None:
    assert rules.replanned(before, due) == expected


def test_every_change_of_the_agreement_has_a_version_of_its_own() -> None:
    assert [rules.agreement_version(n) for n in range(3)] == ["2026-1", "2026-2", "2026-3"]


def test_the_frame_says_how_far_every_step_is() -> None:
    assert set(STEPS) == {
        Step.CASE,
        Step.AGENDA,
        Step.NUDGE,
        Step.EVE,
        Step.AFTER,
        Step.PROMPT,
    }
