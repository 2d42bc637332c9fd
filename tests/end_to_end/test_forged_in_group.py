"""Presses with forged data in a group, over HTTP: nothing that stands there is replaced."""

import pytest

from tests.end_to_end.test_meetings import card, is_refused, planned
from tests.end_to_end.town import Town


@pytest.mark.parametrize("verb", ["open", "change", "move", "off", "called", "invite"])
async def test_a_forged_press_under_a_card_never_takes_its_place(town: Town, verb: str) -> None:
    here = await town.community("Anna")
    await planned(town, here)
    shown = await card(here, "Citisen")
    elsewhere = await town.founds("Zuid", language="en")
    zed = await town.registers(elsewhere, "Zed", elsewhere.moderators[0], language="en")
    zed.says("/plan 2027-01-20 14:00-16:30 Bozar")
    await zed.presses("✅", await zed.hears("Bozar"))
    await town.settles()
    assert here.group is not None
    zed.joins(here.group)
    await town.settles()
    before = [(one.text, one.rows) for one in here.group.messages]

    own = next(one for one in shown.rows[0] if one.data).data or ""
    number = int(own.split(":")[2])
    for who, meeting in ((zed, number + 2), (zed, number), (here.people["Mo"], number)):
        pop_up = await who.forges(f"meetings:{verb}:{meeting}", shown)
        await town.settles()
        assert is_refused(pop_up)

    assert [(one.text, one.rows) for one in here.group.messages] == before
