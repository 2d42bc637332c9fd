"""When a cycle is over, how long its evaluation is open, and when it closes by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import closing
from bot.rules.closing import EVALUATION_OPEN_FOR, LONGEST_PAUSE, Cycle, Refusal
from bot.rules.members import Role

END = datetime(2027, 6, 15, 14, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = timedelta(days=30)
WHOLE = Cycle(10, END, is_closed=False)
PART = Cycle(5, END, is_closed=False)
CLOSED = Cycle(10, END, is_closed=True)
CANCELLED = Cycle(10, None, is_closed=False)


@pytest.mark.parametrize(
    ("cycle", "now", "refused"),
    [
        pytest.param(WHOLE, END, None, id="over"),
        pytest.param(PART, END, None, id="planned in part, over"),
        pytest.param(WHOLE, END - DAY, Refusal.NOT_OVER, id="a meeting is to come"),
        pytest.param(CLOSED, END + DAY, Refusal.CLOSED, id="closed before"),
        pytest.param(CANCELLED, END, Refusal.NO_MEETING, id="every meeting was cancelled"),
    ],
)
def test_a_cycle_is_closed_once_and_after_its_last_meeting(
    cycle: Cycle, now: datetime, refused: Refusal | None
) -> None:
    assert closing.refusal(cycle, now) is refused


@pytest.mark.parametrize(
    ("cycle", "retention", "now", "is_open"),
    [
        pytest.param(WHOLE, MONTH, END, True, id="from the end on"),
        pytest.param(WHOLE, MONTH, END - DAY, False, id="not before"),
        pytest.param(WHOLE, MONTH, END + MONTH, False, id="not once the answers are forgotten"),
        pytest.param(
            WHOLE, timedelta(), END + EVALUATION_OPEN_FOR - DAY, True, id="at least four weeks"
        ),
        pytest.param(PART, MONTH, END, False, id="not of half a cycle"),
        pytest.param(Cycle(8, END, is_closed=False), MONTH, END, True, id="of eight meetings"),
        pytest.param(CLOSED, MONTH, END, False, id="not once it is closed"),
        pytest.param(CANCELLED, MONTH, END, False, id="not of a cycle that was cancelled"),
    ],
)
def test_the_evaluation_is_open_after_a_whole_cycle(
    cycle: Cycle, retention: timedelta, now: datetime, is_open: bool
) -> None:
    assert closing.is_open(cycle, retention, now) is is_open


@pytest.mark.parametrize(
    ("cycle", "retention", "at"),
    [
        pytest.param(WHOLE, MONTH, END + MONTH, id="with what is erased"),
        pytest.param(WHOLE, DAY, END + EVALUATION_OPEN_FOR, id="not while it can be evaluated"),
        pytest.param(PART, MONTH, END + LONGEST_PAUSE, id="half a cycle may go on after a pause"),
        pytest.param(CLOSED, MONTH, None, id="not twice"),
        pytest.param(CANCELLED, MONTH, None, id="not one without a meeting"),
    ],
)
def test_a_cycle_that_nobody_closes_closes_by_itself(
    cycle: Cycle, retention: timedelta, at: datetime | None
) -> None:
    assert closing.closes_at(cycle, retention) == at


@pytest.mark.parametrize("role", Role)
def test_all_but_moderators_leave_who_do_not_accept_a_new_cycle(role: Role) -> None:
    assert closing.must_accept(role) is (role is not Role.MODERATOR)


def test_four_answers_are_not_shown_and_five_are() -> None:
    assert closing.shown({"yes": 4, "no": 0}) is None
    assert closing.shown({"yes": 4, "no": 1}) == {"yes": 4, "no": 1}
