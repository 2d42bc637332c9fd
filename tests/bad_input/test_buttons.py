"""Buttons that are forged, stale or from elsewhere are answered and change nothing."""

import pytest

from tests.bad_input.conftest import Stage
from tests.bad_input.reading import speaks

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(12)]

FORGED = [
    "",
    "x",
    ":::::",
    "é" * 32,
    "\x00",
    "rsvp",
    "rsvp:yes",
    "rsvp:yes:",
    "rsvp:yes:abc",
    "rsvp:yes:-1",
    "rsvp:yes:0",
    "rsvp:yes:99999999999999999",
    "rsvp:yes:999999999999999999999999",
    "rsvp:yes:1:1",
    "rsvp:maybe:1",
    "rsvp:partner:1",
    "rsvp:for:1:yes:1",
    "rsvp:for:1",
    "meetings:called:1",
    "meetings:called:99999999999999999",
    "meetings:move:1:1800000000:1800003600:0",
    "meetings:change:1:2",
    "meetings:change:1:99",
    "community:new",
    "community:links:1",
    "community:links:x",
    "join:agree",
    "join:continue",
    "join:language:xx",
    "form:choose:plan:0:0",
    "form:choose:plan:99:99",
    "form:skip:community:2",
    "form:edit:nothing:0",
    "form:cancel",
    "pick:in:1",
    "attendance:open:1",
    "attendance:tick:1:1:1",
    "attendance:save:1",
    "members:list:1",
    "duo:swap:1:1",
    "duo:left:1",
    "duo:leave:2",
    "library:home:1",
    "library:item:99:1",
    "library:went:99:1:helped",
    "library:went:1:1:best",
    "library:dropped:1:1",
    "library:save:library",
    "library:tick:library:domain_work:1",
    "library:list:1:\x00:99999999",
    "library:find:1:0:\x00",
    "interest:agree",
    "interest:gone",
    "interest:place:1:1:0",
    "interest:one:99999999999",
    "interest:erase:1",
    "interest:zone:xx:99999999",
    "choose:open:north",
    "choose:found:north:x",
    "choose:take:north:1:0",
    "choose:remind:1",
    "choose:instead:1:2:1",
    "start:language:xx",
    "language:set:xx",
    "forget:x",
]


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
