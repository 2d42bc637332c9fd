"""What is not for the bot is passed over, and a server that answers badly changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.people import Person
from tests.bad_input.conftest import Stage
from tests.bad_input.reading import news, refusals, speaks

pytestmark = pytest.mark.asyncio(loop_scope="module")


def edited(stage: Stage) -> None:
    anna = stage.who("moderator")
    message = anna.says("/help")
    anna.edits(message, "/plan 2027-03-19 14:00-16:30 X")


def anonymous(stage: Stage) -> None:
    stage.who("moderator").says("dag", stage.north.group, anonymous=True)


def raw(kind: str, **body: Any) -> Callable[[Stage], None]:
    def happen(stage: Stage) -> None:
        group = stage.north.group
        assert group is not None
        place = {"id": group.id, "type": "supergroup", "title": "PG"}
        stage.town.telegram.faults.poison({kind: {"message_id": 9, "chat": place} | body})

    return happen


CHANNEL = {"id": -1001, "type": "channel", "title": "Nieuws"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
PLAN = "/plan 2027-03-19 14:00-16:30 X"
PASSED = {
    "an edited message": edited,
    "a word of an anonymous administrator": anonymous,
    "a channel's post": raw("channel_post", chat=CHANNEL, text=PLAN),
    "a channel's edited post": raw("edited_channel_post", chat=CHANNEL, text=PLAN),
    "a channel that writes in the group": raw(
        "message", sender_chat=CHANNEL, **{"from": CHANNEL_BOT}, text=PLAN
    ),
    "a message of no kind known": raw("message", dice={"value": 6}),
    "a message of another bot": raw(
        "message", **{"from": {"id": 5, "is_bot": True, "first_name": "B"}}, text=PLAN
    ),
    "a reaction": raw("message_reaction", new_reaction=[]),
    "a poll's answer": raw("poll_answer", poll_id="1"),
    "a business message": raw("business_message", text=PLAN),
    "a kind of the future": raw("hologram", text=PLAN),
    "a migration to nowhere": raw("message", migrate_to_chat_id="x"),
    "someone who came without a name": raw("message", new_chat_members=[{"id": None}]),
    "a membership without a status": raw("chat_member", new_chat_member={"user": {"id": 5}}),
    "a request without a person": raw("chat_join_request"),
}


@pytest.mark.parametrize("happen", PASSED.values(), ids=PASSED)
async def test_what_is_not_for_the_bot_is_passed_over(
    stage: Stage, happen: Callable[[Stage], None]
) -> None:
    group, mo = stage.north.group, stage.who("moderator")
    assert group is not None
    before, since = await stage.stored(), stage.town.telegram.world.tick

    happen(stage)
    await stage.town.settles()

    assert news(group, since) == []
    assert not [one for one in news(mo.chat, since) if "2027" in one.text]
    assert await stage.stored() == before
    await answers_still(mo)


async def test_a_command_of_an_anonymous_administrator_is_refused_in_the_groups_language(
    stage: Stage,
) -> None:
    group, mo = stage.north.group, stage.who("moderator")
    assert group is not None
    before, since = await stage.stored(), stage.town.telegram.world.tick
    mo.says(PLAN, group, anonymous=True)
    await stage.town.settles()

    assert speaks(refusals(group, since)[0].text, "nl")
    assert await stage.stored() == before


async def test_what_is_no_text_is_refused_and_not_kept(stage: Stage) -> None:
    anna = stage.who("member")
    before, since = await stage.stored(), stage.town.telegram.world.tick
    anna.sends_file("plan.txt", b"x")
    await stage.town.settles()
    assert speaks(refusals(anna.chat, since)[0].text, "nl")
    assert await stage.stored() == before


BROKEN = ["truncated", "server error", "cut before", "cut after"]


@pytest.mark.parametrize("kind", BROKEN)
async def test_broken_json_from_the_server_leaves_nothing_half_stored(
    stage: Stage, kind: Any
) -> None:
    anna = stage.who("member")
    before, since = await stage.stored(), stage.town.telegram.world.tick
    stage.town.telegram.faults.next(kind, "sendMessage")
    stage.town.telegram.faults.next(kind, "getUpdates")
    anna.says("/help")
    await stage.town.settles()
    stage.town.clock.at = stage.town.clock.at.replace(minute=stage.town.clock.at.minute + 1)
    await stage.town.app.look()
    await stage.town.settles()

    assert [one for one in news(anna.chat, since) if "/privacy" in one.text]
    assert await stage.stored() == before


async def answers_still(person: Person) -> None:
    person.says("/help")
    await person.hears("/privacy")
