"""Chats that change or close while something is being said in them."""

import asyncio

from tests.end_to_end.test_meetings import planned
from tests.end_to_end.town import RIGHTS, Town
from tests.faults.around import (
    EVE,
    NUDGE,
    comes,
    heard,
    is_marked,
    passes,
    peopled,
    waiting,
)


async def test_a_group_turned_supergroup_in_the_middle_of_a_delivery_gets_its_post_once(
    town: Town,
) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo], supergroup=False)
    mo.adds_bot(group, founded.group_link, rights=RIGHTS)
    founded.group = group
    await planned(town, founded, "/plan 2027-01-19 14:00-16:30 Citisen")
    # So slow that the group is surely turned while the post is under way, on a busy machine too.
    town.telegram.faults.slow(3, "sendMessage")
    await town.moves_to(EVE)
    await asyncio.sleep(0.1)
    bigger = mo.upgrades(group)
    town.telegram.faults.none()
    mo.promotes_bot(bigger, *RIGHTS)
    await passes(town, 5)

    posts = [one for one in bigger.messages if "Citisen" in one.text]
    assert len([one for one in posts if not one.rows]) == 1, "the eve"
    assert len([one for one in posts if one.rows]) == 1, "the card, which stayed behind"
    assert not [one for one in posts if is_marked(town, one)]
    mo.says("/rsvp", bigger)
    await town.settles()
    assert [one for one in bigger.messages if one.rows]
    assert await waiting(town) == []


async def test_while_the_bot_is_kicked_people_are_told_privately_and_after_it_returns_in_the_group(
    town: Town,
) -> None:
    founded = await peopled(town, "Anna")
    mo, anna, group = founded.people["Mo"], founded.people["Anna"], founded.group
    assert group is not None
    posts, before = len(group.messages), len(heard(anna))
    mo.removes_bot(group)
    await town.settles()
    anna.says("/rsvp")
    await anna.hears("Citisen")
    await anna.presses("✅")
    await town.settles()
    await comes(town, EVE)

    assert len(heard(anna)) > before, "the eve is told privately"
    assert [one for one in group.messages[posts:] if one.sender.is_bot] == []

    mo.adds_bot(group, rights=RIGHTS)
    await town.settles()
    await anna.sees("Anna", chat=group)
    assert await waiting(town) == []


async def test_a_kick_that_is_only_learned_by_a_refusal_holds_up_nobody(town: Town) -> None:
    founded = await peopled(town, "Anna")
    anna, group = founded.people["Anna"], founded.group
    assert group is not None
    before = len(heard(anna))
    town.telegram.faults.next(
        "refuse",
        "sendMessage",
        chat_id=group.id,
        status=403,
        description="Forbidden: bot was kicked from the supergroup chat",
    )
    await comes(town, EVE)
    assert len(heard(anna)) == before + 1
    assert await waiting(town) == []


async def test_a_member_who_blocked_the_bot_holds_up_nobody_and_moderators_see_it(
    town: Town,
) -> None:
    founded = await peopled(town, "Anna", "Ben", "Cis")
    mo, anna, ben, cis = (founded.people[name] for name in ("Mo", "Anna", "Ben", "Cis"))
    before = len(heard(ben)), len(heard(anna))
    anna.blocks_bot()
    cis.chat.blocked = True  # no update told the bot of this one
    await comes(town, NUDGE)

    assert (len(heard(ben)), len(heard(anna))) == (before[0] + 1, before[1])
    mo.says("/members")
    shown = await mo.hears("Ben")
    reached = {line.strip() for line in shown.text.splitlines() if "Ben" in line}
    for name in ("Anna", "Cis"):
        assert any(name in line and line not in reached for line in shown.text.splitlines())
    anna.unblocks_bot()
    await town.settles()
    await comes(town, EVE)
    assert len(heard(anna)) == before[1] + 1
    assert await waiting(town) == []
