"""The story peoples a world by links, forms and buttons alone."""

from datetime import date, timedelta

import pytest

from bot.playground.clock import BRUSSELS, MovableClock, season_begins
from bot.playground.page_views import Cast
from bot.playground.story.background import is_call
from bot.playground.story.cycle import cycle, first_meeting
from bot.playground.story.other_communities import meetings_of_zuid
from bot.playground.story.people import (
    COORDINATOR,
    DUO,
    LEAD,
    MEMBERS,
    MODERATORS,
    ON_THE_PAGE,
    VISITOR,
)
from bot.playground.story.script import play_story
from bot.playground.telegram import Telegram
from tests.playground.toy import toy_bot

ASKED = (*DUO, *MODERATORS[:1], *MEMBERS[:2])


async def test_the_story_founds_registers_plans_meets_and_answers() -> None:
    clock = MovableClock(season_begins(date(2026, 11, 22), BRUSSELS))
    async with Telegram.start(now=clock) as telegram:
        cast: Cast = {}
        told: list[str | None] = []
        async with toy_bot(telegram, clock, frozenset()):
            group = await play_story(telegram, clock, cast, told.append, neighbours=False)
        world = telegram.world
        assert list(dict.fromkeys(told)) == [
            "founding",
            "registering",
            "planning",
            "meeting",
            "answering",
            "calling",
            None,
        ]
        assert {one.user_id for one in (*MEMBERS, *DUO, LEAD)} <= set(group.members)
        assert group.pinned
        assert "2 van 10" in group.pinned.text
        assert "✅ 3" in group.pinned.text
        assert clock().astimezone(BRUSSELS).strftime("%A %H:%M") == "Wednesday 09:40"
        assert world.people[DUO[0].user_id].chat.messages[-2].button("✏️")
        assert world.people[MODERATORS[0].user_id].chat.messages[-2].button("✅")
        assert all(is_call(world.people[one.user_id].chat.messages[-1]) for one in ASKED)
        assert not world.people[VISITOR.user_id].chat.started
        assert len(cast) == len(world.people)
        assert world.complaints == []
        assert [one.error for one in world.calls if not one.ok] == []


def test_who_hands_over_and_all_they_need_for_it_are_on_the_page() -> None:
    shown = [one for one in ON_THE_PAGE if one.shown]
    assert tuple(shown[:2]) == DUO
    assert {one.role for one in shown} >= {"duo", "member", "moderator", "coordinator"}
    assert COORDINATOR in {one.user_id for one in shown}


@pytest.mark.parametrize(
    ("today", "third"),
    [
        pytest.param(date(2026, 9, 1), date(2026, 9, 15), id="as early as can be"),
        pytest.param(date(2027, 9, 7), date(2027, 9, 21), id="as late as can be"),
        pytest.param(date(2026, 9, 15), date(2026, 10, 20), id="not on the day itself"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 19), id="over the year"),
    ],
)
def test_the_first_meeting_is_on_the_third_tuesday_to_come(today: date, third: date) -> None:
    assert first_meeting(today) == third


def test_in_every_season_the_story_begins_two_weeks_before_its_first_meeting() -> None:
    for year in range(2026, 2040):
        begins = season_begins(date(year, 11, 22), BRUSSELS).date()
        assert first_meeting(begins) == begins + timedelta(weeks=2)


def test_in_every_season_the_call_for_cases_comes_on_the_morning_after_the_first_meeting() -> None:
    for year in range(2026, 2040):
        first = first_meeting(date(year, 9, 1))
        days = [date.fromisoformat(line[:10]) for line in cycle(first)]
        assert days == sorted(days)
        assert len({(one.year, one.month) for one in days}) == 10
        assert {one.strftime("%A") for one in days[::2]} == {"Tuesday"}
        assert {one.strftime("%A") for one in days[1::2]} == {"Friday"}
        assert days[1] - timedelta(days=30) == days[0] + timedelta(days=1)


def test_in_every_season_the_neighbours_have_met_ten_times_before_the_story_begins() -> None:
    for year in range(2026, 2040):
        begins = season_begins(date(year, 11, 22), BRUSSELS).date()
        days = meetings_of_zuid(begins)
        assert len(days) == 10
        assert days == sorted(days)
        assert days[0].strftime("%m") == "10"
        assert begins - timedelta(weeks=1) < days[-1] < begins
