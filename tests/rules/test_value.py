"""When an answer about a meeting's value counts, and when its counts are shown."""

from datetime import datetime, timedelta

import pytest

from bot.rules.meetings import Meeting
from bot.rules.value import OPEN_FOR, Refusal, Value, refusal, shown
from tests.rules.brussels import wall

START, END = wall("2027-01-19 14:00"), wall("2027-01-19 16:30")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "cancelled", "was_there", "expected"),
    [
        pytest.param(START, False, True, None, id="from its beginning"),
        pytest.param(END + OPEN_FOR - SECOND, False, True, None, id="the last moment"),
        pytest.param(START - SECOND, False, True, Refusal.NOT_BEGUN, id="before it began"),
        pytest.param(END + OPEN_FOR, False, True, Refusal.CLOSED, id="too long ago"),
        pytest.param(END, True, True, Refusal.CANCELLED, id="cancelled"),
        pytest.param(END, False, False, Refusal.NOT_THERE, id="missed"),
        pytest.param(START - SECOND, False, False, Refusal.NOT_BEGUN, id="missed, not begun"),
    ],
)
def test_an_answer_counts_from_who_was_there_for_four_weeks(
    now: datetime, cancelled: bool, was_there: bool, expected: Refusal | None
) -> None:
    meeting = Meeting(1, START, END, cancelled=cancelled)

    assert refusal(meeting, now, was_there=was_there) is expected


@pytest.mark.parametrize(
    ("counts", "is_shown"),
    [
        pytest.param({}, False, id="none"),
        pytest.param({Value.USEFUL: 4}, False, id="four alike"),
        pytest.param({Value.USEFUL: 2, Value.IDEA: 2}, False, id="two and two"),
        pytest.param({Value.USEFUL: 3, Value.IDEA: 2}, True, id="five"),
    ],
)
def test_counts_are_shown_from_five_answers(counts: dict[Value, int], is_shown: bool) -> None:
    assert shown(counts) == (counts if is_shown else None)
