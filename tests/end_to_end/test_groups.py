"""The group chat over HTTP: tied, greeted, closed; left when nobody founded it."""

from tests.end_to_end.town import RIGHTS, Town


async def test_the_founding_link_ties_a_group_and_greets_it_once(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = await town.ties(founded, mo)
    mo.says(f"/start {founded.group_link.partition('startgroup=')[2]}", group)
    await town.settles()
    greetings = [m for m in group.messages if m.rows and "Noord" in m.text]
    assert len(greetings) == 1


async def test_moderators_hear_which_rights_are_lacking(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo], supergroup=True)
    mo.adds_bot(group, founded.group_link)
    lacking = await mo.hears("•")
    assert lacking.text.count("•") == 3


async def test_a_group_nobody_founded_hears_one_line_and_is_left(town: Town) -> None:
    ben = town.telegram.world.person("Ben")
    group = town.telegram.world.group("Koffie", [ben], supergroup=True)
    ben.adds_bot(group)
    await town.telegram.handled()
    await town.moves_to("2026-09-01 10:01")
    await ben.sees("⛔", chat=group)
    await town.settles()
    assert [call.method for call in town.telegram.world.calls if call.chat_id == group.id].count(
        "leaveChat"
    ) == 1


async def test_members_are_let_in_and_others_declined(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = await town.ties(founded, mo)
    await town.settles()
    anna = await town.registers(founded, "Anna", founded.member)
    stranger = town.telegram.world.person("Vreemd")
    link = next(b.url for m in anna.chat.messages for row in m.rows for b in row if b.url)
    anna.asks_to_join(link)
    stranger.asks_to_join(link)
    await town.settles()
    assert anna.id in group.members
    assert stranger.id not in group.members


async def test_a_group_that_becomes_a_supergroup_keeps_working(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo])
    mo.adds_bot(group, founded.group_link)
    await mo.sees("Noord", chat=group)
    bigger = mo.upgrades(group)
    await town.settles()
    mo.promotes_bot(bigger, *RIGHTS)
    mo.says("/rsvp", bigger)
    await mo.hears(lambda said: bool(said.text), chat=bigger)


async def test_a_token_of_no_community_in_a_group_makes_the_bot_leave(town: Town) -> None:
    ben = town.telegram.world.person("Ben")
    group = town.telegram.world.group("Koffie", [ben], supergroup=True)
    ben.adds_bot(group, "A" * 32)
    await ben.sees("⛔", chat=group)
