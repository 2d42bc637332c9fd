"""The main job, over HTTP: found, register, plan, answer."""

from tests.end_to_end.town import Town


async def test_a_coordinator_founds_a_community_and_gets_its_links(town: Town) -> None:
    founded = await town.founds()
    assert "startgroup=" in founded.group_link
    assert len({*founded.moderators, founded.member, founded.lead, founded.user}) == 5
