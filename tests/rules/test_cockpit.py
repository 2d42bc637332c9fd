"""What moderators may still change, and which of their actions are shown."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.cockpit import Action, LogEntry, Standing, Verdict, may_change, recent

NOW = datetime(2027, 1, 10, 9, tzinfo=UTC)
DUE = NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("standing", "verdict"),
    [
        pytest.param(Standing(DUE, is_done=False), Verdict.OPEN, id="still to come"),
        pytest.param(Standing(DUE, is_done=True), Verdict.SENT, id="sent"),
        pytest.param(Standing(NOW, is_done=False), Verdict.MOVED, id="at another moment now"),
        pytest.param(None, Verdict.MOVED, id="no more, the meeting was cancelled"),
    ],
)
def test_a_step_is_changed_only_at_the_moment_it_was_shown_for(
    standing: Standing | None, verdict: Verdict
) -> None:
    assert may_change(standing, DUE) is verdict


def entry(days_ago: float) -> LogEntry:
    return LogEntry(Action.TICKED, "Mo", NOW - timedelta(days=days_ago), 3, NOW)


def test_the_last_five_entries_of_two_weeks_are_shown_newest_first() -> None:
    done = [entry(days) for days in (14, 3, 1, 13.9, 5, 2, 4, -1)]

    assert [(NOW - one.at).days for one in recent(done, NOW)] == [1, 2, 3, 4, 5]
    assert recent([entry(14), entry(20)], NOW) == ()
