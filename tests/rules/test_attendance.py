"""What a list says of a person, and whose ticks count."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.attendance import Listed, Mark, Tally, is_complete, mark, merge_ticks, tally

END = datetime(2026, 10, 6, 14, 30, tzinfo=UTC)
EARLIER, LATER = END - timedelta(days=30), END + timedelta(days=1)


@pytest.mark.parametrize(
    ("was_present", "is_saved", "partner", "registered", "said"),
    [
        pytest.param(True, True, False, EARLIER, Mark.THERE, id="ticked"),
        pytest.param(True, True, True, EARLIER, Mark.THERE, id="both of a duo came"),
        pytest.param(False, True, False, EARLIER, Mark.ABSENT, id="not ticked on a saved list"),
        pytest.param(False, True, True, EARLIER, Mark.PARTNER, id="the duo partner came"),
        pytest.param(None, False, False, EARLIER, Mark.UNTICKED, id="no list yet"),
        pytest.param(None, False, False, LATER, Mark.BEFORE, id="registered later, no list"),
        pytest.param(None, False, False, END, Mark.BEFORE, id="registered as it ended"),
        pytest.param(None, True, False, LATER, Mark.BEFORE, id="registered later"),
        pytest.param(None, True, True, LATER, Mark.BEFORE, id="became a partner later"),
        pytest.param(None, True, False, EARLIER, Mark.BEFORE, id="saved before they registered"),
    ],
)
def test_a_list_says_of_a_person(
    was_present: bool | None, is_saved: bool, partner: bool, registered: datetime, said: Mark
) -> None:
    assert mark(Listed(was_present, is_saved, partner, registered, END)) is said


def test_only_meetings_with_a_list_count_and_only_those_attended_last() -> None:
    long, short = timedelta(hours=2, minutes=30), timedelta(hours=1)
    marked = [
        (Mark.THERE, long),
        (Mark.THERE, short),
        (Mark.ABSENT, long),
        (Mark.PARTNER, long),
        (Mark.UNTICKED, long),
        (Mark.BEFORE, long),
    ]

    assert tally(marked) == Tally(there=2, number=4, time=timedelta(hours=3, minutes=30))
    assert tally([]) == Tally(0, 0, timedelta())


@pytest.mark.parametrize(
    ("begun_from", "ticked", "saved", "both"),
    [
        pytest.param({1}, {1, 2}, {1, 3}, {1, 2, 3}, id="each ticked another"),
        pytest.param({1, 2}, {1}, {1, 2, 3}, {1, 3}, id="one unticked, the other ticked"),
        pytest.param({1}, {1, 2}, {1, 2}, {1, 2}, id="both ticked the same"),
        pytest.param({1, 2}, {1}, {1}, {1}, id="both unticked the same"),
        pytest.param({1}, {1}, {2}, {2}, id="nothing of one's own"),
        pytest.param({1}, {2}, {1}, {2}, id="nothing of the other"),
    ],
)
def test_of_two_who_tick_at_once_nothing_is_lost(
    begun_from: set[int], ticked: set[int], saved: set[int], both: set[int]
) -> None:
    assert merge_ticks(begun_from, ticked, saved) == both


@pytest.mark.parametrize(
    ("now", "is_saved", "complete"),
    [
        pytest.param(END, True, True, id="over and saved"),
        pytest.param(END - timedelta(minutes=1), True, False, id="saved before it was over"),
        pytest.param(LATER, False, False, id="over and not saved"),
    ],
)
def test_a_record_is_proved_once_the_last_meeting_is_over_and_ticked(
    now: datetime, is_saved: bool, complete: bool
) -> None:
    assert is_complete(END, now, is_saved=is_saved) is complete
