"""Buttons that are forged, stale or from elsewhere are answered and change nothing."""

import pytest

from tests.bad_input.conftest import Stage
from tests.bad_input.reading import speaks

pytestmark = pytest.mark.asyncio(loop_scope="module")

FORGED = [
    "",
    "x",
    ":::::",
    "é" * 32,
    "\x00",
    "rsvp",
    "rsvp:maybe:1",
    "rsvp:yes:1:1",
    "nobody:knows:1",
    "form:choose:plan:0:0",
    "form:edit:nothing:0",
    "join:agree",
    "pick:in:1",
    "library:list:1:\x00:99999999",
    "library:find:1:0:\x00",
    "choose:found:north:x",
]
"""What is no data of the callbacks table, and some that is: `tests/generated` presses all of it."""


@pytest.mark.parametrize("who", ["member", "neighbour", "stranger"])
async def test_forged_and_stale_buttons_are_answered_once_each_and_change_nothing(
    stage: Stage, who: str
) -> None:
    person = stage.who(who)
    person.says("/help")
    await stage.town.settles()
    message = person.chat.messages[-1]
    before = await stage.stored()
    for data in FORGED:
        press = person.forges(data, message)
        await stage.town.settles()
        assert press.query.answered, data
        assert await stage.stored() == before, data


async def test_the_card_of_another_group_takes_no_press_of_a_neighbour_or_a_stranger(
    stage: Stage,
) -> None:
    group, other = stage.north.group, stage.south.group
    assert group is not None
    assert other is not None
    card = await stage.who("moderator").sees("Citisen", chat=group)
    data = [str(button.data) for button in card.rows[0]]
    forwarded = next(one for one in other.messages if one.sender.is_bot)
    before = await stage.stored()
    for who, language in (("neighbour", "fr"), ("étranger", "fr"), ("stranger", "nl")):
        for place in (card, forwarded):
            for one in data:
                pop_up = await stage.who(who).forges(one, place)
                assert (pop_up.text or "").startswith("⛔")
                assert speaks(pop_up.text or "", language), pop_up.text
    pop_up = await stage.who("member").forges(data[0], forwarded)
    assert (pop_up.text or "").startswith("⛔")
    await stage.town.settles()
    assert await stage.stored() == before
