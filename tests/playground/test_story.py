"""The story peoples a world by links, forms and buttons alone."""

from bot.playground.clock import MovableClock
from bot.playground.people_of_noord import DUO, LEAD, MEMBERS, VISITOR
from bot.playground.story import tell_story
from bot.playground.telegram import Telegram
from bot.playground.views import Cast
from tests.playground.toy import toy_bot


async def test_the_story_founds_registers_plans_and_answers() -> None:
    clock = MovableClock()
    async with Telegram.start(now=clock) as telegram:
        cast: Cast = {}
        told: list[str | None] = []
        async with toy_bot(telegram, clock, frozenset()):
            group = await tell_story(telegram, cast, told.append)
        world = telegram.world
        assert list(dict.fromkeys(told)) == [
            "founding",
            "registering",
            "planning",
            "answering",
            None,
        ]
        assert {one.user_id for one in (*MEMBERS, *DUO, LEAD)} <= set(group.members)
        assert group.pinned
        assert "✅ 3" in group.pinned.text
        assert not world.people[VISITOR.user_id].chat.started
        assert len(cast) == len(world.people)
        assert world.complaints == []
        assert [one.error for one in world.calls if not one.ok] == []
